import {
  auditEventPageSchema,
  callPageSchema,
  callSchema,
  callSubmissionPageSchema,
  confirmationListSchema,
  historyPageSchema,
  importFaultPageSchema,
  problemSchema,
  dueProjectPageSchema,
  projectPageSchema,
  projectSchema,
  revisedProjectSchema,
  shortlistSchema,
} from '@throughtrain/contracts';
import { demandRow, projectRow } from '@throughtrain/testing';
import {
  createRoadshow,
  demandRows,
  enterpriseRows,
  importRows,
  projectRows,
  register,
  runMatch,
  shortlistOf,
  type Players,
} from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

/** What no project of the library answers. */
const uncovered = demandRow(99, 1, {
  externalId: 'D-sea',
  title: '深海采矿集矿头耐磨',
  description: '深海多金属结核集矿头在海底沉积物中磨损过快，寻求陶瓷颗粒增强耐磨堆焊工艺。',
  keywords: ['深海采矿', '集矿头', '堆焊'],
  seiCodes: ['6.5'],
});

/** What answers it, submitted by an agency for its owner. */
const answering = (callId: string) =>
  projectRow(99, {
    externalId: 'P-sea',
    channel: 'targeted-call',
    title: '深海采矿集矿头陶瓷颗粒增强耐磨堆焊工艺',
    summary: '针对深海多金属结核集矿头在沉积物中的磨损，采用陶瓷颗粒增强堆焊，耐磨寿命提高三倍，已完成海试。',
    keywords: ['深海采矿', '集矿头', '堆焊'],
    seiCodes: ['6.5'],
    ownership: 'sole',
    institution: { name: '海洋装备研究所' },
    authority: { basis: 'commission', reference: '委2026-17', grantedOn: '2026-01-05' },
    callId,
  });

/** From a demand that nothing answers to a project that does; each test goes on where the one before it ended. */
describe('a targeted call over HTTP', () => {
  let stack: Stack;
  let players: Players;
  let host: Client;
  let agency: Client;
  let roadshowId: string;
  let callId: string;
  let projectId: string;

  const listOfRun = async () => {
    const run = await runMatch(stack, host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { id } = await shortlistOf(host, run.id);
    return answer(host.get(`/v1/shortlists/${id}`), 200, shortlistSchema);
  };

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '宁波');
    ({ host, agency } = players);
    await importRows(agency, 'projects', projectRows);
    await importRows(host, 'enterprises', enterpriseRows);
    await importRows(host, 'demands', [...demandRows, uncovered]);
    roadshowId = await createRoadshow(host);
  });

  afterAll(() => stack.stop());

  it('asks for what the roadshow lacks', async () => {
    const wanted = { roadshowId, fromUncovered: true, closes: '2099-12-31' };
    expect(await answer(host.post('/v1/calls', wanted), 409, problemSchema)).toMatchObject({
      code: 'call.no-shortlist',
    });
    const list = await listOfRun();
    expect(list.uncovered.map(({ title }) => title)).toContain(uncovered.title);
    const response = await host.post('/v1/calls', wanted).expect(201);
    const call = callSchema.parse(response.body);
    callId = call.id;
    expect(response.headers['location']).toBe(`/v1/calls/${callId}`);
    expect(call).toMatchObject({ domains: ['6'], state: 'open', submissions: 0, roadshowId });
    expect(call.demands.map(({ title }) => title)).toContain(uncovered.title);
    expect(call.text).toContain(uncovered.title);
    for (const { name } of enterpriseRows) expect(JSON.stringify(call)).not.toContain(name);
  });

  it('takes a call in own words, and none that says too little or too much', async () => {
    const words = { title: '征集', text: '征集成果', industryDomains: ['新能源'], closes: '2099-12-31' };
    await host.post('/v1/calls', words).expect(201);
    for (const bad of [
      { ...words, title: undefined },
      { ...words, roadshowId },
      { ...words, text: '字'.repeat(4_001) },
      { fromUncovered: true, closes: '2099-12-31' },
      { fromUncovered: true, roadshowId, demandIds: [], closes: '2099-12-31' },
      { ...words, closes: '2099-02-30' },
    ])
      await host.post('/v1/calls', bad).expect(400);
    await host.post('/v1/calls', { ...words, industryDomains: ['没有这个领域'] }).expect(422);
    await host.post('/v1/calls', { ...words, closes: '2020-01-01' }).expect(422);
  });

  it('shows it to who submits projects, without what is the host’s own', async () => {
    const { items } = await answer(agency.get('/v1/calls?limit=1'), 200, callPageSchema);
    expect(items).toHaveLength(1);
    const call = await answer(agency.get(`/v1/calls/${callId}`), 200, callSchema);
    expect(call).toMatchObject({ hostName: '宁波承办', state: 'open' });
    for (const key of ['submissions', 'roadshowId']) expect(call).not.toHaveProperty(key);
    for (const demand of call.demands) expect(demand).not.toHaveProperty('demandId');
    await agency.get(`/v1/calls/${callId}/submissions`).expect(403);
  });

  it('is answered by an agency with its authority, and not without a call that is open', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const rows = [answering(callId), { ...answering(unknown), externalId: 'P-stray' }];
    const report = await importRows(agency, 'projects', rows);
    expect(report).toMatchObject({ created: 1, refused: 1 });
    const faults = await answer(agency.get(`/v1/imports/${report.id}/faults`), 200, importFaultPageSchema);
    expect(faults.items).toMatchObject([{ row: 2, column: 'callId', code: 'project.call-unknown' }]);

    const { items } = await answer(agency.get('/v1/projects?limit=500'), 200, projectPageSchema);
    const project = items.find(({ record }) => record['externalId'] === 'P-sea')!;
    projectId = project.id;
    expect(project).toMatchObject({ submittedBy: { name: '宁波机构' }, advice: [] });
    const others = items.filter(({ id }) => id !== projectId);
    expect(new Set(others.flatMap(({ advice }) => advice.map(({ code }) => code)))).toEqual(
      new Set(['project.authority-missing']),
    );
  });

  it('shows the host who answered', async () => {
    const page = await answer(host.get(`/v1/calls/${callId}/submissions`), 200, callSubmissionPageSchema);
    expect(page.items).toEqual([
      expect.objectContaining({
        projectId,
        title: answering(callId).title,
        status: 'active',
        submittedBy: expect.objectContaining({ name: '宁波机构', kind: 'agency' }),
      }),
    ]);
    expect(JSON.stringify(page)).not.toContain('contact');
    const { items } = await answer(host.get('/v1/calls'), 200, callPageSchema);
    expect(items.map(({ submissions }) => submissions)).toEqual([0, 1]);
  });

  it('covers the demand in the next run', async () => {
    const list = await listOfRun();
    expect(list.uncovered.map(({ title }) => title)).not.toContain(uncovered.title);
    const entry = list.entries.find((one) => one.projectId === projectId);
    expect(entry).toMatchObject({ channel: 'targeted-call', best: { demandTitle: uncovered.title } });
  });

  it('is closed for others and stays for those who answered', async () => {
    expect(
      await answer(host.put(`/v1/calls/${callId}/closing-day`, { closes: '2098-12-31' }), 200, callSchema),
    ).toMatchObject({ closes: '2098-12-31' });
    expect(await answer(host.post(`/v1/calls/${callId}/close`), 200, callSchema)).toMatchObject({ state: 'closed' });
    await host.post(`/v1/calls/${callId}/close`).expect(409);
    const open = await answer(agency.get('/v1/calls'), 200, callPageSchema);
    expect(open.items.map(({ id }) => id)).not.toContain(callId);
    await agency.get(`/v1/calls/${callId}`).expect(200);
    const late = { ...answering(callId), externalId: 'P-late' };
    expect(await importRows(agency, 'projects', [answering(callId), late])).toMatchObject({ unchanged: 1, refused: 1 });
  });

  it('confirms, withdraws consent and tells the history of it', async () => {
    const path = `/v1/projects/${projectId}`;
    expect(await answer(agency.post(`${path}/confirmation`), 200, revisedProjectSchema)).toEqual({ revision: 2 });
    expect(await answer(agency.post(`${path}/confirmation`, {}), 200, revisedProjectSchema)).toEqual({ revision: 2 });
    await agency.post(`${path}/confirmation`, { confirmedOn: '2999-01-01' }).expect(422);
    const { items: confirmations } = await answer(
      agency.post('/v1/projects/confirmations', { projectIds: [projectId, callId] }),
      200,
      confirmationListSchema,
    );
    expect(confirmations).toEqual([
      { projectId, outcome: 'unchanged', revision: 2 },
      { projectId: callId, outcome: 'refused', code: 'resource.not-found' },
    ]);
    const consent = { consentToPush: false, reason: '成果完成人撤回授权' };
    expect(await answer(agency.post(`${path}/consent`, consent), 200, revisedProjectSchema)).toEqual({ revision: 3 });
    const { items } = await answer(agency.get(`${path}/history?limit=2`), 200, historyPageSchema);
    expect(items).toMatchObject([
      { revision: 3, by: { organisation: '宁波机构' }, source: { act: 'consent' }, reason: consent.reason },
      { revision: 2, source: { act: 'confirmation' }, changes: [{ field: 'confirmedOn' }] },
    ]);
    const { items: oldest, nextCursor } = await answer(
      agency.get(`${path}/history?limit=2&cursor=2`),
      200,
      historyPageSchema,
    );
    expect(oldest).toMatchObject([{ revision: 1, source: { row: 1 }, changes: [] }]);
    expect(nextCursor).toBeUndefined();
    await agency.get(`${path}/history?cursor=0`).expect(400);
  });

  it('lists what is due', async () => {
    const due = async (which: string) =>
      (await answer(agency.get(`/v1/projects/due?due=${which}&limit=500`), 200, dueProjectPageSchema)).items.map(
        ({ record }) => record['externalId'],
      );
    const old = projectRow(50, { externalId: 'P-old', confirmedOn: '2020-01-01', validUntil: '2021-01-01' });
    await importRows(agency, 'projects', [old]);
    expect(await due('confirmation')).toContain('P-old');
    expect(await due('confirmation')).not.toContain('P-sea');
    expect(await due('expired')).toEqual(['P-old']);
    const { items } = await answer(agency.get('/v1/projects/due?due=expired'), 200, dueProjectPageSchema);
    const project = await answer(agency.get(`/v1/projects/${items[0]!.id}`), 200, projectSchema);
    expect(project.advice.map(({ code }) => code)).toContain('project.expired');
    const refused = agency.post(`/v1/projects/${items[0]!.id}/confirmation`);
    expect(await answer(refused, 409, problemSchema)).toMatchObject({ code: 'project.expired' });
    await agency.get('/v1/projects/due?due=later').expect(400);
  });

  it('leaves a trail for those who may read it', async () => {
    const actions = async (client: Client, query: string) =>
      (await answer(client.get(`/v1/audit-events?${query}`), 200, auditEventPageSchema)).items.map(
        ({ action }) => action,
      );
    const ofProject = `subjectType=project&subjectId=${projectId}`;
    expect(await actions(agency, ofProject)).toEqual(['project.set-consent', 'project.confirm']);
    expect(await actions(players.operator, ofProject)).toEqual(['project.set-consent', 'project.confirm']);
    expect(await actions(host, ofProject)).toEqual([]);
    expect(await actions(host, `subjectId=${callId}`)).toEqual(['call.close', 'call.extend', 'call.create']);
    await agency.get('/v1/audit-events?subjectId=%00').expect(400);
    await agency.get('/v1/audit-events?cursor=x').expect(400);
  });
});
