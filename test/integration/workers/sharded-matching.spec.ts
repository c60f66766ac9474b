import { randomUUID } from 'node:crypto';
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
  ShortlistRepository,
  WeightProfileRepository,
  type MatchRun,
} from '@throughtrain/matching';
import { FreezeShortlist, IntentRepository } from '@throughtrain/engagement';
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
  const unscored = async (id: string): Promise<number[]> => {
    const states = await bench.app.get(ShardScoreRepository).states(id);
    return states.flatMap(({ shard, isDone }) => (isDone ? [] : [shard]));
  };
  const ended = (id: string): Promise<MatchRun> =>
    eventually(
      async () => {
        const now = await find(id);
        return ['completed', 'failed'].includes(now.state) && now;
      },
      { withinMs },
    );

  it('make the list of one that holds it whole, and send pushes while a run waits for a part that nobody serves', async () => {
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
    const [shortlist] = await bench.app.get(ShortlistRepository).ofRun(host, run.id);
    await bench.app.get(FreezeShortlist).execute(host, shortlist!.id, undefined);
    const sent = async () => (await bench.app.get(IntentRepository).ofShortlist(host, shortlist!.id)).length;
    await eventually(async () => (await sent()) === 4, { withinMs });
    await eventually(async () => (await unscored(replay.id)).join() === '1', { withinMs });
    expect((await find(replay.id)).progress).toMatchObject({ stage: 'loading', waitingForShards: [1] });
    expect(await bench.sql('select attempts from match_run where id = $1', [replay.id])).toEqual([{ attempts: 0 }]);

    await start({ ENGINE_SHARDS: '3', ENGINE_SERVED_SHARDS: '1' });
    const together = await ended(replay.id);
    const { ms: _ms, ...summary } = alone.summary!;
    expect(together.summary).toMatchObject(summary);
    expect(together.progress).toEqual({ stage: 'done', done: 1, total: 1 });
    expect(await bench.sql('select attempts from match_run where id = $1', [replay.id])).toEqual([{ attempts: 1 }]);
    expect(await bench.app.get(ShortlistRepository).ofRun(host, replay.id)).toHaveLength(1);
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
  const runs = () => bench.app.get(MatchRunRepository);
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

  interface Plan {
    readonly shards?: LibraryShards;
    readonly id?: string;
    readonly repository?: MatchRunRepository;
  }

  function runMatch({ shards = new LibraryShards(count), id = matchRunId, repository = runs() }: Plan = {}) {
    const { app, uow, outbox, clock } = bench;
    const held = scorer(shards);
    const scoring =
      shards.count === 1 ? new ScoreRunHere(held) : new ScoreRunByShards(shards, scores(), repository, uow, outbox);
    const profiles = app.get(WeightProfileRepository);
    const useCase = new RunMatch(repository, queries(), profiles, scoring, held, clock, settings);
    return useCase.execute({ matchRunId: id });
  }

  const scoreShard = (shard: number, repository = scores()): Promise<void> =>
    new ScoreShard(
      repository,
      queries(),
      scorer(new LibraryShards(count, [shard])),
      settings,
      bench.uow,
      bench.outbox,
    ).execute({ matchRunId, shard });
  const find = (id = matchRunId): Promise<MatchRun> => runs().find(host, id);
  const jobs = async (): Promise<number[]> => {
    const sql = `select (payload->>'shard')::int as shard from outbox where name = 'score-shard.v1' order by id`;
    return (await bench.sql<{ shard: number }>(sql)).map(({ shard }) => shard);
  };
  /** How often the run was asked to go on, after its request. */
  const continuations = async (id = matchRunId): Promise<number> => {
    const sql = `select id from outbox where name = 'run-match.v1' and payload->>'matchRunId' = $1`;
    return (await bench.sql(sql, [id])).length - 1;
  };
  const shortlists = () => bench.app.get(ShortlistRepository).ofRun(host, matchRunId);

  it('are scored once each, whoever dies and however often they are asked for, and the last has the run go on', async () => {
    await runMatch();
    await runMatch();
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
    expect(await continuations()).toBe(0);
    await scoreShard(1);
    expect(await continuations()).toBe(1);
    await runMatch();

    const { state, summary } = await find();
    expect(state).toBe('completed');
    const replay = await bench.app.get(RequestMatchRun).replay(host, matchRunId);
    await runMatch({ shards: new LibraryShards(1), id: replay.id });
    expect(summary?.resultHash).toBe((await find(replay.id)).summary?.resultHash);
    await requeue.execute();
    expect(await bench.sql('select shard from shard_score')).toEqual([]);
  });

  it('are stored together with the job of their run, or not at all', async () => {
    await runMatch();
    await scoreShard(0);
    await scoreShard(1);
    const dying = crashing(scores(), { method: 'states', call: 1, when: 'before' });
    await expect(scoreShard(2, dying)).rejects.toThrow(Crash);
    expect((await scores().states(matchRunId)).map(({ isDone }) => isDone)).toEqual([true, true, false]);
    expect(await continuations()).toBe(0);
    await bench.endLeases('shard_score');
    await scoreShard(2);
    expect(await continuations()).toBe(1);
  });

  it('see each other when two end at once, so that one of them has the run go on', async () => {
    await runMatch();
    await scoreShard(0);
    let goOn = (): void => undefined;
    const told = new Promise<void>((resolve) => (goOn = resolve));
    const slow = new Proxy(scores(), {
      get: (target, key) => {
        if (key === 'states') return (id: string) => target.states(id).finally(() => told);
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const both = Promise.all([scoreShard(1, slow), scoreShard(2, slow)]);
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(async () => (await bench.sql(waiting)).length === 1, { withinMs });
    goOn();
    await both;
    expect(await continuations()).toBe(1);
  });

  it('make one list when their run is asked twice at once to go on', async () => {
    await runMatch();
    for (const shard of [0, 1, 2]) await scoreShard(shard);
    const both = await Promise.allSettled([runMatch(), runMatch()]);
    for (const end of both) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'lease.lost' });
    expect((await find()).state).toBe('completed');
    await runMatch();
    expect(await shortlists()).toHaveLength(1);
  });

  it('stay when the worker of the run dies, and are scored anew in another split', async () => {
    await runMatch();
    for (const shard of [0, 1, 2]) await scoreShard(shard);
    const dying = crashing(runs(), { method: 'complete', call: 1, when: 'before' });
    await expect(runMatch({ repository: dying })).rejects.toThrow(Crash);
    await bench.endLeases('match_run');
    expect(await scores().states(matchRunId)).toHaveLength(count);
    await runMatch();
    expect(await jobs()).toEqual([0, 1, 2]);
    expect(await find()).toMatchObject({ state: 'completed', summary: { projectsScored: 30 } });

    const replay = await bench.app.get(RequestMatchRun).replay(host, matchRunId);
    await runMatch({ shards: new LibraryShards(2), id: replay.id });
    await runMatch({ shards: new LibraryShards(4), id: replay.id });
    expect(await jobs()).toEqual([0, 1, 2, 0, 1, 0, 1, 2, 3]);
    expect(await scores().states(replay.id)).toHaveLength(4);
    await runMatch({ shards: new LibraryShards(1), id: replay.id });
    expect(await find(replay.id)).toMatchObject({ state: 'completed', summary: { projectsScored: 30 } });
  });

  it('count no attempt of a run that waits, nor of one that is in the hands of a worker of another split', async () => {
    const attempts = (table: string) => bench.sql<{ attempts: number }>(`select attempts from ${table}`);
    for (let times = 0; times < 12; times += 1) await runMatch();
    expect(await attempts('match_run')).toEqual([{ attempts: 0 }]);
    const stray = new ScoreShard(
      scores(),
      queries(),
      scorer(new LibraryShards(2, [1])),
      settings,
      bench.uow,
      bench.outbox,
    );
    for (let times = 0; times < 12; times += 1)
      await expect(stray.execute({ matchRunId, shard: 1 })).rejects.toMatchObject({ code: 'scorer.parts-differ' });
    expect(await attempts('shard_score')).toEqual([{ attempts: 0 }, { attempts: 0 }, { attempts: 0 }]);
  });

  it('end with their run: cancelled, they are neither claimed nor stored', async () => {
    await runMatch();
    const claim = await scores().claim({ matchRunId, shard: 0 }, leaseMs);
    await runs().cancel(host, matchRunId);
    const late = { projectsScored: 0, exclusions: [], byDemand: [], byBrief: [], bySum: [] };
    const storing = bench.uow.run(() => scores().complete({ matchRunId, shard: 0 }, claim?.fence ?? 0, late));
    await expect(storing).rejects.toMatchObject({ code: 'match-run.cancelled' });
    expect(await scores().claim({ matchRunId, shard: 1 }, leaseMs)).toBeUndefined();
    await runMatch();
    expect((await find()).state).toBe('cancelled');
    await scores().tidy();
    expect(await scores().states(matchRunId)).toEqual([]);
  });

  it('fail their run when one can not be scored, whatever has become of the others', async () => {
    await runMatch();
    await bench.sql('update shard_score set attempts = 10 where shard = 2');
    await scoreShard(2);
    expect(await continuations()).toBe(1);
    await runMatch();
    expect(await find()).toMatchObject({ state: 'failed', failure: { code: 'match-run.abandoned' } });
  });

  it('are looked after in place of their run, until nobody serves their split any more', async () => {
    await runMatch();
    const abandoned = (shards: number) => bench.uow.run(() => runs().abandoned(9, shards));
    await bench.sql(`update outbox set relayed_at = now(), created_at = now() - interval '1 minute'`);
    expect(await abandoned(count)).toEqual([]);
    expect(await abandoned(2)).toEqual([matchRunId]);
    for (const shard of [0, 1, 2]) await scoreShard(shard);
    await bench.sql(`update outbox set relayed_at = now(), created_at = now() - interval '1 minute'`);
    // The queue has lost the job that the last part left.
    expect(await abandoned(count)).toEqual([matchRunId]);
  });

  it('tell how far their run is until its worker does, and which of them nobody serves', async () => {
    const { progress: before } = await find();
    await runMatch();
    const progress = async () => {
      const found = await find();
      expect(await runs().watch(host, matchRunId)).toMatchObject({ progress: found.progress });
      expect(await runs().list(host, found.roadshowId)).toMatchObject([{ progress: found.progress }]);
      return found.progress;
    };
    expect(before).toEqual({ stage: 'queued', done: 0, total: 0 });
    expect(await progress()).toEqual({ stage: 'loading', done: 0, total: 0, waitingForShards: [0, 1, 2] });
    const servers = bench.app.get(ShardServers);
    await servers.isHere(randomUUID(), new LibraryShards(count, [0, 1]));
    await servers.isHere(randomUUID(), new LibraryShards(4, [2]));
    expect(await progress()).toEqual({ stage: 'loading', done: 0, total: 0, waitingForShards: [2] });
    await scoreShard(2);
    expect(await progress()).toEqual({ stage: 'loading', done: expect.any(Number), total: 0 });
    await bench.sql('update shard_score set done = 4, total = 20 where result is null');
    const { projects } = (
      await bench.sql<{ projects: number }>('select done::int as projects from shard_score where shard = 2')
    )[0]!;
    expect(await progress()).toEqual({ stage: 'scoring', done: 8 + projects, total: 40 + projects });
    await runs().claim(matchRunId, leaseMs);
    expect(await progress()).toEqual({ stage: 'scoring', done: 8 + projects, total: 40 + projects });
    await runs().progress(matchRunId, 2, { stage: 'choosing', done: 0, total: 1 }, leaseMs);
    expect(await progress()).toEqual({ stage: 'choosing', done: 0, total: 1 });
  });
});
