import { UnitOfWork, type IntentLevel } from '@throughtrain/domain';
import { IntentRepository, PickListRepository, PushRepository, type PickListContent } from '@throughtrain/engagement';
import { RoadshowRepository } from '@throughtrain/matching';
import { candidate, demandMatch, domainError, entry, Funnel, notFound, runResult, type Scene } from './funnel-fixture';

const superseded = domainError('conflict', 'pick-list.superseded');

describe('pick lists', () => {
  let funnel: Funnel;
  let picks: PickListRepository;
  let scene: Scene;

  beforeAll(async () => {
    funnel = await Funnel.open();
    picks = funnel.get(PickListRepository);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
  });

  const input = () => picks.input(scene.host, scene.roadshowId);
  const publish = (pickListId: string) => picks.publish(scene.host, pickListId);
  const published = () => picks.published(scene.host, scene.roadshowId);
  const direct = (projectId: string, kind: 'pin' | 'ban' | 'clear', reason = 'because') =>
    picks.direct(scene.host, scene.roadshowId, { projectId, kind, reason });

  const pickedDemand = () => {
    const { demandId, demandTitle, enterpriseId, enterpriseName, match } = demandMatch(scene);
    return { demandId, demandTitle, enterpriseId, enterpriseName, match };
  };

  /** Picks second and first, with third in reserve. */
  function content(said: Partial<PickListContent> = {}): PickListContent {
    const [first, second, third] = scene.projectIds as [string, string, string];
    const at = (position: number, projectId: string) => ({
      position,
      projectId,
      revision: 1,
      score: 0.1 + 0.2,
      terms: [{ feature: 'match', value: 1 / 3, weight: 0.35, known: true }],
      reasons: [{ feature: 'match', contribution: 0.1, zh: '匹配', en: 'matches' }],
      ...(position === 1 && { best: pickedDemand() }),
      answers: { count: 3, interested: 1 },
      pinned: position === 2,
    });
    return {
      profileVersion: 1,
      requested: 12,
      limits: [{ list: 'picks', limit: 'shortlist-size', message: 'few', zh: '不足' }],
      picks: [at(1, second), at(2, first)],
      reserves: [at(1, third)],
      ...said,
    };
  }
  const add = (said: Partial<PickListContent> = {}) => picks.add(scene.host, scene.roadshowId, content(said));

  describe('input', () => {
    it('needs a frozen shortlist of the host’s roadshow', async () => {
      const none = domainError('conflict', 'pick-list.no-shortlist');
      await expect(input()).rejects.toMatchObject(none);
      await funnel.shortlist(scene);
      await expect(input()).rejects.toMatchObject(none);
      const { host } = await funnel.scene();
      await expect(picks.input(host, scene.roadshowId)).rejects.toMatchObject(notFound);
    });

    it('takes entries with their inputs and answers, best first, without withdrawn ones', async () => {
      const [first, second, third] = scene.projectIds as [string, string, string];
      const result = runResult(scene);
      const candidates = [
        candidate(first),
        candidate(second, { institutionId: undefined, trl: undefined, stage: 'mature' }),
        candidate(third),
      ];
      const { invitationId } = await funnel.pushed(scene, undefined, { ...result, candidates });
      const answer = (projectId: string, level: IntentLevel) =>
        funnel
          .get(IntentRepository)
          .answer(scene.enterprise, invitationId, projectId, { level, modes: [], reasonCodes: [] }, '2026-06-01');
      await answer(first, 0);
      await answer(first, 4);
      await funnel.revise(scene.owner, third, 2, {}, 'withdrawn');
      await funnel.revise(scene.owner, second, 2, { title: 'still there' });

      const { terms } = entry(scene, first);
      const { quality } = candidate(first);
      const told = { revision: 1, terms, quality, best: pickedDemand() };
      const enterpriseId = scene.enterprise.organisationId;
      await expect(input()).resolves.toStrictEqual({
        pickCount: 12,
        profileVersion: 1,
        directives: [],
        candidates: [
          { projectId: first, institutionId: first, trl: 6, answers: [{ enterpriseId, level: 4 }], ...told },
          { projectId: second, stage: 'mature', answers: [], ...told },
        ],
      });
    });

    it('takes the frozen shortlists of all domains, whichever run made them', async () => {
      const [first, second, third] = scene.projectIds as [string, string, string];
      const of = (domain: string, ...projects: readonly string[]) =>
        runResult(scene, {
          shortlists: [
            {
              domain,
              size: 100,
              limits: [],
              uncoveredDemandIds: [],
              entries: projects.map((id, index) => entry(scene, id, { rank: index + 1, score: 0.5 - index / 10 })),
            },
          ],
        });
      await funnel.pushed(scene, undefined, of('1.2', first, second));
      await funnel.pushed(scene, undefined, of('3.1', third));
      await funnel.shortlist(scene, of('1.2', third));
      const { candidates } = await input();
      expect(candidates.map(({ projectId }) => projectId).sort()).toEqual([first, second, third].sort());
    });

    it('takes one project of a duplicate group whose head has changed between two runs', async () => {
      const [first, second] = scene.projectIds as [string, string];
      const of = (domain: string, projectId: string, duplicateId: string, score: number) =>
        runResult(scene, {
          shortlists: [
            {
              domain,
              size: 100,
              limits: [],
              uncoveredDemandIds: [],
              entries: [entry(scene, projectId, { score, duplicateIds: [duplicateId] })],
            },
          ],
        });
      await funnel.pushed(scene, undefined, of('1.2', first, second, 0.4));
      await funnel.pushed(scene, undefined, of('3.1', second, first, 0.6));
      const { candidates } = await input();
      expect(candidates.map(({ projectId }) => projectId)).toEqual([second]);
    });

    it('counts a project of two domains where it stands best, and an enterprise asked on both once', async () => {
      const [first] = scene.projectIds as [string];
      const of = (domain: string, score: number) => ({
        domain,
        size: 100,
        limits: [],
        uncoveredDemandIds: [],
        entries: [entry(scene, first, { score, terms: [{ feature: domain, value: score, weight: 1, known: true }] })],
      });
      const result = runResult(scene, { shortlists: [of('1.2', 0.4), of('3.1', 0.6)] });
      const one = await funnel.pushed(scene, undefined, result);
      const [other] = await funnel.sql<{ id: string }>(
        `select id from shortlist where run_id = $1 and state = 'draft'`,
        [one.runId],
      );
      const pushes = funnel.get(PushRepository);
      await pushes.freeze(scene.host, other!.id, undefined);
      const claim = await pushes.claim(other!.id, 60_000);
      const { demandId, relevance, match, words } = entry(scene, first).matches[0]!;
      const enterpriseId = scene.enterprise.organisationId;
      await pushes.invite(
        other!.id,
        claim!.fence,
        enterpriseId,
        [{ projectId: first, demandId, relevance, match, words }],
        60_000,
      );
      const intents = funnel.get(IntentRepository);
      for (const [level, { id }] of (await intents.invitations(scene.enterprise)).entries()) {
        await intents.answer(
          scene.enterprise,
          id,
          first,
          { level: (level + 1) as IntentLevel, modes: [], reasonCodes: [] },
          '2026-06-01',
        );
      }
      const { candidates } = await input();
      expect(candidates).toMatchObject([
        { projectId: first, terms: [{ feature: '3.1', value: 0.6 }], answers: [{ enterpriseId, level: 2 }] },
      ]);
    });

    it('is of the host’s own roadshow only', async () => {
      await funnel.pushed(scene);
      const other = await funnel.scene();
      await funnel.pushed(other);
      const { candidates } = await input();
      expect(candidates.map(({ projectId }) => projectId)).toEqual(scene.projectIds);
    });
  });

  describe('directives', () => {
    it('are the newest for each project, until taken back', async () => {
      const [first, second, third] = scene.projectIds as [string, string, string];
      await funnel.pushed(scene);
      await direct(first, 'pin');
      await direct(second, 'pin');
      await direct(second, 'ban', '已转化');
      await direct(third, 'ban');
      await direct(third, 'clear');
      const expected = [
        { projectId: first, kind: 'pin', reason: 'because' },
        { projectId: second, kind: 'ban', reason: '已转化' },
      ].sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
      await expect(picks.directives(scene.host, scene.roadshowId)).resolves.toStrictEqual(expected);
      await expect(input()).resolves.toMatchObject({ directives: expected });
    });

    it('are for projects of a frozen shortlist of that roadshow', async () => {
      const [first] = scene.projectIds as [string];
      await funnel.shortlist(scene);
      await expect(direct(first, 'pin')).rejects.toMatchObject(notFound);
      await funnel.pushed(scene);
      await direct(first, 'pin');
      await expect(direct(await funnel.project(scene.owner), 'pin')).rejects.toMatchObject(notFound);
      const { host } = await funnel.scene();
      const pin = { projectId: first, kind: 'pin', reason: 'because' } as const;
      await expect(picks.direct(host, scene.roadshowId, pin)).rejects.toMatchObject(notFound);
      await expect(picks.directives(host, scene.roadshowId)).rejects.toMatchObject(notFound);
      const second = await funnel.roadshow(scene.host);
      await expect(picks.direct(scene.host, second, pin)).rejects.toMatchObject(notFound);
    });
  });

  it('take no more pins than there are places', async () => {
    await funnel.pushed(scene);
    const [first, second] = scene.projectIds as [string, string];
    await funnel.sql(`update roadshow set content = content || '{"pickCount": 1}' where id = $1`, [scene.roadshowId]);
    await direct(first, 'pin');
    await direct(first, 'pin', 'said again');
    const full = domainError('conflict', 'pick-list.too-many-pins');
    await expect(direct(second, 'pin')).rejects.toMatchObject(full);
    await direct(second, 'ban');
    await direct(first, 'clear');
    await direct(second, 'pin');
    await expect(direct(first, 'pin')).rejects.toMatchObject(full);
  });

  describe('versions', () => {
    it('come back as they were made, in the words of their revisions', async () => {
      const id = await add();
      await funnel.revise(scene.owner, scene.projectIds[0]!, 2, { title: 'said later' });
      const made = content();
      const shown = (title: string) => ({
        status: 'active',
        title,
        summary: 'a project',
        patents: 0,
        cooperation: [],
      });
      await expect(picks.find(scene.host, id)).resolves.toStrictEqual({
        ...made,
        id,
        roadshowId: scene.roadshowId,
        version: 1,
        state: 'draft',
        createdAt: expect.any(Date),
        picks: [
          { ...made.picks[0], ...shown('second') },
          { ...made.picks[1], ...shown('first') },
        ],
        reserves: [{ ...made.reserves[0], ...shown('third') }],
      });
    });

    it('are not published with a project that was withdrawn or sealed since', async () => {
      for (const status of ['withdrawn', 'sealed'] as const) {
        const id = await add();
        await funnel.revise(scene.owner, scene.projectIds[1]!, status === 'withdrawn' ? 2 : 3, {}, status);
        await expect(publish(id)).rejects.toMatchObject(domainError('conflict', 'pick-list.project-withdrawn'));
        await expect(published()).rejects.toMatchObject(notFound);
      }
    });

    it('are read as the open transaction has left them', async () => {
      const id = await add();
      const undone = new Error('undone');
      const work = async () => {
        await publish(id);
        expect(await published()).toMatchObject({ id, state: 'published' });
        throw undone;
      };
      await expect(funnel.get(UnitOfWork).run(work)).rejects.toBe(undone);
      await expect(published()).rejects.toMatchObject(notFound);
    });

    it('tell nothing of a project that is sealed after they were published', async () => {
      const id = await add();
      await publish(id);
      await funnel.revise(scene.owner, scene.projectIds[1]!, 2, {}, 'sealed');
      const [sealed, other] = (await published()).picks;
      expect(sealed).toMatchObject({ status: 'sealed', title: '（已封存）', summary: '', reasons: [] });
      expect(other!.reasons).not.toHaveLength(0);
    });

    it('are not published when pins or bans have changed since', async () => {
      await funnel.pushed(scene);
      const [first, , third] = scene.projectIds as [string, string, string];
      const outdated = domainError('conflict', 'pick-list.outdated');
      for (const [projectId, kind] of [
        [first, 'pin'],
        [third, 'ban'],
        [first, 'clear'],
      ] as const) {
        const id = await add();
        await direct(projectId, kind);
        await expect(publish(id)).rejects.toMatchObject(outdated);
      }
      await publish(await add());
    });

    it('are published although a pin stands on a project that was withdrawn', async () => {
      await funnel.pushed(scene);
      const gone = scene.projectIds[2]!;
      await direct(gone, 'pin');
      await funnel.revise(scene.owner, gone, 2, {}, 'withdrawn');
      await publish(await add({ reserves: [] }));
    });

    it('count from 1 without a gap, also when made at once', async () => {
      await Promise.all([add(), add(), add()]);
      const versions = await picks.versions(scene.host, scene.roadshowId);
      expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
      expect(versions[0]).not.toHaveProperty('picks');
      expect(versions[0]).not.toHaveProperty('publishedAt');
    });

    it('do not hold up enrolments while one is made', async () => {
      let commit = (): void => undefined;
      const held = new Promise<void>((resolve) => (commit = resolve));
      const made = new Promise<Promise<void>[]>((resolve, reject) => {
        const making: Promise<void> = funnel.get(UnitOfWork).run(async () => {
          await add();
          resolve([making]);
          await held;
        });
        making.catch(reject);
      });
      const making = await made;
      const enterprise = await funnel.enterprise(scene.host);
      const enrol = funnel.get(RoadshowRepository).enrol(scene.host, scene.roadshowId, [enterprise.externalId]);
      await expect(enrol).resolves.toEqual([]);
      commit();
      await Promise.all(making);
    });

    it('are not there for another host', async () => {
      const id = await add();
      await publish(id);
      const { host } = await funnel.scene();
      await expect(picks.find(host, id)).rejects.toMatchObject(notFound);
      await expect(picks.versions(host, scene.roadshowId)).rejects.toMatchObject(notFound);
      await expect(picks.published(host, scene.roadshowId)).rejects.toMatchObject(notFound);
      await expect(picks.publish(host, id)).rejects.toMatchObject(notFound);
      await expect(picks.add(host, scene.roadshowId, content())).rejects.toMatchObject(notFound);
    });
  });

  describe('publishing', () => {
    it('makes a draft the published list and supersedes the one before', async () => {
      await expect(published()).rejects.toMatchObject(notFound);
      const first = await add();
      await publish(first);
      await expect(published()).resolves.toMatchObject({
        id: first,
        state: 'published',
        publishedAt: expect.any(Date),
      });
      const second = await add();
      await expect(published()).resolves.toMatchObject({ id: first });
      await publish(second);
      await expect(published()).resolves.toMatchObject({ id: second });
      await expect(picks.find(scene.host, first)).resolves.toMatchObject({ state: 'superseded' });
      await expect(publish(first)).rejects.toMatchObject(superseded);
      await expect(publish(second)).rejects.toMatchObject(domainError('conflict', 'pick-list.already-published'));
    });

    it('refuses a draft that a newer version exists of, and an empty one', async () => {
      const first = await add();
      const second = await add({ picks: [] });
      await expect(publish(first)).rejects.toMatchObject(superseded);
      await expect(publish(second)).rejects.toMatchObject(domainError('conflict', 'pick-list.empty'));
      await expect(published()).rejects.toMatchObject(notFound);
    });

    it('at once happens once', async () => {
      const id = await add();
      const twice = await Promise.allSettled([publish(id), publish(id)]);
      expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: domainError('conflict', 'pick-list.already-published'),
      });
    });

    it('and making the next version at once leave one published list at most', async () => {
      const id = await add();
      const [publishing] = await Promise.allSettled([publish(id), add()]);
      const states = (await picks.versions(scene.host, scene.roadshowId)).map(({ state }) => state);
      if (publishing.status === 'fulfilled') expect(states).toEqual(['draft', 'published']);
      else {
        expect(publishing).toMatchObject({ reason: superseded });
        expect(states).toEqual(['draft', 'draft']);
      }
    });
  });
});
