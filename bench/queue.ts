import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SecretBox } from '@throughtrain/platform';
import { migrate, startEmbeddedPostgres } from '@throughtrain/platform/embedded';
import { interleave, machine, median, round, spread } from './figures';
import { startLocalRedis } from './local-redis';
import type { QueueInput } from './queue-worker';

const folder = '.run/bench';
const rounds = 3;

/** Measures jobs a second through the queue of the project, from the outbox to a handler that does nothing, on each of its two back ends. */
export async function benchQueue(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { jobs: { type: 'string', default: '5000' }, json: { type: 'string' } },
  });
  const jobs = Number(values.jobs);
  if (!Number.isSafeInteger(jobs) || jobs < 1 || jobs > 100_000)
    throw new Error('--jobs takes a number from 1 to 100000');
  await mkdir(folder, { recursive: true });
  const postgres = await startEmbeddedPostgres({ directory: folder });
  const redis = await startLocalRedis(join(folder, 'redis'));
  if (redis === undefined) console.log('redis is not measured: no redis-server is on PATH');
  try {
    const databaseUrl = await postgres.ensureDatabase('bench_queue', { recreate: true });
    await migrate({ ...process.env, DATABASE_URL: databaseUrl, DATA_KEY: SecretBox.newKey(), REDIS_URL: '' });
    const perSecond = await interleave<string>(rounds, {
      postgresql: () => inProcess({ databaseUrl, jobs }),
      ...(redis && { redis: () => inProcess({ databaseUrl, jobs, redisUrl: redis.url }) }),
    });
    const figures = { jobs, postgresql: figuresOf(perSecond['postgresql']), redis: figuresOf(perSecond['redis']) };
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(12)}${JSON.stringify(value)}`);
    console.log(machine());
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await redis?.stop();
    await postgres.stop();
  }
}

const figuresOf = (perSecond: readonly number[] | undefined) =>
  perSecond === undefined ? null : { jobsPerSecond: round(median(perSecond)), spread: spread(perSecond) };

/** In a process of its own: a process keeps to the back end that it began with. @returns jobs a second */
async function inProcess(input: QueueInput): Promise<number> {
  const child = fork(require.resolve('./queue-worker'), [JSON.stringify(input)]);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the queue was not measured to its end');
  });
  const [jobsPerSecond] = (await Promise.race([once(child, 'message'), ended])) as [number];
  await once(child, 'exit');
  return jobsPerSecond;
}
