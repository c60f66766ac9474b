import { recordSchemas } from '@throughtrain/contracts';
import { AuditLog, Clock, UnitOfWork, type Scope } from '@throughtrain/domain';
import { prepareProject, ProjectStore } from '@throughtrain/ingestion';
import {
  CallRepository,
  CloseCall,
  CreateCall,
  ExtendCall,
  RoadshowRepository,
  type CallContent,
} from '@throughtrain/matching';
import { domainError, Funnel, notFound, runResult, type Scene } from './funnel-fixture';

const today = '2026-06-15';

/** The service's day is a day of the tests. */
class Today extends Clock {
  override now(): Date {
    return new Date(`${today}T04:00:00.000Z`);
  }
}

describe('targeted calls', () => {
  let funnel: Funnel;
  let calls: CallRepository;
  let createCall: CreateCall;
  let host: Scope;
  let agency: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    calls = funnel.get(CallRepository);
    const parts = [funnel.get(UnitOfWork), funnel.get(AuditLog), new Today()] as const;
    createCall = new CreateCall(calls, funnel.get(RoadshowRepository), ...parts);
    host = await funnel.organisation();
    agency = await funnel.organisation('institution');
  });
  afterAll(() => funnel.close());

  const add = (said: Partial<CallContent> = {}, by = host) =>
    calls.add(by, {
      title: '征集',
      text: '征集成果',
      domains: ['6'],
      subDomains: [],
      demands: [],
      opens: '2026-01-01',
      closes: '2999-12-31',
      ...said,
    });
  let counter = 0;
  const submit = async (said: object, externalId = `P-${(counter += 1)}`, by = agency) => {
    const record = recordSchemas.projects.parse({
      externalId,
      channel: 'targeted-call',
      secrecy: '公开',
      title: `项目${externalId}`,
      summary: '一种石墨烯散热膜的制备方法',
      ...said,
    });
    const [outcome] = await funnel.get(ProjectStore).upsert(by, [prepareProject(record)]);
    return outcome;
  };
  const submissions = async (callId: string) => {
    const rows = await calls.submissions(host, callId, undefined, 10);
    return rows.map(({ title, status }) => [title, status]);
  };

  describe('made from what a roadshow lacks', () => {
    const demandsOf = async (scene: Scene) => {
      const said = { title: `${scene.enterprise.externalId}的散热难题`, hteCodes: ['80401'], industryCode: 'C38' };
      return [scene.demandId, await funnel.demand(scene.host, scene.enterprise, said)] as const;
    };
    const uncoveredResult = (scene: Scene, ids: readonly string[]) => {
      const result = runResult(scene);
      return { ...result, shortlists: result.shortlists.map((list) => ({ ...list, uncoveredDemandIds: ids })) };
    };

    it('asks for the uncovered demands without saying whose they are', async () => {
      const scene = await funnel.scene();
      const [, uncovered] = await demandsOf(scene);
      const wanted = { roadshowId: scene.roadshowId, closes: '2026-07-15' };
      await expect(createCall.execute(scene.host, wanted)).rejects.toMatchObject(
        domainError('conflict', 'call.no-shortlist'),
      );
      await funnel.shortlist(scene, uncoveredResult(scene, [uncovered]));
      const call = await createCall.execute(scene.host, wanted);
      expect(call).toMatchObject({
        isOwn: true,
        roadshowId: scene.roadshowId,
        domains: ['3.1'],
        subDomains: ['80401'],
        demands: [{ demandId: uncovered, title: '某企业的散热难题', industryCode: 'C38', regionCode: '330100' }],
        opens: today,
        closes: '2026-07-15',
        state: 'open',
        submissions: 0,
      });
      expect(call.text).toContain('1．某企业的散热难题');
      expect(JSON.stringify(call)).not.toContain(scene.enterprise.externalId);
      const [event] = await funnel.sql<object>(
        `select action, after from audit_event where subject_type = 'call' and subject_id = $1`,
        [call.id],
      );
      expect(event).toMatchObject({ action: 'call.create', after: { demandIds: [uncovered] } });
    });

    it('goes by the list that was frozen, and lets the host say it otherwise', async () => {
      const scene = await funnel.scene();
      const [first, second] = await demandsOf(scene);
      const frozen = await funnel.shortlist(scene, uncoveredResult(scene, [second]));
      await funnel.shortlist(scene, uncoveredResult(scene, [first]));
      const wanted = { roadshowId: scene.roadshowId, closes: '2026-07-15' };
      expect((await createCall.execute(scene.host, wanted)).demands.map(({ demandId }) => demandId)).toEqual([first]);
      await funnel.sql(`update shortlist set state = 'frozen', frozen_at = now() where id = $1`, [frozen.shortlistId]);
      const own = { title: '急征', text: '征集散热成果', industryDomains: ['新能源'], subDomains: ['60302'] };
      expect(await createCall.execute(scene.host, { ...wanted, ...own })).toMatchObject({
        title: '急征',
        text: '征集散热成果',
        domains: ['6'],
        subDomains: ['60302'],
        demands: [{ demandId: second }],
      });
    });

    it('is not made of nothing, nor of what is another host’s', async () => {
      const scene = await funnel.scene();
      await funnel.shortlist(scene);
      const wanted = { roadshowId: scene.roadshowId, closes: '2026-07-15' };
      await expect(createCall.execute(scene.host, wanted)).rejects.toMatchObject(
        domainError('conflict', 'call.nothing-uncovered'),
      );
      await expect(createCall.execute(host, wanted)).rejects.toMatchObject(notFound);
      const words = { title: '征', text: '征', industryDomains: ['6'], subDomains: [], closes: '2026-07-15' };
      const foreign = createCall.execute(host, { ...words, demandIds: [scene.demandId] });
      await expect(foreign).rejects.toMatchObject(notFound);
      const own = await createCall.execute(scene.host, { ...words, demandIds: [scene.demandId] });
      expect(own.demands).toEqual([{ demandId: scene.demandId, title: 'need', regionCode: '330100' }]);
    });

    it('closes on a day to come, after it opens', async () => {
      const words = { title: '征', text: '征', industryDomains: ['6'], subDomains: [], demandIds: [] };
      const late = domainError('invalid', 'call.closing-day-past');
      await expect(createCall.execute(host, { ...words, closes: '2026-06-14' })).rejects.toMatchObject(late);
      const turned = createCall.execute(host, { ...words, opens: '2026-07-02', closes: '2026-07-01' });
      await expect(turned).rejects.toMatchObject(late);
      expect(await createCall.execute(host, { ...words, closes: today })).toMatchObject({ opens: today });
    });
  });

  it('are answered while they are open, and mended afterwards', async () => {
    const callId = await add();
    expect(await submit({ callId }, 'M-1')).toBe('created');
    expect(await submit({ callId, channel: 'agency' }, 'M-2')).toBe('created');
    await calls.close(host, callId);
    expect(await submit({ callId }, 'M-1')).toBe('unchanged');
    expect(await submit({ callId, title: '改正' }, 'M-1')).toBe('updated');
    expect(await submit({ callId }, 'M-3')).toMatchObject({ column: 'callId', code: 'project.call-closed' });
    expect(await funnel.count('project', `external_id = 'M-3'`)).toBe(0);
    expect(await submissions(callId)).toEqual(expect.arrayContaining([['改正', 'active']]));
  });

  it('are refused before they open, after they end and when nobody knows them', async () => {
    const notYet = await add({ opens: '2999-01-01' });
    const over = await add({ closes: '2026-01-31' });
    expect(await submit({ callId: notYet })).toMatchObject({ code: 'project.call-closed' });
    expect(await submit({ callId: over })).toMatchObject({ code: 'project.call-closed' });
    expect(await submit({ callId: '00000000-0000-4000-8000-000000000000' })).toMatchObject({
      code: 'project.call-unknown',
    });
    expect(await submit({})).toBe('created');
  });

  it('tell one row of a batch apart from the others', async () => {
    const callId = await add();
    const over = await add({ closes: '2026-01-31' });
    const batch = [{ callId: over }, {}, { callId }].map((said, index) =>
      prepareProject(
        recordSchemas.projects.parse({
          externalId: `T-${index}`,
          channel: 'targeted-call',
          secrecy: '公开',
          title: '甲',
          summary: '乙',
          ...said,
        }),
      ),
    );
    const outcomes = await funnel.get(ProjectStore).upsert(agency, batch);
    expect(outcomes).toEqual([expect.objectContaining({ code: 'project.call-closed' }), 'created', 'created']);
  });

  it('show their host who answers now, without the words of what is sealed', async () => {
    const callId = await add();
    for (const externalId of ['S-1', 'S-2', 'S-3', 'S-4']) await submit({ callId }, externalId);
    const ids = (await calls.submissions(host, callId, undefined, 10)).map(({ projectId }) => projectId);
    expect(ids).toEqual(ids.toSorted());
    expect((await calls.submissions(host, callId, ids[1], 1)).map(({ projectId }) => projectId)).toEqual([ids[2]]);
    await submit({ callId: undefined }, 'S-1');
    await funnel.get(ProjectStore).withdraw(agency, await idOf('S-2'));
    await funnel.get(ProjectStore).sealByKey(agency, [{ channel: 'targeted-call', externalId: 'S-3' }]);
    expect(new Set(await submissions(callId))).toEqual(
      new Set([
        ['项目S-2', 'withdrawn'],
        ['（已封存）', 'sealed'],
        ['项目S-4', 'active'],
      ]),
    );
    expect(await calls.find(host, callId, today)).toMatchObject({ submissions: 1 });
    const [one] = await calls.submissions(host, callId, undefined, 1);
    expect(one!.submittedBy).toMatchObject({ id: agency.organisationId, kind: 'institution' });
    await expect(calls.submissions(agency, callId, undefined, 1)).rejects.toMatchObject(notFound);
  });

  const idOf = async (externalId: string) =>
    (await funnel.sql<{ id: string }>('select id from project where external_id = $1', [externalId]))[0]!.id;

  it('are for all to read while they are open, then for their host and those who answered', async () => {
    const callId = await add();
    const [answering, silent] = [await funnel.organisation('institution'), await funnel.organisation()];
    await submit({ callId }, undefined, answering);
    for (const reader of [host, answering, silent])
      expect(await calls.find(reader, callId, today)).toMatchObject({ id: callId, isOwn: reader === host });
    await calls.close(host, callId);
    expect(await calls.find(answering, callId, today)).toMatchObject({ state: 'closed', closedAt: expect.any(Date) });
    await expect(calls.find(silent, callId, today)).rejects.toMatchObject(notFound);
  });

  it('are listed newest first, page by page: the own ones, or all that are open', async () => {
    const [mine, other] = [await funnel.organisation(), await funnel.organisation()];
    const first = await add({}, mine);
    const over = await add({ closes: '2026-06-14' }, mine);
    const foreign = await add({}, other);
    const last = await add({}, mine);
    const list = async (which: 'own' | 'open', after?: string, limit = 500) =>
      (await calls.list(mine, which, today, after, limit)).map(({ id }) => id);
    expect(await list('own')).toEqual([last, over, first]);
    expect(await list('own', last, 1)).toEqual([over]);
    const open = await list('open');
    expect(open.slice(0, 3)).toEqual([last, foreign, first]);
    expect(open).not.toContain(over);
    expect((await calls.list(mine, 'own', today, undefined, 9)).map(({ state }) => state)).toEqual([
      'open',
      'closed',
      'open',
    ]);
  });

  it('are closed once, extended while they are not, by their host alone', async () => {
    const parts = [funnel.get(UnitOfWork), funnel.get(AuditLog), new Today()] as const;
    const [close, extend] = [new CloseCall(calls, ...parts), new ExtendCall(calls, ...parts)];
    const callId = await add({ closes: '2026-06-14' });
    await expect(extend.execute(host, callId, '2026-06-14')).rejects.toMatchObject({ code: 'call.closing-day-past' });
    expect(await extend.execute(host, callId, '2026-06-15')).toMatchObject({ state: 'open', closes: '2026-06-15' });
    await expect(extend.execute(agency, callId, '2026-07-01')).rejects.toMatchObject(notFound);
    await expect(close.execute(agency, callId)).rejects.toMatchObject(notFound);
    expect(await close.execute(host, callId)).toMatchObject({ state: 'closed' });
    const closed = domainError('conflict', 'call.already-closed');
    await expect(close.execute(host, callId)).rejects.toMatchObject(closed);
    await expect(extend.execute(host, callId, '2026-07-01')).rejects.toMatchObject(closed);
    const actions = await funnel.sql<{ action: string }>(
      `select action from audit_event where subject_id = $1 order by id`,
      [callId],
    );
    expect(actions.map(({ action }) => action)).toEqual(['call.extend', 'call.close']);
  });
});
