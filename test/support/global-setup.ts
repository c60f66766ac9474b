import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from '../../libs/platform/src/embedded';
import { startTestRedis, type TestRedis } from './test-redis';

/** What the set-up leaves to the tear-down, which runs in the same process. */
export interface TestServers {
  readonly directory: string;
  readonly postgres: EmbeddedPostgres;
  readonly redis: TestRedis | undefined;
}

declare global {
  var throughtrainTestServers: TestServers | undefined;
}

const template = 'throughtrain_template';

/** Starts the servers of a test run and makes the migrated database that the suites' own databases are copied from. */
export default async function globalSetup(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'throughtrain-test-'));
  // The server's account passes through; its own folder inside is closed to others.
  await chmod(directory, 0o711);
  const postgres = await startEmbeddedPostgres({ directory, durable: false });
  try {
    const url = await postgres.ensureDatabase(template);
    migrate(url);
    await closeTemplate(postgres.urlOf('postgres'));
    const redisDirectory = join(directory, 'redis');
    await mkdir(redisDirectory);
    const redis = await startTestRedis(redisDirectory);
    if (redis === undefined) process.stderr.write('No redis-server is on PATH: the tests on Redis are skipped.\n');
    else process.env['TEST_REDIS_URL'] = redis.url;
    process.env['TEST_DATABASE_ADMIN_URL'] = postgres.urlOf('postgres');
    process.env['TEST_DATABASE_TEMPLATE'] = template;
    globalThis.throughtrainTestServers = { directory, postgres, redis };
  } catch (error) {
    await postgres.stop();
    await removeEmbeddedPostgres(directory);
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

function migrate(url: string): void {
  const root = join(__dirname, '..', '..');
  const script = join(root, 'dist', 'libs', 'persistence', 'src', 'migrate.js');
  if (!existsSync(script)) {
    throw new Error(
      'The project is not built, so the test database cannot be migrated: run `node tools/setup.mjs` first.',
    );
  }
  const run = spawnSync(process.execPath, [script], { env: { ...process.env, DATABASE_URL: url }, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The migrations failed:\n${run.stdout}${run.stderr}`);
}

/** Nobody may connect to the template: a copy is refused while it is in use. */
async function closeTemplate(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`alter database ${template} with is_template true allow_connections false`);
  } finally {
    await client.end();
  }
}
