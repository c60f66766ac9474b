import { pushShortlist, runMatch } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  FreezeShortlist,
  IntentRepository,
  PushRepository,
  PushSettings,
  PushShortlist,
  type InvitationHead,
} from '@throughtrain/engagement';
import { IndexedLibraryScorer, LibraryIndexer, ScoringThreads, StatisticsSource } from '@throughtrain/engine';
import {
  DemandReader,
  LibraryFeed,
  MatchRunRepository,
  MatchSettings,
  ReadQueries,
  RequestMatchRun,
  RunMatch,
  ScoreRunHere,
  ShortlistRepository,
  WeightProfileRepository,
  type RunResult,
} from '@throughtrain/matching';
import { Encoder } from '@throughtrain/text';
import { MatchingProcessor } from '../../../apps/matcher/src/matching.processor';
import { ofInstallation } from '@throughtrain/platform/installation';
import { Crash, crashing, type CrashPlan } from './crash';
import { leaseMs, noMetrics, work, WorkerBench } from './worker-bench';

const threads = new ScoringThreads(2);
const statistics = new StatisticsSource(ofInstallation('models/corpus-statistics'));

afterAll(() => threads.close());

describe('the matching processor', () => {
  let bench: WorkerBench;
  let host: Scope;
  let runId: string;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    const requested = await bench.requestRun();
    host = requested.host;
    runId = requested.run.id;
  });

  afterEach(() => bench.close());

  function processor(runs: MatchRunRepository, pushes: PushRepository): MatchingProcessor {
    const { app, clock } = bench;
    const feed = app.get(LibraryFeed);
    const scorer = new IndexedLibraryScorer(feed, new LibraryIndexer(feed), statistics, threads);
    const profiles = app.get(WeightProfileRepository);
    const queries = new ReadQueries(app.get(DemandReader), app.get(Encoder));
    const settings = new MatchSettings(leaseMs);
    const run = new RunMatch(runs, queries, profiles, new ScoreRunHere(scorer), scorer, clock, settings);
    return new MatchingProcessor(run, new PushShortlist(pushes, new PushSettings(leaseMs, false)), noMetrics());
  }

  const runs = () => bench.app.get(MatchRunRepository);
  const pushes = () => bench.app.get(PushRepository);
  const match = (matchRunId = runId, repository = runs()) =>
    work(processor(repository, pushes()), runMatch, { matchRunId });

  /** All that a run has made, as a reader sees it. */
  async function shortlistsOf(matchRunId: string) {
    const shortlists = bench.app.get(ShortlistRepository);
    const heads = await shortlists.ofRun(host, matchRunId);
    return Promise.all(heads.map(async ({ id }) => shortlists.entries(host, id)));
  }

  async function resultRows(): Promise<unknown> {
    const [counts] = await bench.sql(
      `select (select count(*)::int from shortlist) as shortlists, (select count(*)::int from shortlist_entry) as entries,
              (select count(*)::int from candidate) as candidates, (select count(*)::int from run_exclusion) as exclusions`,
    );
    return counts;
  }

  const nothing = { shortlists: 0, entries: 0, candidates: 0, exclusions: 0 };

  /** A repository that dies within the transaction of `complete`, when all is written and nothing committed. */
  function dyingInComplete(): MatchRunRepository {
    const complete = async (id: string, fence: number, result: RunResult) => {
      await bench.uow.run(async () => {
        await runs().complete(id, fence, result);
        throw new Crash();
      });
    };
    return new Proxy(runs(), {
      get: (target, key) => {
        if (key === 'complete') return complete;
        if (key === 'release') return () => Promise.reject(new Crash());
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }

  it.each<[string, () => MatchRunRepository]>([
    ['within the storing of the result', dyingInComplete],
    ['while scoring', () => crashing(runs(), { method: 'progress', call: 2, when: 'after' })],
    ['before the storing', () => crashing(runs(), { method: 'complete', call: 1, when: 'before' })],
  ])('gives the same list after a crash %s', async (_where, dying) => {
    await expect(match(runId, dying())).rejects.toThrow(Crash);
    expect((await runs().find(host, runId)).state).toBe('running');
    expect(await resultRows()).toEqual(nothing);

    await expect(match()).rejects.toThrow('lease.lost');
    await bench.endLeases('match_run');
    await match();
    const run = await runs().find(host, runId);
    expect(run).toMatchObject({ state: 'completed', summary: { projectsScored: 30, demands: 8 } });
    const lists = await shortlistsOf(runId);
    expect(lists[0]?.length).toBeGreaterThan(0);

    const undisturbed = await bench.app.get(RequestMatchRun).replay(host, runId);
    await match(undisturbed.id);
    const replayed = await runs().find(host, undisturbed.id);
    expect(replayed.summary?.resultHash).toBe(run.summary?.resultHash);
    expect(JSON.stringify(await shortlistsOf(undisturbed.id))).toBe(JSON.stringify(lists));
  });

  it('changes nothing when the job comes again after its end, crashed or not', async () => {
    const dying = crashing(runs(), { method: 'complete', call: 1, when: 'after' });
    await expect(match(runId, dying)).rejects.toThrow(Crash);
    const ended = await runs().find(host, runId);
    expect(ended.state).toBe('completed');
    const rows = await resultRows();
    await match();
    await match();
    expect(await runs().find(host, runId)).toEqual(ended);
    expect(await resultRows()).toEqual(rows);
  });

  it('stops a run that is cancelled while it is worked, and stores nothing', async () => {
    const repository = runs();
    const cancelling = new Proxy(repository, {
      get: (target, key) => {
        if (key === 'complete') {
          return async (...[id, fence, result]: Parameters<MatchRunRepository['complete']>) => {
            await target.cancel(host, id);
            await target.complete(id, fence, result);
          };
        }
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    await expect(match(runId, cancelling)).rejects.toThrow('match-run.cancelled');
    expect((await runs().find(host, runId)).state).toBe('cancelled');
    expect(await resultRows()).toEqual(nothing);
    await match();
    expect((await runs().find(host, runId)).state).toBe('cancelled');
  });

  describe('with a frozen shortlist', () => {
    let shortlistId: string;

    beforeEach(async () => {
      await match();
      const [head] = await bench.app.get(ShortlistRepository).ofRun(host, runId);
      shortlistId = head?.id ?? '';
      await bench.app.get(FreezeShortlist).execute(host, shortlistId, undefined);
    });

    const push = (plan?: CrashPlan<PushRepository>) => {
      const repository = plan ? crashing(pushes(), plan) : pushes();
      return work(processor(runs(), repository), pushShortlist, { shortlistId });
    };
    const invitations = () => bench.app.get(IntentRepository).ofShortlist(host, shortlistId);
    const idsByEnterprise = (sent: readonly InvitationHead[]) =>
      new Map(sent.map(({ enterpriseId, id }) => [enterpriseId, id]));

    it.each<[string, CrashPlan<PushRepository>, number]>([
      ['after the claim', { method: 'claim', call: 1, when: 'after' }, 0],
      ['after the first invitation', { method: 'invite', call: 1, when: 'after' }, 1],
      ['before the third invitation', { method: 'invite', call: 3, when: 'before' }, 2],
      ['before the end', { method: 'finish', call: 1, when: 'before' }, 4],
    ])('sends each enterprise one invitation after a crash %s', async (_where, plan, sent) => {
      await expect(push(plan)).rejects.toThrow(Crash);
      const before = await invitations();
      expect(before).toHaveLength(sent);

      await expect(push()).rejects.toThrow('lease.lost');
      await bench.endLeases('shortlist');
      await push();
      const after = await invitations();
      expect(new Set(after.map(({ enterpriseId }) => enterpriseId)).size).toBe(4);
      expect(after).toHaveLength(4);
      for (const [enterpriseId, id] of idsByEnterprise(before))
        expect(idsByEnterprise(after).get(enterpriseId)).toBe(id);
      for (const { items } of after) {
        expect(items.length).toBeGreaterThan(0);
        expect(items.map(({ position }) => position)).toEqual(items.map((_item, index) => index + 1));
      }

      await push();
      expect(await invitations()).toEqual(after);
    });
  });
});
