import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Scope } from '@throughtrain/domain';
import { MatchRunRepository, RequestMatchRun, type MatchRun } from '@throughtrain/matching';
import { freePort } from '@throughtrain/platform/embedded';
import { ofInstallation } from '@throughtrain/platform/installation';
import { migrateQueue } from '@throughtrain/queue';
import { describeQueueBackends, eventually } from '@throughtrain/testing';
import { Client } from 'pg';
import { benchKey, WorkerBench } from '../integration/workers/worker-bench';

const count = 4;
/** What is recovered by the reconciler waits for the end of the lease and for its next pass, on a machine that does other things too. */
const recoveryMs = 120_000;

describeQueueBackends('four matchers as processes, a part of the library each', (backend) => {
  let bench: WorkerBench;
  let host: Scope;
  let run: MatchRun;
  const processes: ChildProcess[] = [];

  beforeAll(async () => {
    bench = await WorkerBench.open();
    await migrateQueue(bench.url);
    ({ host, run } = await bench.requestRun());
  });

  afterAll(async () => {
    for (const matcher of processes) matcher.kill('SIGKILL');
    await bench.close();
  });

  /** Starts a matcher and waits until it is ready. */
  async function start(settings: Record<string, string>): Promise<ChildProcess> {
    const port = await freePort();
    const matcher = spawn(process.execPath, [ofInstallation('dist/apps/matcher/src/main.js')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: bench.url,
        DATA_KEY: benchKey,
        DATABASE_POOL_SIZE: '4',
        LOG_LEVEL: 'silent',
        LEASE_SECONDS: '3',
        QUEUE_PREFIX: `slow-${run.id.slice(0, 8)}`,
        MATCHER_HEALTH_PORT: String(port),
        ...(backend.redisUrl !== undefined && { REDIS_URL: backend.redisUrl }),
        ...settings,
      },
    });
    processes.push(matcher);
    const url = `http://127.0.0.1:${port}/health/ready`;
    await eventually(async () => (await fetch(url).catch(() => undefined))?.status === 200, { withinMs: 60_000 });
    return matcher;
  }

  const startPart = (shard: number): Promise<ChildProcess> =>
    start({ ENGINE_SHARDS: String(count), ENGINE_SERVED_SHARDS: String(shard) });

  async function end(matcher: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    matcher.kill(signal);
    if (matcher.exitCode === null && matcher.signalCode === null) await once(matcher, 'exit');
  }

  const find = (id: string): Promise<MatchRun> => bench.app.get(MatchRunRepository).find(host, id);
  const completed = (id: string): Promise<MatchRun> =>
    eventually(
      async () => {
        const now = await find(id);
        if (now.state === 'failed') throw new Error(`The run failed: ${now.failure?.code}`);
        return now.state === 'completed' && now;
      },
      { withinMs: recoveryMs },
    );
  /**
   * Has a run replayed until a matcher is caught while it scores its part, and kills it there: the row of the part is locked, so that it can not be done meanwhile.
   * @returns the replay that it left
   */
  async function killWhileScoring(matcher: ChildProcess, shard: number): Promise<string> {
    const client = new Client({ connectionString: bench.url });
    await client.connect();
    const look = 'select lease_until is not null as claimed, result is not null as done from shard_score';
    try {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const { id } = await bench.app.get(RequestMatchRun).replay(host, run.id);
        const isCaught = await eventually(
          async () => {
            await client.query('begin');
            const values = [id, shard];
            const { rows } = await client.query<{ claimed: boolean; done: boolean }>(
              `${look} where run_id = $1 and shard = $2 for update`,
              values,
            );
            if (rows[0]?.claimed === true) await end(matcher, 'SIGKILL');
            await client.query('commit');
            return rows[0]?.claimed === true ? 'caught' : rows[0]?.done === true && 'missed';
          },
          { withinMs: recoveryMs, everyMs: 1 },
        );
        if (isCaught === 'caught') return id;
        await completed(id);
      }
      throw new Error('no part was caught while it was scored');
    } finally {
      await client.end();
    }
  }

  it('make the list of one process, also when one of them is killed while it scores', async () => {
    const whole = await start({});
    const alone = await completed(run.id);
    await end(whole, 'SIGTERM');

    const matchers = await Promise.all(Array.from({ length: count }, (_, shard) => startPart(shard)));
    const all = await bench.app.get(RequestMatchRun).replay(host, run.id);
    const expected = { resultHash: alone.summary?.resultHash, projectsScored: alone.summary?.projectsScored };
    expect((await completed(all.id)).summary).toMatchObject(expected);

    const victim = count - 1;
    const left = await killWhileScoring(matchers[victim]!, victim);
    await startPart(victim);
    expect((await completed(left)).summary).toMatchObject(expected);
  });
});
