import { IntentRepository, type IntentAnswer } from '@throughtrain/engagement';
import { tellBands, weightProfile1 } from '@throughtrain/ranking';
import { demandMatch, domainError, Funnel, inDomain, notFound, runResult, type Scene } from './funnel-fixture';

const today = '2026-06-01';
const keen: IntentAnswer = { level: 3, modes: ['licence', 'equity'], reasonCodes: [], suggestion: '请提供样品' };
const declined: IntentAnswer = { level: 0, modes: [], reasonCodes: ['too-costly', 'too-early'] };

describe('intents', () => {
  let funnel: Funnel;
  let intents: IntentRepository;
  let scene: Scene;
  let pushed: { shortlistId: string; invitationId: string };

  beforeAll(async () => {
    funnel = await Funnel.open();
    intents = funnel.get(IntentRepository);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
    pushed = await funnel.pushed(scene, today);
  });

  const give = (given: IntentAnswer, projectId = scene.projectIds[0]!, day = today) =>
    intents.answer(scene.enterprise, pushed.invitationId, projectId, given, day);
  const answer = async (...given: Parameters<typeof give>) => (await give(...given)).intent;
  const history = (projectId = scene.projectIds[0]!) =>
    intents.history(scene.enterprise, pushed.invitationId, projectId);

  /** Pushed for another domain of the same roadshow. */
  const pushedElsewhere = (of: Scene) => funnel.pushed(of, undefined, inDomain('3.2', runResult(of)));

  it('are versions: the last one counts, the earlier ones stay', async () => {
    await expect(answer(declined)).resolves.toStrictEqual({ ...declined, version: 1, answeredAt: expect.any(Date) });
    await expect(answer(keen)).resolves.toStrictEqual({ ...keen, version: 2, answeredAt: expect.any(Date) });
    await expect(history()).resolves.toMatchObject([
      { ...declined, version: 1 },
      { ...keen, version: 2 },
    ]);
    const current = await funnel.sql('select version from intent where current and invitation_id = $1', [
      pushed.invitationId,
    ]);
    expect(current).toEqual([{ version: 2 }]);
    await expect(history(scene.projectIds[1])).resolves.toEqual([]);
  });

  it('change nothing when they repeat the current one, in whatever order', async () => {
    const first = await give(keen);
    expect(first.isNew).toBe(true);
    await expect(give({ ...keen, modes: ['equity', 'licence'] })).resolves.toStrictEqual({ ...first, isNew: false });
    await expect(history()).resolves.toHaveLength(1);
    const { suggestion: _suggestion, ...silent } = keen;
    await expect(answer(silent)).resolves.toMatchObject({ version: 2 });
    await expect(answer(keen)).resolves.toMatchObject({ version: 3 });
    await expect(answer(declined)).resolves.toMatchObject({ version: 4 });
    await expect(answer({ ...declined, reasonCodes: ['too-early', 'too-costly'] })).resolves.toMatchObject({
      version: 4,
    });
    await expect(answer({ ...declined, reasonCodes: ['too-early'] })).resolves.toMatchObject({ version: 5 });
  });

  it('get consecutive versions when they come at once, and one is current', async () => {
    const levels = [1, 2, 3, 4] as const;
    const given = await Promise.all(levels.map((level) => answer({ level, modes: [], reasonCodes: [] })));
    expect(given.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4]);
    await expect(history()).resolves.toMatchObject([1, 2, 3, 4].map((version) => ({ version })));
    await expect(funnel.count('intent', 'current and invitation_id = $1', [pushed.invitationId])).resolves.toBe(1);
    const same = await Promise.all([answer(keen), answer(keen)]);
    expect(same.map(({ version }) => version)).toEqual([5, 5]);
  });

  it('are taken until the end of the deadline', async () => {
    await expect(answer(keen, undefined, '2026-06-02')).rejects.toMatchObject(
      domainError('conflict', 'invitation.closed'),
    );
    await expect(answer(keen, undefined, today)).resolves.toMatchObject({ version: 1 });
    await funnel.sql('update invitation set deadline = null where id = $1', [pushed.invitationId]);
    await expect(answer(declined, undefined, '2099-01-01')).resolves.toMatchObject({ version: 2 });
  });

  it('are taken from the invited enterprise on its projects only', async () => {
    const other = (await funnel.scene()).enterprise;
    const [projectId] = scene.projectIds as [string];
    await expect(intents.answer(other, pushed.invitationId, projectId, keen, today)).rejects.toMatchObject(notFound);
    await expect(intents.history(other, pushed.invitationId, projectId)).rejects.toMatchObject(notFound);
    await expect(intents.invitation(other, pushed.invitationId)).rejects.toMatchObject(notFound);
    await expect(intents.answer(scene.host, pushed.invitationId, projectId, keen, today)).rejects.toMatchObject(
      notFound,
    );
    const elsewhere = await funnel.project(scene.owner);
    const notIncluded = domainError('not-found', 'invitation.project-not-included');
    await expect(answer(keen, elsewhere)).rejects.toMatchObject(notIncluded);
    await expect(history(elsewhere)).rejects.toMatchObject(notIncluded);
  });

  it('are not taken for a project that was withdrawn since', async () => {
    const [first] = scene.projectIds as [string];
    const { invitationId } = pushed;
    await funnel.revise(scene.owner, first, 2, {}, 'withdrawn');
    await expect(intents.answer(scene.enterprise, invitationId, first, keen, today)).rejects.toMatchObject(
      domainError('conflict', 'invitation.project-withdrawn'),
    );
    const { items } = await intents.invitation(scene.enterprise, invitationId);
    expect(items.find(({ projectId }) => projectId === first)).toMatchObject({ status: 'withdrawn' });
  });

  it('show in the enterprise’s invitation, with projects and demands as they were ranked', async () => {
    const said = {
      title: '石墨烯',
      summary: '摘要',
      trl: 7,
      institution: { name: '某大学' },
      cooperation: ['licence' as const],
    };
    const told = await funnel.project(scene.owner, said);
    const second = await pushedElsewhere({ ...scene, projectIds: [told, scene.projectIds[1]!] });
    await funnel.revise(scene.owner, told, 2, { title: 'said later' });
    await funnel.reviseDemand(scene.host, scene.demandId, 2, { title: 'said later' });
    const { intent } = await intents.answer(scene.enterprise, second.invitationId, told, keen, today);

    const { items, ...head } = await intents.invitation(scene.enterprise, second.invitationId);
    // As the host calls it, whatever another host has registered it as.
    const [enterprise] = await funnel.sql<{ name: string }>(
      `select content->>'name' as name from host_enterprise where enterprise_id = $1`,
      [scene.enterprise.organisationId],
    );
    const [host] = await funnel.sql<{ name: string }>('select name from organisation where id = $1', [
      scene.host.organisationId,
    ]);
    expect(head).toStrictEqual({
      id: second.invitationId,
      roadshowId: scene.roadshowId,
      shortlistId: second.shortlistId,
      enterpriseId: scene.enterprise.organisationId,
      enterpriseName: enterprise!.name,
      hostName: host!.name,
      domain: '3.2',
      industryDomains: ['新材料'],
      place: '杭州',
      month: '2026-09',
      projects: 2,
      answered: 1,
      createdAt: expect.any(Date),
      bands: tellBands(weightProfile1, undefined, { relevanceVersion: '1' }),
      texts: {
        projects: new Map([
          [told, { title: '石墨烯', summary: '摘要', keywords: [] }],
          [scene.projectIds[1], { title: 'second', summary: 'a project', keywords: [] }],
        ]),
        demands: new Map([[scene.demandId, { title: 'need', summary: 'a demand', keywords: [] }]]),
      },
    });
    const { demandId, relevance, band, match, words } = demandMatch(scene);
    expect(items).toStrictEqual([
      {
        position: 1,
        projectId: told,
        status: 'active',
        title: '石墨烯',
        summary: '摘要',
        institution: '某大学',
        trl: 7,
        patents: 0,
        cooperation: ['licence'],
        demandId,
        demandTitle: 'need',
        relevance,
        band,
        match,
        words,
        intent,
      },
      {
        position: 2,
        projectId: scene.projectIds[1],
        title: 'second',
        status: 'active',
        summary: 'a project',
        patents: 0,
        cooperation: [],
        demandId,
        demandTitle: 'need',
        relevance,
        band,
        match,
        words,
      },
    ]);
  });

  it('are counted in the enterprise’s list, newest first', async () => {
    const second = await pushedElsewhere(scene);
    await answer(keen);
    await answer(declined);
    await answer(declined, scene.projectIds[1]);
    const list = await intents.invitations(scene.enterprise);
    expect(list).toMatchObject([
      { id: second.invitationId, projects: 3, answered: 0 },
      { id: pushed.invitationId, projects: 3, answered: 2, deadline: today },
    ]);
    expect(list[0]).not.toHaveProperty('deadline');
    await expect(intents.invitations((await funnel.scene()).enterprise)).resolves.toEqual([]);
  });

  it('are shown to the host of the shortlist, and to no other', async () => {
    await answer(keen, scene.projectIds[1]);
    const [invitation, ...more] = await intents.ofShortlist(scene.host, pushed.shortlistId);
    expect(more).toEqual([]);
    expect(invitation).toMatchObject({
      id: pushed.invitationId,
      enterpriseId: scene.enterprise.organisationId,
      answered: 1,
    });
    expect(invitation!.items.map(({ projectId, intent }) => [projectId, intent?.level])).toEqual(
      scene.projectIds.map((projectId, index) => [projectId, index === 1 ? 3 : undefined]),
    );
    const other = (await funnel.scene()).host;
    await expect(intents.ofShortlist(other, pushed.shortlistId)).rejects.toMatchObject(notFound);
  });
});
