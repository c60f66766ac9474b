import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Scope } from '@throughtrain/domain';
import {
  LibraryFeed,
  LibraryShards,
  MatchRunRepository,
  MatchSettings,
  DemandReader,
  ReadQueries,
  RequestMatchRun,
  RequeueShardScores,
  RunMatch,
  ScoreRunByShards,
  ScoreRunHere,
  ScoreShard,
  ShardScoreRepository,
  ShardServers,
  WeightProfileRepository,
  type MatchRun,
} from '@throughtrain/matching';
import { IndexedLibraryScorer, InlineRunner, LibraryIndexer, StatisticsSource } from '@throughtrain/engine';
import { matcherConfigSchema, parseConfig } from '@throughtrain/platform';
import { ofInstallation } from '@throughtrain/platform/installation';
import { migrateQueue } from '@throughtrain/queue';
import { describeQueueBackends, eventually } from '@throughtrain/testing';
import { Encoder } from '@throughtrain/text';
import { MatcherModule } from '../../../apps/matcher/src/matcher.module';
import { Crash, crashing } from './crash';
import { startApp } from './start-app';
import { benchKey, WorkerBench } from './worker-bench';

const withinMs = 30_000;
const leaseMs = 60_000;

describeQueueBackends('matchers that hold parts of the library', (backend) => {
  let bench: WorkerBench;
  let host: Scope;
  let run: MatchRun;
  const matchers: NestFastifyApplication[] = [];

  beforeEach(async () => {
    bench = await WorkerBench.open();
    await migrateQueue(bench.url);
    ({ host, run } = await bench.requestRun());
  });

  afterEach(async () => {
    for (const matcher of matchers.splice(0)) await matcher.close();
    await bench.close();
  });

  async function start(settings: Record<string, string>): Promise<NestFastifyApplication> {
    const environment = {
      DATABASE_URL: bench.url,
      DATA_KEY: benchKey,
      DATABASE_POOL_SIZE: '4',
      LOG_LEVEL: 'silent',
      QUEUE_PREFIX: `shards-${run.id.slice(0, 8)}`,
      ...(backend.redisUrl !== undefined && { REDIS_URL: backend.redisUrl }),
      ...settings,
    };
    const matcher = await startApp(MatcherModule.forRoot(parseConfig(matcherConfigSchema, environment)));
    matchers.push(matcher);
    return matcher;
  }

  const find = (id: string): Promise<MatchRun> => bench.app.get(MatchRunRepository).find(host, id);
  const ended = (id: string): Promise<MatchRun> =>
    eventually(
      async () => {
        const now = await find(id);
        return ['completed', 'failed'].includes(now.state) && now;
      },
      { withinMs },
    );

  it('make the list of one that holds it whole, and wait for a part that nobody serves', async () => {
    const whole = await start({});
    const alone = await ended(run.id);
    expect(alone).toMatchObject({ state: 'completed', summary: { projectsScored: 30 } });
    await whole.close();
    matchers.length = 0;

    const first = await start({ ENGINE_SHARDS: '3', ENGINE_SERVED_SHARDS: '0,2' });
    const replay = await bench.app.get(RequestMatchRun).replay(host, run.id);
    await eventually(async () => (await find(replay.id)).progress.waitingForShards !== undefined, { withinMs });
    expect((await find(replay.id)).progress).toMatchObject({ stage: 'loading', waitingForShards: [1] });
    expect((await first.inject('/health/ready')).json()).toMatchObject({
      status: 'up',
      details: { shards: '0,2 of 3', unservedShards: '1' },
    });
    await start({ ENGINE_SHARDS: '3', ENGINE_SERVED_SHARDS: '1' });
    const together = await ended(replay.id);
    const { ms: _ms, ...summary } = alone.summary!;
    expect(together.summary).toMatchObject(summary);
    expect(together.progress).toEqual({ stage: 'done', done: 1, total: 1 });
  });
});

describe('parts of a run', () => {
  const count = 3;
  let bench: WorkerBench;
  let host: Scope;
  let matchRunId: string;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    const requested = await bench.requestRun();
    host = requested.host;
    matchRunId = requested.run.id;
  });

  afterEach(() => bench.close());

  const statistics = new StatisticsSource(ofInstallation('models/corpus-statistics'));
  const scores = () => bench.app.get(ShardScoreRepository);
  const settings = new MatchSettings(leaseMs);
  const queries = () => new ReadQueries(bench.app.get(DemandReader), bench.app.get(Encoder));

  function scorer(shards: LibraryShards): IndexedLibraryScorer {
    const feed = bench.app.get(LibraryFeed);
    return new IndexedLibraryScorer(
      feed,
      new LibraryIndexer(feed, undefined, undefined, shards),
      statistics,
      new InlineRunner(),
    );
  }

  function runMatch(shards: LibraryShards): RunMatch {
    const { app, uow, outbox, clock } = bench;
    const held = scorer(shards);
    const scoring =
      shards.count === 1
        ? new ScoreRunHere(held)
        : new ScoreRunByShards(shards, scores(), app.get(ShardServers), uow, outbox);
    const runs = app.get(MatchRunRepository);
    return new RunMatch(runs, queries(), app.get(WeightProfileRepository), scoring, held, clock, settings);
  }

  const scoreShard = (shard: number, repository = scores()): Promise<void> =>
    new ScoreShard(repository, queries(), scorer(new LibraryShards(count, [shard])), settings).execute({
      matchRunId,
      shard,
    });
  const find = (id = matchRunId): Promise<MatchRun> => bench.app.get(MatchRunRepository).find(host, id);
  const asked = () => eventually(async () => (await scores().states(matchRunId)).length === count, { withinMs });
  const jobs = async (): Promise<number[]> => {
    const sql = `select (payload->>'shard')::int as shard from outbox where name = 'score-shard.v1' order by id`;
    return (await bench.sql<{ shard: number }>(sql)).map(({ shard }) => shard);
  };

  it('are scored once each, whoever dies and however often they are asked for', async () => {
    const parts = new LibraryShards(count, []);
    const running = runMatch(parts).execute({ matchRunId });
    await asked();
    expect(await jobs()).toEqual([0, 1, 2]);
    const dying = crashing(scores(), { method: 'complete', call: 1, when: 'before' });
    await expect(scoreShard(1, dying)).rejects.toThrow(Crash);
    await scoreShard(0);
    await scoreShard(0);
    // Held by the worker that died, until its lease ends.
    await expect(scoreShard(1)).rejects.toMatchObject({ code: 'lease.lost' });
    await scoreShard(2);
    await bench.sql('update outbox set relayed_at = now()');
    await bench.endLeases('shard_score');
    const requeue = new RequeueShardScores(scores(), bench.uow, bench.outbox);
    expect(await requeue.execute()).toBe(1);
    expect(await jobs()).toEqual([0, 1, 2, 1]);
    await scoreShard(1);
    await running;

    const { summary } = await find();
    const replay = await bench.app.get(RequestMatchRun).replay(host, matchRunId);
    await runMatch(new LibraryShards(1)).execute({ matchRunId: replay.id });
    expect(summary?.resultHash).toBe((await find(replay.id)).summary?.resultHash);
    await requeue.execute();
    expect(await bench.sql('select shard from shard_score')).toEqual([]);
  });

  it('stay when the worker of the run dies, and are scored anew in another split', async () => {
    const runs = crashing(bench.app.get(MatchRunRepository), { method: 'complete', call: 1, when: 'before' });
    const { app, uow, outbox, clock } = bench;
    const parts = new LibraryShards(count);
    const scoring = new ScoreRunByShards(parts, scores(), app.get(ShardServers), uow, outbox);
    const profiles = app.get(WeightProfileRepository);
    const dying = new RunMatch(runs, queries(), profiles, scoring, scorer(parts), clock, settings).execute({
      matchRunId,
    });
    await asked();
    for (const shard of [0, 1, 2]) await scoreShard(shard);
    await expect(dying).rejects.toThrow(Crash);
    expect(await scores().request(matchRunId, count)).toEqual([]);
    await bench.endLeases('match_run');
    await runMatch(parts).execute({ matchRunId });
    expect(await find()).toMatchObject({ state: 'completed', summary: { projectsScored: 30 } });

    const replay = await app.get(RequestMatchRun).replay(host, matchRunId);
    expect(await scores().request(replay.id, 2)).toEqual([0, 1]);
    expect(await scores().request(replay.id, 4)).toEqual([0, 1, 2, 3]);
    expect(await scores().states(replay.id)).toHaveLength(4);
  });

  it('end with their run: cancelled, they are neither claimed nor stored', async () => {
    const running = runMatch(new LibraryShards(count)).execute({ matchRunId });
    const over = expect(running).rejects.toMatchObject({ code: 'match-run.cancelled' });
    await asked();
    const claim = await scores().claim({ matchRunId, shard: 0 }, leaseMs);
    await bench.app.get(MatchRunRepository).cancel(host, matchRunId);
    await over;
    const late = { projectsScored: 0, exclusions: [], byDemand: [], byBrief: [], bySum: [] };
    const storing = scores().complete({ matchRunId, shard: 0 }, claim?.fence ?? 0, late);
    await expect(storing).rejects.toMatchObject({ code: 'match-run.cancelled' });
    expect(await scores().claim({ matchRunId, shard: 1 }, leaseMs)).toBeUndefined();
    await scores().tidy();
    expect(await scores().states(matchRunId)).toEqual([]);
  });

  it('fail their run when one can not be scored', async () => {
    const running = runMatch(new LibraryShards(count)).execute({ matchRunId });
    await asked();
    const claim = await scores().claim({ matchRunId, shard: 2 }, leaseMs);
    await scores().fail({ matchRunId, shard: 2 }, claim?.fence ?? 0, 'match-run.abandoned');
    await running;
    expect(await find()).toMatchObject({ state: 'failed', failure: { code: 'match-run.abandoned' } });
  });
});
