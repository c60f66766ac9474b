import { runMatch } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { IntentRepository, PickListRepository } from '@throughtrain/engagement';
import { DemandReader, MatchRunRepository, RoadshowRepository, ShortlistRepository } from '@throughtrain/matching';
import { roundPair, unpackPairs, type CandidatePair } from '@throughtrain/ranking';
import {
  inDomain,
  candidate,
  domainError,
  entry,
  Funnel,
  leaseLost,
  notFound,
  runResult,
  testAnalyser,
  type Scene,
} from './funnel-fixture';

const cancelled = domainError('conflict', 'match-run.cancelled');
const minute = 60_000;
const now = new Date('2026-06-01T00:00:00Z');
const options = { now, newcomerMonths: 24, analyserVersion: testAnalyser };

describe('match runs', () => {
  let funnel: Funnel;
  let runs: MatchRunRepository;
  let scene: Scene;

  beforeAll(async () => {
    funnel = await Funnel.open();
    runs = funnel.get(MatchRunRepository);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
  });

  /** Rows that a result leaves. */
  const stored = async (runId: string): Promise<Record<string, number>> => ({
    exclusions: await funnel.count('run_exclusion', 'run_id = $1', [runId]),
    candidates: await funnel.count('candidate', 'run_id = $1', [runId]),
    shortlists: await funnel.count('shortlist', 'run_id = $1', [runId]),
    entries: await funnel.count('shortlist_entry', 'shortlist_id in (select id from shortlist where run_id = $1)', [
      runId,
    ]),
  });
  const nothing = { exclusions: 0, candidates: 0, shortlists: 0, entries: 0 };

  /** Claims with a lease that has ended by the next statement, as if the worker had died. */
  const claimAndDie = (runId: string) => runs.claim(runId, 0);

  describe('snapshot', () => {
    it('pins the newest revision of the demands of enrolled enterprises, by id, with name, region and group', async () => {
      const second = await funnel.demand(scene.host, scene.enterprise);
      await funnel.reviseDemand(scene.host, second, 2, { title: 'changed' });
      const bare = await funnel.enterprise(scene.host);
      const ofBare = await funnel.demand(scene.host, bare);
      const notEnrolled = await funnel.enterprise(scene.host);
      await funnel.demand(scene.host, notEnrolled);
      await funnel.get(RoadshowRepository).enrol(scene.host, scene.roadshowId, [bare.externalId]);

      const { demands, libraryPosition } = await runs.snapshot(scene.host, scene.roadshowId, options);

      const nameOf = async ({ organisationId }: { organisationId: string }) =>
        (
          await funnel.sql<{ name: string }>(
            `select content->>'name' as name from host_enterprise where enterprise_id = $1`,
            [organisationId],
          )
        )[0]!.name;
      const known = {
        enterpriseId: scene.enterprise.organisationId,
        enterpriseName: await nameOf(scene.enterprise),
        regionCode: '330100',
        group: 'G',
      };
      const expected = [
        { id: scene.demandId, revision: 1, ...known },
        { id: second, revision: 2, ...known },
        { id: ofBare, revision: 1, enterpriseId: bare.organisationId, enterpriseName: await nameOf(bare) },
      ];
      expect(demands).toStrictEqual(expected.sort((a, b) => (a.id < b.id ? -1 : 1)));
      expect(libraryPosition).toMatch(/^\d+:\d+$/);
    });

    it('takes demands of the asking host only, also of an enterprise that two hosts know', async () => {
      const other = await funnel.organisation();
      const there = await funnel.enterprise(other, { regionCode: '110000' }, scene.enterprise);
      await funnel.demand(other, there);
      const { demands } = await runs.snapshot(scene.host, scene.roadshowId, options);
      expect(demands).toEqual([expect.objectContaining({ id: scene.demandId, regionCode: '330100' })]);
    });

    it('names projects on stage at other roadshows of this host within three years, picks and not reserves', async () => {
      const publish = async (from: Scene, publishedAt: string): Promise<void> => {
        const picks = funnel.get(PickListRepository);
        const entryOf = (projectId: string) => ({
          position: 1,
          projectId,
          revision: 1,
          score: 0.5,
          terms: [],
          reasons: [],
          answers: { count: 0, interested: 0 },
          pinned: false,
        });
        const id = await picks.add(from.host, from.roadshowId, {
          profileVersion: 1,
          requested: 10,
          limits: [],
          picks: [entryOf(from.projectIds[0]!)],
          reserves: [entryOf(from.projectIds[1]!)],
        });
        await picks.publish(from.host, id);
        await funnel.sql('update pick_list set published_at = $2 where id = $1', [id, publishedAt]);
      };
      const atOther = async (host = scene.host): Promise<Scene> => {
        const projectIds = [await funnel.project(scene.owner), await funnel.project(scene.owner)];
        return { ...scene, host, projectIds, roadshowId: await funnel.roadshow(host) };
      };
      const [recent, old, foreign] = [await atOther(), await atOther(), await atOther(await funnel.organisation())];
      await publish(recent, '2023-06-02T00:00:00Z');
      await publish(old, '2023-05-31T00:00:00Z');
      await publish(foreign, '2026-01-01T00:00:00Z');
      await publish(scene, '2026-01-01T00:00:00Z');

      const { onStage } = await runs.snapshot(scene.host, scene.roadshowId, options);
      expect(onStage).toEqual([recent.projectIds[0]]);
    });

    it('names what enrolled enterprises declined for this host and did not take back', async () => {
      const intents = funnel.get(IntentRepository);
      const { invitationId } = await funnel.pushed(scene);
      const answer = (projectId: string, level: 0 | 3) =>
        intents.answer(scene.enterprise, invitationId, projectId, { level, modes: [], reasonCodes: [] }, '2026-06-01');
      const [first, second, third] = scene.projectIds as [string, string, string];
      await answer(first, 0);
      await answer(second, 3);
      await answer(third, 0);
      await answer(third, 3);
      const next = await funnel.roadshow(scene.host);
      await funnel.get(RoadshowRepository).enrol(scene.host, next, [scene.enterprise.externalId]);

      const declined = [[scene.enterprise.organisationId, first]];
      await expect(runs.snapshot(scene.host, next, options)).resolves.toMatchObject({ declined });
      // The same roadshow too: a list of another domain, frozen later, would send it to the enterprise again.
      await expect(runs.snapshot(scene.host, scene.roadshowId, options)).resolves.toMatchObject({ declined });
      const withoutIt = await funnel.roadshow(scene.host);
      await expect(runs.snapshot(scene.host, withoutIt, options)).resolves.toMatchObject({ declined: [] });
    });

    it('counts frozen shortlists of all hosts within the months before', async () => {
      const freeze = async (from: Scene, frozenAt: string): Promise<void> => {
        const { shortlistId } = await funnel.shortlist(from, inDomain(frozenAt, runResult(from)));
        await funnel.sql(`update shortlist set state = 'frozen', frozen_at = $2 where id = $1`, [
          shortlistId,
          frozenAt,
        ]);
      };
      const other = { ...(await funnel.scene()), projectIds: scene.projectIds.slice(0, 1) };
      await freeze(scene, '2026-05-31T00:00:00Z');
      await freeze(other, '2024-06-02T00:00:00Z');
      await freeze(scene, '2024-05-31T00:00:00Z');
      await freeze(scene, '2026-06-02T00:00:00Z');
      await funnel.shortlist(scene);

      const { timesShown } = await runs.snapshot(scene.host, scene.roadshowId, options);
      const [first, second, third] = scene.projectIds as [string, string, string];
      expect(timesShown).toMatchObject({ [first]: 2, [second]: 1, [third]: 1 });
      expect(Object.keys(timesShown)).toEqual(Object.keys(timesShown).sort());
    });
  });

  describe('input', () => {
    it('comes back as it was given; the order of the keys of timesShown, which is lost, is never read', async () => {
      const [first, second] = scene.projectIds as [string, string];
      const said = { declined: [[scene.enterprise.organisationId, second]] as const, onStage: [second, first] };
      const given = await funnel.input(scene, { ...said, timesShown: { [first]: 1, [second]: 2 } });
      const reversed = { ...given, timesShown: { [second]: 2, [first]: 1 } };
      const read = [];
      for (const each of [given, reversed]) {
        const runId = await runs.add(scene.host, { roadshowId: scene.roadshowId, input: each });
        const input = await runs.inputOf(scene.host, runId);
        expect(input).toStrictEqual(given);
        // What the worker gets, and what a replay of this run would be given.
        expect((await runs.claim(runId, minute))!.input).toStrictEqual(input);
        read.push(JSON.stringify(input));
      }
      expect(read[0]).toBe(read[1]);
    });

    it('is told in short to readers, and whole to nobody of another host', async () => {
      const given = await funnel.input(scene);
      const runId = await runs.add(scene.host, { roadshowId: scene.roadshowId, input: given });
      const { roadshow, onStage, declined, timesShown, demands, ...told } = given;
      const { pinned } = await runs.find(scene.host, runId);
      expect(pinned).toStrictEqual({ ...told, demands: demands.length });
      const { host } = await funnel.scene();
      await expect(runs.inputOf(host, runId)).rejects.toMatchObject(notFound);
    });

    it('says which run it repeats, which must be of the same host', async () => {
      const input = await funnel.input(scene);
      const runId = await funnel.run(scene);
      const replay = await runs.add(scene.host, { roadshowId: scene.roadshowId, input, replayOf: runId });
      await expect(runs.find(scene.host, replay)).resolves.toMatchObject({ replayOf: runId, state: 'queued' });
      const foreign = await funnel.run(await funnel.scene());
      const wanted = { roadshowId: scene.roadshowId, input, replayOf: foreign };
      await expect(runs.add(scene.host, wanted)).rejects.toMatchObject(notFound);
    });

    it('gives the pinned demands with their analyses in the order asked', async () => {
      const reader = funnel.get(DemandReader);
      const second = await funnel.demand(scene.host, scene.enterprise, { hteCodes: ['010101'], budgetWan: 50 });
      await funnel.reviseDemand(scene.host, scene.demandId, 2, { title: 'later' });
      const asked = [
        { id: second, revision: 1 },
        { id: scene.demandId, revision: 1 },
        { id: scene.demandId, revision: 2 },
      ];
      const read = await reader.read(asked, { analyserVersion: testAnalyser });
      expect(read.map(({ content }) => content.title)).toEqual([`demand ${second}`, 'need', 'later']);
      expect(read[0]!.content).toMatchObject({ hteCodes: ['010101'], budgetWan: 50 });
      expect(read[0]!.content).not.toHaveProperty('externalId');
      expect(read[2]!.analysis).toEqual({ terms: [['w:demand2', [1, 0, 0]]] });
      const missing = domainError('unavailable', 'library.analysis-missing');
      await expect(reader.read(asked, { analyserVersion: 'another' })).rejects.toMatchObject(missing);
      await expect(reader.read([{ id: second, revision: 9 }], { analyserVersion: testAnalyser })).rejects.toMatchObject(
        missing,
      );
    });
  });

  describe('the way to a result', () => {
    it('stores pool, exclusions and shortlists in one go, without a bit lost', async () => {
      const runId = await funnel.run(scene);
      const claim = await runs.claim(runId, minute);
      expect(claim!.fence).toBe(1);
      await runs.progress(runId, 1, { stage: 'scoring', done: 1, total: 3 }, minute);
      await expect(runs.find(scene.host, runId)).resolves.toMatchObject({
        state: 'running',
        progress: { stage: 'scoring', done: 1, total: 3 },
      });
      const [first, second, third] = scene.projectIds as [string, string, string];
      const pairs: CandidatePair[] = [
        {
          demand: 0,
          relevance: 0.1 + 0.2,
          domainDepth: 1,
          cooperationMeets: false,
          region: 'same-city',
          monthsToDeadline: 7,
        },
        { demand: 0, relevance: 1 / 3, budgetShare: 2 / 3 },
      ].map((pair) => roundPair(pair as CandidatePair));
      const full = candidate(first, { pairs, subDomain: '010101', timesShown: 3 });
      const bare = candidate(second, {
        institutionId: undefined,
        trl: undefined,
        briefRelevance: undefined,
        pairs: [],
      });
      const entries = [
        entry(scene, first, { score: 0.1 + 0.2, duplicateIds: [second] }),
        entry(scene, second, { rank: 2, score: 5e-7, withoutCode: true, matches: [], reasons: [] }),
      ];
      const limits = [{ list: 'shortlist' as const, limit: 'institution-cap', message: 'it bound', zh: '受限' }];
      await runs.complete(
        runId,
        1,
        runResult(scene, {
          candidates: [full, bare],
          exclusions: [{ projectId: third, gate: 'expired' }],
          shortlists: [{ domain: '3.1', size: 80, entries, limits, uncoveredDemandIds: [scene.demandId] }],
        }),
      );

      await expect(runs.find(scene.host, runId)).resolves.toMatchObject({
        state: 'completed',
        progress: { stage: 'done', done: 1, total: 1 },
        summary: runResult(scene).summary,
        finishedAt: expect.any(Date),
      });
      const candidates = await funnel.sql<{ project_id: string; revision: number; inputs: object; pairs: Buffer }>(
        'select * from candidate where run_id = $1',
        [runId],
      );
      const readBack = candidates.map(({ project_id: projectId, revision, inputs, pairs: bytes }) => ({
        projectId,
        revision,
        ...inputs,
        pairs: unpackPairs(bytes),
      }));
      expect(readBack.find(({ projectId }) => projectId === first)).toEqual(full);
      expect(readBack.find(({ projectId }) => projectId === second)).toEqual(bare);
      const [head, ...others] = await funnel.get(ShortlistRepository).ofRun(scene.host, runId);
      expect(others).toEqual([]);
      expect(head).toMatchObject({ domain: '3.1', size: 80, entries: 2, limits, state: 'draft' });
      expect(head!.uncovered).toEqual([{ demandId: scene.demandId, title: 'need' }]);
      const shortlists = funnel.get(ShortlistRepository);
      const listed = await shortlists.entries(scene.host, head!.id);
      expect(listed.map(({ projectId }) => projectId)).toEqual(entries.map(({ projectId }) => projectId));
      for (const entry of entries)
        await expect(shortlists.entry(scene.host, head!.id, entry.projectId)).resolves.toMatchObject(entry);
      await expect(runs.exclusions(scene.host, runId, undefined, 10)).resolves.toEqual([
        { projectId: third, title: 'third', gate: 'expired' },
      ]);
    });

    it('names uncovered demands as the pinned revision does, and excluded projects as the pinned library does', async () => {
      const runId = await funnel.run(scene);
      await funnel.reviseDemand(scene.host, scene.demandId, 2, { title: 'said later' });
      await funnel.revise(scene.owner, scene.projectIds[2]!, 2, { title: 'said later' });
      await runs.claim(runId, minute);
      const [shortlist] = runResult(scene).shortlists;
      await runs.complete(
        runId,
        1,
        runResult(scene, {
          exclusions: [{ projectId: scene.projectIds[2]!, gate: 'expired' }],
          shortlists: [{ ...shortlist!, uncoveredDemandIds: [scene.demandId] }],
        }),
      );
      const [head] = await funnel.get(ShortlistRepository).ofRun(scene.host, runId);
      expect(head!.uncovered).toEqual([{ demandId: scene.demandId, title: 'need' }]);
      await expect(runs.exclusions(scene.host, runId, undefined, 10)).resolves.toMatchObject([{ title: 'third' }]);
    });

    it('stores pools of several statements', async () => {
      const many = await funnel.sql<{ id: string }>(
        `insert into project (channel, external_id, submitted_by)
         select 'agency', 'many-' || n, $1 from generate_series(1, 1203) n returning id`,
        [scene.owner.organisationId],
      );
      await funnel.sql(
        `insert into project_revision (project_id, revision, status, content, content_hash, recorded_by)
         select id, 1, 'active', '{}', '', $2 from unnest($1::uuid[]) as many (id)`,
        [many.map(({ id }) => id), scene.owner.principalId],
      );
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      await runs.complete(
        runId,
        1,
        runResult(scene, { candidates: many.map(({ id }) => candidate(id)), shortlists: [] }),
      );
      await expect(stored(runId)).resolves.toEqual({ ...nothing, candidates: 1203 });
    });

    it('leaves nothing behind when a part of the result cannot be stored', async () => {
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      const result = runResult(scene);
      const [shortlist] = result.shortlists;
      const broken = { ...shortlist!, entries: [...shortlist!.entries, shortlist!.entries[0]!] };
      await expect(runs.complete(runId, 1, { ...result, shortlists: [broken] })).rejects.toThrow();
      await expect(stored(runId)).resolves.toEqual(nothing);
      await expect(runs.find(scene.host, runId)).resolves.toMatchObject({ state: 'running' });
      await runs.complete(runId, 1, result);
      await expect(stored(runId)).resolves.toEqual({ ...nothing, candidates: 3, shortlists: 1, entries: 3 });
    });

    it('records why a run failed', async () => {
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      await runs.fail(runId, 1, 'library.position-foreign');
      await expect(runs.find(scene.host, runId)).resolves.toMatchObject({
        state: 'failed',
        failure: { code: 'library.position-foreign' },
        finishedAt: expect.any(Date),
      });
      await expect(runs.claim(runId, minute)).resolves.toBeUndefined();
    });
  });

  describe('leases', () => {
    it('lets one of two workers have it', async () => {
      const runId = await funnel.run(scene);
      const claims = await Promise.allSettled([runs.claim(runId, minute), runs.claim(runId, minute)]);
      expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(claims.find(({ status }) => status === 'rejected')).toMatchObject({ reason: leaseLost });
      await expect(runs.claim(runId, minute)).rejects.toMatchObject(leaseLost);
    });

    it('takes over from a dead worker, whose late writes are refused', async () => {
      const runId = await funnel.run(scene);
      expect((await claimAndDie(runId))!.fence).toBe(1);
      expect((await runs.claim(runId, minute))!.fence).toBe(2);
      const late = { stage: 'storing', done: 0, total: 1 } as const;
      await expect(runs.progress(runId, 1, late, minute)).rejects.toMatchObject(leaseLost);
      await expect(runs.complete(runId, 1, runResult(scene))).rejects.toMatchObject(leaseLost);
      await expect(runs.fail(runId, 1, 'internal.unexpected')).rejects.toMatchObject(leaseLost);
      await expect(stored(runId)).resolves.toEqual(nothing);
      await runs.complete(runId, 2, runResult(scene));
    });

    it('goes on with a lease that has ended while nobody else wants the run', async () => {
      const runId = await funnel.run(scene);
      await claimAndDie(runId);
      await runs.progress(runId, 1, { stage: 'scoring', done: 1, total: 2 }, minute);
      await expect(runs.claim(runId, minute)).rejects.toMatchObject(leaseLost);
    });

    it('stores a result once, however often it is completed', async () => {
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      const twice = await Promise.allSettled([1, 2].map(() => runs.complete(runId, 1, runResult(scene))));
      expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: leaseLost });
      await expect(runs.complete(runId, 1, runResult(scene))).rejects.toMatchObject(leaseLost);
      await expect(stored(runId)).resolves.toEqual({ ...nothing, candidates: 3, shortlists: 1, entries: 3 });
      await expect(runs.claim(runId, minute)).resolves.toBeUndefined();
    });
  });

  describe('cancelling', () => {
    it('stops a running run at its next sign of life and stores nothing', async () => {
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      await runs.cancel(scene.host, runId);
      await expect(runs.progress(runId, 1, { stage: 'scoring', done: 1, total: 2 }, minute)).rejects.toMatchObject(
        cancelled,
      );
      await expect(runs.complete(runId, 1, runResult(scene))).rejects.toMatchObject(cancelled);
      await expect(stored(runId)).resolves.toEqual(nothing);
      await expect(runs.find(scene.host, runId)).resolves.toMatchObject({
        state: 'cancelled',
        finishedAt: expect.any(Date),
      });
      await expect(runs.claim(runId, minute)).resolves.toBeUndefined();
    });

    it('and completing at once end in one of the two', async () => {
      const runId = await funnel.run(scene);
      await runs.claim(runId, minute);
      const [cancel, complete] = await Promise.allSettled([
        runs.cancel(scene.host, runId),
        runs.complete(runId, 1, runResult(scene)),
      ]);
      const { state } = await runs.find(scene.host, runId);
      if (state === 'cancelled') {
        expect(complete).toMatchObject({ reason: cancelled });
        await expect(stored(runId)).resolves.toEqual(nothing);
      } else {
        expect(state).toBe('completed');
        expect(cancel).toMatchObject({ reason: domainError('conflict', 'match-run.already-finished') });
        await expect(stored(runId)).resolves.toMatchObject({ entries: 3 });
      }
    });

    it('is refused once the run has ended', async () => {
      const { runId } = await funnel.shortlist(scene);
      const finished = domainError('conflict', 'match-run.already-finished');
      await expect(runs.cancel(scene.host, runId)).rejects.toMatchObject(finished);
    });
  });

  describe('abandoned runs', () => {
    const age = (runId: string) =>
      funnel.sql(`update match_run set created_at = now() - interval '31 seconds' where id = $1`, [runId]);

    it('are those that nobody holds, that have no pending job and are not just made', async () => {
      const [lost, held, died, fresh, pending, done] = [
        await funnel.run(scene),
        await funnel.run(scene),
        await funnel.run(scene),
        await funnel.run(scene),
        await funnel.run(scene),
        (await funnel.shortlist(scene)).runId,
      ];
      for (const runId of [lost, held, died, pending, done]) await age(runId);
      await runs.claim(held, minute);
      await claimAndDie(died);
      const leave = () => funnel.get(Outbox).add(runMatch, { matchRunId: pending });
      await funnel.get(UnitOfWork).run(leave);
      const found = await runs.abandoned(1_000, 1);
      expect(found).toEqual(expect.arrayContaining([lost, died]));
      for (const runId of [held, fresh, pending, done]) expect(found).not.toContain(runId);

      await funnel.sql('update outbox set relayed_at = now() where key = $1', [`run-match.${pending}`]);
      // What was relayed lately may still wait its turn in the queue.
      await expect(runs.abandoned(1_000, 1)).resolves.not.toContain(pending);
      const lately = `update outbox set created_at = now() - interval '1 minute' where key = $1`;
      await funnel.sql(lately, [`run-match.${pending}`]);
      await expect(runs.abandoned(1_000, 1)).resolves.toContain(pending);
      await expect(runs.abandoned(1, 1)).resolves.toHaveLength(1);
    });
  });

  it('can be claimed at once after a failed attempt has given it back', async () => {
    const runId = await funnel.run(scene);
    await runs.claim(runId, minute);
    await runs.release(runId, 1, 'failed');
    await expect(runs.claim(runId, minute)).resolves.toMatchObject({ fence: 2, attempts: 2 });
    await runs.release(runId, 2, 'met-outage');
    await expect(runs.claim(runId, minute)).resolves.toMatchObject({ fence: 3, attempts: 2 });
    await runs.release(runId, 1, 'failed');
    await expect(runs.claim(runId, minute)).rejects.toMatchObject(domainError('unavailable', 'lease.lost'));
  });

  it('tells an unfinished run of the roadshow, and what a watcher needs of it', async () => {
    const { roadshowId } = scene;
    const runId = await funnel.run(scene);
    await expect(runs.unfinished(scene.host, roadshowId)).resolves.toBe(runId);
    await expect(runs.watch(scene.host, runId)).resolves.toMatchObject({ id: runId, state: 'queued' });
    await runs.cancel(scene.host, runId);
    await expect(runs.unfinished(scene.host, roadshowId)).resolves.toBeUndefined();
    const other = (await funnel.scene()).host;
    await expect(runs.watch(other, runId)).rejects.toMatchObject(notFound);
    await expect(runs.unfinished(other, roadshowId)).rejects.toMatchObject(notFound);
  });

  describe('another host', () => {
    it('finds none of it', async () => {
      const { runId } = await funnel.shortlist(scene);
      const other = (await funnel.scene()).host;
      const { roadshowId } = scene;
      const input = await funnel.input(scene);
      await expect(runs.find(other, runId)).rejects.toMatchObject(notFound);
      await expect(runs.list(other, roadshowId)).rejects.toMatchObject(notFound);
      await expect(runs.cancel(other, runId)).rejects.toMatchObject(notFound);
      await expect(runs.exclusions(other, runId, undefined, 10)).rejects.toMatchObject(notFound);
      await expect(runs.snapshot(other, roadshowId, options)).rejects.toMatchObject(notFound);
      await expect(runs.add(other, { roadshowId, input })).rejects.toMatchObject(notFound);
      await expect(runs.list(scene.host, roadshowId)).resolves.toMatchObject([{ id: runId }]);
    });
  });

  it('tells no title of an excluded project that is sealed, whatever the run saw, or held beside a sealed one', async () => {
    const runId = await funnel.run(scene);
    await runs.claim(runId, minute);
    const [kept, sealed, held] = scene.projectIds as [string, string, string];
    const exclusions = [
      { projectId: kept, gate: 'expired' as const },
      { projectId: sealed, gate: 'expired' as const },
      { projectId: held, gate: 'sealed' as const },
    ];
    await runs.complete(runId, 1, runResult(scene, { exclusions, shortlists: [] }));
    await funnel.revise(scene.owner, sealed, 2, {}, 'sealed');
    const told = await runs.exclusions(scene.host, runId, undefined, 10);
    expect(new Map(told.map(({ projectId, title }) => [projectId, title]))).toEqual(
      new Map([
        [kept, 'first'],
        [sealed, '（已封存）'],
        [held, '（已封存）'],
      ]),
    );
  });

  it('pages exclusions by project id', async () => {
    const runId = await funnel.run(scene);
    await runs.claim(runId, minute);
    const exclusions = scene.projectIds.map((projectId) => ({ projectId, gate: 'expired' as const }));
    await runs.complete(runId, 1, runResult(scene, { exclusions }));
    const sorted = scene.projectIds.toSorted();
    const first = await runs.exclusions(scene.host, runId, undefined, 2);
    const rest = await runs.exclusions(scene.host, runId, first[1]!.projectId, 2);
    expect([...first, ...rest].map(({ projectId }) => projectId)).toEqual(sorted);
  });
});
