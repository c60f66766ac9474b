import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { parse } from 'yaml';
import { z } from 'zod';
import { apiConfigSchema, ingestConfigSchema, matcherConfigSchema, parseConfig } from '@throughtrain/platform';

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const healthcheckSchema = z.object({
  test: z.array(z.string()),
  interval: z.string(),
  timeout: z.string(),
  retries: z.number(),
});
const serviceSchema = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  restart: z.string(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: healthcheckSchema.optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()),
});
type Service = z.infer<typeof serviceSchema>;

const partsSchema = z.object({
  services: z.record(
    z.string(),
    z.strictObject({
      extends: z.strictObject({ file: z.literal('compose.yaml'), service: z.string() }).optional(),
      environment: z.record(z.string(), z.string()),
    }),
  ),
});

const composeText = read('docker/compose.yaml');
const compose = composeSchema.parse(parse(composeText, { merge: true }));

function service(name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`compose.yaml has no service ${name}`);
  return found;
}

/** Puts values in the place of `${NAME:-default}` and `${NAME:?message}`, as Compose does. */
function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, kind = '', rest = '') => {
    const value = values[name];
    if (value !== undefined) return value;
    if (kind === '?') throw new Error(`${name} is not set`);
    return String(rest);
  });
}

const dataKey = Buffer.alloc(32, 1).toString('base64');
const secrets = { POSTGRES_PASSWORD: 'first', REDIS_PASSWORD: 'second', DATA_KEY: dataKey, SCORER_SECRET: dataKey };
function environmentOf(name: string): Record<string, string> {
  const entries = Object.entries(service(name).environment);
  return Object.fromEntries(entries.map(([variable, value]) => [variable, interpolate(value, secrets)]));
}

interface Process {
  readonly name: string;
  readonly schema: z.ZodObject;
  /** The setting that names the port of the health routes. */
  readonly portSetting: string;
}
const processes: readonly Process[] = [
  { name: 'api', schema: apiConfigSchema, portSetting: 'PORT' },
  { name: 'ingest', schema: ingestConfigSchema, portSetting: 'INGEST_HEALTH_PORT' },
  { name: 'matcher', schema: matcherConfigSchema, portSetting: 'MATCHER_HEALTH_PORT' },
];
const ours = ['migrate', 'api', 'ingest', 'matcher'];

/** Instructions of the Dockerfile, continued lines joined, comments left out. */
const instructions = read('docker/Dockerfile')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1).trim() }));
const copiedFromContext = instructions
  .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from='))
  .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));

describe('compose.yaml', () => {
  it('builds every process of ours from the one Dockerfile', () => {
    const built = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
    expect(built.map(([name]) => name).sort()).toEqual([...ours].sort());
    for (const [, { build }] of built) {
      expect(build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile' });
      expect(existsSync(join(root, 'docker', build!.context, build!.dockerfile))).toBe(true);
    }
  });

  it.each(processes)('sets only settings that $name has, and valid ones', ({ name, schema, portSetting }) => {
    const environment = environmentOf(name);
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(parseConfig(schema, environment)).toMatchObject({
      DATABASE_URL: 'postgresql://throughtrain:first@postgres:5432/throughtrain',
      REDIS_URL: 'redis://:second@redis:6379',
      HOST: '0.0.0.0',
      [portSetting]: Number(environment[portSetting]),
    });
  });

  it('gives the migration settings that every process has', () => {
    const environment = environmentOf('migrate');
    expect(environment).toHaveProperty('DATABASE_URL');
    for (const { schema } of processes) {
      expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
    }
  });

  it('keeps secrets out of the file and refuses to start without them', () => {
    for (const name of ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'DATA_KEY', 'SCORER_SECRET'] as const) {
      const { [name]: _missing, ...others } = secrets;
      expect(() => interpolate(composeText, others)).toThrow(`${name} is not set`);
    }
  });

  it.each(processes)('checks the readiness of $name on its own port', ({ name, portSetting }) => {
    const port = environmentOf(name)[portSetting]!;
    expect(service(name).healthcheck?.test.slice(0, 3)).toEqual(['CMD', 'node', '-e']);
    expect(service(name).healthcheck?.test[3]).toContain(`fetch('http://127.0.0.1:${port}/health/ready')`);
    expect(() => new Script(service(name).healthcheck!.test[3]!)).not.toThrow();
  });

  it.each(processes)('starts $name after the migration, and again when it ends', ({ name }) => {
    expect(service(name).depends_on).toMatchObject({
      migrate: { condition: 'service_completed_successfully' },
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(service(name).restart).toBe('unless-stopped');
  });

  it('runs the migration once', () => {
    expect(service('migrate').restart).toBe('no');
    expect(service('migrate').depends_on).toHaveProperty('postgres', { condition: 'service_healthy' });
  });

  it('publishes the API only, on this machine only', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published).toEqual([['api', expect.stringMatching(/^127\.0\.0\.1:.*:3000$/)]]);
  });

  it('keeps the queue: Redis evicts nothing and logs every write', () => {
    const command = service('redis').command.join(' ');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });

  it('keeps the data of both servers in named volumes and checks their health', () => {
    for (const name of ['postgres', 'redis']) {
      const volume = service(name).volumes[0]!.split(':')[0]!;
      expect(Object.keys(compose.volumes)).toContain(volume);
      expect(service(name).healthcheck).toBeDefined();
    }
  });

  it('keeps snapshots of the library in a named volume that the matcher may write to', () => {
    const folder = environmentOf('matcher')['ENGINE_SNAPSHOT_DIR'];
    const [volume, path] = service('matcher').volumes[0]!.split(':');
    expect(path).toBe(folder);
    expect(Object.keys(compose.volumes)).toContain(volume);
    // A new volume takes its owner from the folder of the image.
    const made = instructions.find(({ name, text }) => name === 'RUN' && text.endsWith(` ${folder}`));
    expect(made?.text).toContain('--owner=node');
  });

  it.each(ours)('runs a file of %s that the build makes', (name) => {
    const [program, file] = service(name).command;
    expect(program).toBe('node');
    const source = file!.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect([file, existsSync(join(root, source))]).toEqual([file, true]);
  });
});

describe('compose.parts.yaml', () => {
  const { services } = partsSchema.parse(parse(read('docker/compose.parts.yaml')));
  /** As Compose merges it with the service of the same name, or the one that it extends. */
  const parsed = <Schema extends z.ZodObject>(schema: Schema, name: string): z.infer<Schema> => {
    const { extends: base, environment } = services[name]!;
    const merged = { ...environmentOf(base?.service ?? name), ...environment };
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(merged)));
    return parseConfig(schema, merged);
  };
  const matchers = Object.keys(services).filter((name) => name !== 'api');

  it('has each part of the library held by one matcher', () => {
    const settings = matchers.map((name) => parsed(matcherConfigSchema, name));
    const held = settings.flatMap((each) => each.ENGINE_SERVED_SHARDS?.split(',').map(Number));
    for (const { ENGINE_SHARDS: parts } of settings) expect(held).toEqual(Array.from({ length: parts }, (_, at) => at));
  });

  it('has the API ask every matcher', () => {
    const urls = matchers.map((name) => `http://${name}:${parsed(matcherConfigSchema, name).MATCHER_SCORER_PORT}`);
    expect(parsed(apiConfigSchema, 'api').SCORER_URL).toBe(urls.join(','));
  });
});

describe('Dockerfile', () => {
  it('copies files that exist and that the ignore file lets through', () => {
    const allowed = read('docker/Dockerfile.dockerignore').split('\n');
    expect(allowed).toContain('*');
    for (const path of copiedFromContext) {
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
      expect(allowed).toContain(`!${path}`);
    }
  });

  it('does not run as root', () => {
    const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
    const user = lastStage.findLast(({ name }) => name === 'USER')?.text;
    expect(user).toBe('node');
  });

  it('uses a release of Node that the package allows', () => {
    const oldest = /(\d+)/.exec(
      z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json'))).engines.node,
    );
    const images = instructions.filter(({ name }) => name === 'FROM').map(({ text }) => /^node:(\d+)/.exec(text)?.[1]);
    expect(images).toHaveLength(2);
    for (const release of images) expect(Number(release)).toBeGreaterThanOrEqual(Number(oldest?.[1]));
  });
});
