import {
  enrolledSchema,
  enrolmentListSchema,
  exclusionPageSchema,
  importFaultPageSchema,
  importReportListSchema,
  classificationListSchema,
  industryDomainListSchema,
  intentListSchema,
  intentSchema,
  invitationListSchema,
  meSchema,
  pickDirectiveListSchema,
  pickListSchema,
  problemSchema,
  projectPageSchema,
  roadshowPageSchema,
  shortlistEntrySchema,
  shortlistSchema,
} from '@throughtrain/contracts';
import { sei2018 } from '@throughtrain/domain';
import { Workbook } from 'exceljs';
import {
  createRoadshow,
  demandRows,
  enterpriseClients,
  enterpriseRows,
  firstInvitation,
  freeze,
  importRows,
  makePicks,
  projectRows,
  register,
  roadshowFields,
  runMatch,
  shortlistOf,
  type Players,
} from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

/** One roadshow from the library to the stage; each test goes on where the one before it ended. */
/** The text of marked parts. */
const read = (parts: readonly { readonly text: string }[]): string => parts.map(({ text }) => text).join('');

describe('the funnel over HTTP', () => {
  let stack: Stack;
  let players: Players;
  let host: Client;
  let roadshowId: string;
  let runId: string;
  let shortlistId: string;

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
    host = players.host;
  });

  afterAll(() => stack.stop());

  it('imports what is fit and says what is not, and why', async () => {
    const secret = { ...projectRows[0], externalId: 'P-secret', secrecy: '秘密', title: '不得入库' };
    const withoutTitle = { ...projectRows[0], externalId: 'P-no-title', title: undefined };
    const report = await importRows(players.agency, 'projects', [...projectRows, secret, withoutTitle]);
    expect(report).toMatchObject({
      state: 'completed',
      created: 12,
      updated: 0,
      unchanged: 0,
      refused: 2,
      rowsDone: 14,
    });

    const faults = `/v1/imports/${report.id}/faults`;
    const first = await answer(players.agency.get(`${faults}?limit=1`), 200, importFaultPageSchema);
    expect(first.items).toEqual([
      {
        row: 13,
        outcome: 'refused',
        code: 'project.secrecy-not-public',
        message: 'is not declared 公开 (public)',
        messageZh: '密级不是“公开”，不得入库',
      },
    ]);
    const second = await answer(
      players.agency.get(`${faults}?limit=1&cursor=${first.nextCursor}`),
      200,
      importFaultPageSchema,
    );
    expect(second).toEqual({
      items: [
        {
          row: 14,
          outcome: 'refused',
          column: 'title',
          code: 'field.required',
          message: 'is required',
          messageZh: '必填项为空',
        },
      ],
    });

    const again = await importRows(players.agency, 'projects', projectRows);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 12, refused: 0 });
    const { items } = await answer(players.agency.get('/v1/imports'), 200, importReportListSchema);
    expect(items.map(({ id }) => id)).toEqual([again.id, report.id]);
  });

  it('takes records as JSON too, and refuses demands of enterprises that it does not know', async () => {
    await host
      .post('/v1/imports/enterprises', { records: enterpriseRows })
      .expect(202)
      .expect('location', /^\/v1\/imports\//);
    expect(await importRows(host, 'enterprises', enterpriseRows)).toMatchObject({
      state: 'completed',
      refused: 0,
      rowsDone: 3,
    });
    const report = await importRows(host, 'demands', [
      ...demandRows,
      { ...demandRows[0], externalId: 'D-7', enterpriseExternalId: 'E-9' },
    ]);
    expect(report).toMatchObject({ created: 6, refused: 1 });
  });

  it('pages through the library of the agency', async () => {
    const first = await answer(players.agency.get('/v1/projects?limit=7'), 200, projectPageSchema);
    const second = await answer(
      players.agency.get(`/v1/projects?limit=7&cursor=${first.nextCursor}`),
      200,
      projectPageSchema,
    );
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([7, 5, undefined]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(12);
  });

  it('describes a roadshow and enrols its enterprises', async () => {
    await host.post('/v1/roadshows', { ...roadshowFields, brief: '字'.repeat(101) }).expect(400);
    await host
      .post('/v1/roadshows', { ...roadshowFields, brief: '𠮷'.repeat(100), approach: '字'.repeat(150) })
      .expect(201);
    roadshowId = await createRoadshow(host);
    const enrolments = `/v1/roadshows/${roadshowId}/enrolments`;
    expect(
      await answer(host.put(enrolments, { enterpriseExternalIds: ['E-1', 'E-404'] }), 200, enrolledSchema),
    ).toEqual({
      enrolled: 1,
      unknown: ['E-404'],
    });
    const { items } = await answer(host.get('/v1/roadshows'), 200, roadshowPageSchema);
    expect([items.length, items[0]!.id]).toEqual([2, roadshowId]);
  });

  it('lets an enterprise go again, as long as nothing is frozen', async () => {
    const path = `/v1/roadshows/${roadshowId}/enrolments`;
    const externalIds = async () =>
      (await answer(host.get(path), 200, enrolmentListSchema)).items.map(({ externalId }) => externalId);
    const { items } = await answer(host.get(path), 200, enrolmentListSchema);
    const { enterpriseId } = items.find(({ externalId }) => externalId === 'E-2')!;
    await host.delete(`${path}/${enterpriseId}`).expect(204);
    expect(await externalIds()).toEqual(['E-1', 'E-3']);
    await host.delete(`${path}/${enterpriseId}`).expect(404);
    await host.put(path, { enterpriseExternalIds: ['E-2'] }).expect(200);
    expect(await externalIds()).toEqual(['E-1', 'E-2', 'E-3']);
  });

  it('knows all industry domains, and what a phrase means', async () => {
    const all = await answer(host.get('/v1/industry-domains'), 200, industryDomainListSchema);
    expect(all.items).toHaveLength(sei2018.size);
    const windEnergy = all.items.find(({ code }) => code === '6.2');
    expect(windEnergy).toMatchObject({ name: '风能产业', phrases: expect.arrayContaining(['海上风电']) as unknown });
    expect(windEnergy?.subDomains).toContainEqual({ code: '60102', name: '风能', strength: 'core' });
    const phrase = encodeURIComponent('新材料');
    const one = await answer(host.get(`/v1/industry-domains?phrase=${phrase}`), 200, industryDomainListSchema);
    expect(one.items.map(({ code }) => code)).toEqual(['3']);
    const several = encodeURIComponent('尼龙新材料、电气装备');
    const two = await answer(host.get(`/v1/industry-domains?phrase=${several}`), 200, industryDomainListSchema);
    expect(two.items.map(({ code }) => code)).toEqual(['3.3', '6.5']);
    await host.get('/v1/industry-domains?phrase=').expect(400);
    const trl = await answer(host.get('/v1/classifications/trl'), 200, classificationListSchema);
    expect(trl.items[5]).toMatchObject({ code: '6', name: '正样级' });
    const regions = await answer(host.get('/v1/classifications/gbt2260'), 200, classificationListSchema);
    expect(regions.items).toContainEqual({ code: '340200', name: '芜湖市', parent: '340000' });
    await host.get('/v1/classifications/unknown').expect(400);
  });

  it('ranks the library and tells of its progress', async () => {
    const run = await runMatch(stack, host, `/v1/roadshows/${roadshowId}/match-runs`);
    runId = run.id;
    expect(run).toMatchObject({
      state: 'completed',
      progress: { stage: 'done' },
      summary: { projectsScored: 12, demands: 6 },
    });
    const events = await host
      .get(`/v1/match-runs/${runId}/events`)
      .expect(200)
      .expect('content-type', /^text\/event-stream/);
    expect(events.text).toMatch(
      /^retry: \d+\n\nevent: progress\ndata: \{"state":"completed".*\}\n\nevent: end\ndata: \{\}\n\n$/,
    );
    await host.post(`/v1/match-runs/${runId}/cancellation`).expect(409);
  });

  it('gives fewer entries rather than padding, and names the limit', async () => {
    shortlistId = (await shortlistOf(host, runId)).id;
    const list = await answer(host.get(`/v1/shortlists/${shortlistId}`), 200, shortlistSchema);
    expect(list.entries.length).toBeGreaterThanOrEqual(10);
    expect(list.entries.length).toBeLessThan(100);
    expect(list.entryCount).toBe(list.entries.length);
    expect(list.limits).toContainEqual(
      expect.objectContaining({ list: 'shortlist', message: expect.stringContaining('100') }),
    );
    expect(list.entries.map(({ rank }) => rank)).toEqual(list.entries.map((_, index) => index + 1));
    expect(list.entries[0]!.best).toMatchObject({ demandTitle: expect.stringMatching(/^第\d项需求$/) });
  });

  it('repeats a recorded run with the same result', async () => {
    const replay = await runMatch(stack, host, `/v1/match-runs/${runId}/replays`);
    const { summary } = await runMatch(stack, host, `/v1/match-runs/${replay.id}/replays`);
    expect(replay).toMatchObject({ replayOf: runId, state: 'completed' });
    expect(summary!.resultHash).toBe(replay.summary!.resultHash);
  });

  it('explains an entry from the arithmetic that placed it', async () => {
    const list = await answer(host.get(`/v1/shortlists/${shortlistId}`), 200, shortlistSchema);
    const { projectId } = list.entries[0]!;
    const entry = await answer(
      host.get(`/v1/shortlists/${shortlistId}/entries/${projectId}`),
      200,
      shortlistEntrySchema,
    );
    const sum = (terms: readonly { contribution: number }[]): number =>
      terms.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum(entry.terms)).toBeCloseTo(entry.score, 5);
    expect(entry.matches.length).toBeGreaterThan(0);
    for (const match of entry.matches) expect(sum(match.terms)).toBeCloseTo(match.match, 5);
    const [best] = entry.matches;
    expect(best!.words.length).toBeGreaterThan(0);
    expect(read(best!.texts!.project.title)).toBe(entry.title);
    expect(read(best!.texts!.demand.title)).toBe(best!.demandTitle);
    for (const { title, passages, keywords } of Object.values(best!.texts!))
      expect([title, ...passages, ...keywords].flat().some(({ hit }) => hit)).toBe(true);
    const { note, ...band } = entry.bands.find((one) => one.band === best!.band)!;
    expect(best!.relevance).toBeGreaterThanOrEqual(band.from);
    expect(note!.en).toMatch(/^Of 100 judged pairs .+ not how likely a cooperation is\.$/);
  });

  it('lists nobody who was kept out when all were fit', async () => {
    expect(await answer(host.get(`/v1/match-runs/${runId}/exclusions`), 200, exclusionPageSchema)).toEqual({
      items: [],
    });
  });

  it('hands the shortlist on as a file', async () => {
    const csv = await host
      .get(`/v1/shortlists/${shortlistId}/export?format=csv`)
      .expect(200)
      .expect('content-type', 'text/csv; charset=utf-8');
    expect(csv.text.replace(/^\ufeff/, '')).toMatch(/^序号,项目名称,第一完成单位,/);
    const xlsx = await host
      .get(`/v1/shortlists/${shortlistId}/export?format=xlsx`)
      .buffer(true)
      .responseType('blob')
      .expect(200);
    expect(xlsx.headers['content-disposition']).toBe(
      `attachment; filename="shortlist.xlsx"; filename*=UTF-8''${encodeURIComponent('初筛清单')}.xlsx`,
    );
    const workbook = new Workbook();
    await workbook.xlsx.load(Uint8Array.from(xlsx.body as Buffer).buffer);
    expect(workbook.worksheets[0]!.getCell('A2').value).toBe(1);
  });

  it('sends each enterprise its part of the frozen list', async () => {
    await host.post(`/v1/roadshows/${roadshowId}/pick-lists`).expect(409);
    const late = await host.post(`/v1/shortlists/${shortlistId}/freeze`, { deadline: '2020-12-31' }).expect(422);
    expect(late.body).toMatchObject({ code: 'invitation.deadline-past' });
    expect(await shortlistOf(host, runId)).toMatchObject({ state: 'draft' });
    await freeze(host, runId, shortlistId);
    await host.post(`/v1/shortlists/${shortlistId}/freeze`).expect(409);
    const enrolments = `/v1/roadshows/${roadshowId}/enrolments`;
    const { items: enrolled } = await answer(host.get(enrolments), 200, enrolmentListSchema);
    const stays = host.delete(`${enrolments}/${enrolled[0]!.enterpriseId}`);
    expect(await answer(stays, 409, problemSchema)).toMatchObject({ code: 'roadshow.shortlist-frozen' });
    const { items } = await answer(host.get(`/v1/shortlists/${shortlistId}/invitations`), 200, invitationListSchema);
    expect(items).toHaveLength(3);
    for (const invitation of items) {
      expect(invitation).toMatchObject({
        deadline: '2099-12-31',
        answered: 0,
        hostName: '成都承办',
        domain: { code: '6', name: '新能源产业' },
      });
      expect(invitation.items.map(({ position }) => position)).toEqual(invitation.items.map((_, index) => index + 1));
    }
  });

  it('keeps what an enterprise thought before it changed its mind', async () => {
    const clients = await enterpriseClients(stack, players);
    const enterprise = clients.get('E-1')!;
    const invitation = await firstInvitation(enterprise);
    const [first, second] = invitation.items;
    const intent = `/v1/invitations/${invitation.id}/intents/${first!.projectId}`;
    await enterprise.put(intent, { level: 2, reasonCodes: ['too-early'] }).expect(422);
    expect(
      await answer(enterprise.put(intent, { level: 0, reasonCodes: ['too-early'] }), 200, intentSchema),
    ).toMatchObject({ version: 1 });
    const changed = { level: 4, modes: ['licence'], suggestion: '希望现场看到样机' };
    expect(await answer(enterprise.put(intent, changed), 200, intentSchema)).toMatchObject({
      version: 2,
      ...changed,
      reasonCodes: [],
    });
    expect(await answer(enterprise.put(intent, changed), 200, intentSchema)).toMatchObject({ version: 2 });
    const history = await answer(enterprise.get(`${intent}/history`), 200, intentListSchema);
    expect(history.items.map(({ version, level }) => [version, level])).toEqual([
      [1, 0],
      [2, 4],
    ]);
    await enterprise.put(`/v1/invitations/${invitation.id}/intents/${second!.projectId}`, { level: 3 }).expect(200);
    expect((await firstInvitation(enterprise)).answered).toBe(2);
  });

  it('picks for the stage, follows pin and ban, and publishes', async () => {
    const first = await makePicks(host, roadshowId);
    expect(first).toMatchObject({ version: 1, state: 'draft', requested: 10 });
    expect(first.picks.length).toBeGreaterThan(0);
    expect(first.limits.length).toBeGreaterThan(0);

    const banned = first.picks[0]!.projectId;
    const pinned = [...first.picks, ...first.reserves].at(-1)!.projectId;
    const directive = (projectId: string): string => `/v1/roadshows/${roadshowId}/pick-directives/${projectId}`;
    await host.put(directive(banned), { kind: 'ban', reason: '成果方不便到场' }).expect(204);
    await host.put(directive(pinned), { kind: 'pin', reason: '本市急需' }).expect(204);
    const { items } = await answer(
      host.get(`/v1/roadshows/${roadshowId}/pick-directives`),
      200,
      pickDirectiveListSchema,
    );
    expect(items.map(({ kind }) => kind).sort()).toEqual(['ban', 'pin']);

    const second = await makePicks(host, roadshowId);
    expect(second.picks.map(({ projectId }) => projectId)).not.toContain(banned);
    expect(second.picks).toContainEqual(expect.objectContaining({ projectId: pinned, pinned: true }));

    await host.get(`/v1/roadshows/${roadshowId}/picks`).expect(404);
    const draft = await host.get(`/v1/pick-lists/${first.id}/export?format=csv`).expect(200);
    expect(draft.headers['content-disposition']).toContain(encodeURIComponent('拟路演项目-第1版'));
    expect(draft.text.split('\r\n').filter((line) => line.startsWith('拟路演项目,'))).toHaveLength(first.picks.length);
    await host.post(`/v1/pick-lists/${first.id}/publication`).expect(409);
    await host.post(`/v1/pick-lists/${second.id}/publication`).expect(200);
    await host.post(`/v1/pick-lists/${second.id}/publication`).expect(409);
    expect(await answer(host.get(`/v1/roadshows/${roadshowId}/picks`), 200, pickListSchema)).toMatchObject({
      id: second.id,
      state: 'published',
    });
    const csv = await host.get(`/v1/roadshows/${roadshowId}/picks/export?format=csv`).expect(200);
    expect(csv.text).toContain('类别,序号,项目名称');
    expect(csv.text.split('\r\n').filter((line) => line.startsWith('拟路演项目,'))).toHaveLength(second.picks.length);
  });

  it('leaves a withdrawn project out of the next run, with the reason', async () => {
    const { items } = await answer(players.agency.get('/v1/projects?limit=1'), 200, projectPageSchema);
    const withdrawal = `/v1/projects/${items[0]!.id}/withdrawal`;
    await players.agency.post(withdrawal, { reason: '已独占许可' }).expect(200);
    await players.agency.post(withdrawal, { reason: '已独占许可' }).expect(409);
    const run = await runMatch(stack, host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { items: excluded } = await answer(host.get(`/v1/match-runs/${run.id}/exclusions`), 200, exclusionPageSchema);
    expect(excluded).toContainEqual(expect.objectContaining({ projectId: items[0]!.id, gate: 'withdrawn' }));
  });

  it('shows at the next reading of a list that a project was sealed, to its host alone', async () => {
    const paths = [`/v1/roadshows/${roadshowId}/picks`, `/v1/shortlists/${shortlistId}`];
    const readAll = () => Promise.all(paths.map((path) => host.get(path).expect(200)));
    const picks = await answer(host.get(paths[0]!), 200, pickListSchema);
    const { projectId, title } = picks.picks[0]!;
    const [first, again] = [await readAll(), await readAll()];
    expect(again.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    for (const { text, headers } of again) {
      expect(text).toContain(title);
      expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    }
    const { items } = await answer(players.agency.get('/v1/projects'), 200, projectPageSchema);
    const { record } = items.find(({ id }) => id === projectId)!;
    await importRows(players.agency, 'projects', [{ ...record, secrecy: '秘密' }]);
    for (const { text } of await readAll()) {
      expect(text).not.toContain(title);
      expect(text).toContain('（已封存）');
    }
    const stranger = stack.as((await stack.register('外地承办单位', 'host', ['host', 'analyst'])).apiKey);
    for (const path of paths) await stranger.get(path).expect(404);
  });

  it('refuses a key at once when it is taken back, whatever it has read before', async () => {
    const { principalId } = await answer(host.get('/v1/me'), 200, meSchema);
    await host.get(`/v1/shortlists/${shortlistId}`).expect(200);
    await players.operator.post(`/v1/principals/${principalId}/deactivation`, { reason: '停用' }).expect(200);
    await host.get(`/v1/shortlists/${shortlistId}`).expect(401);
  });
});
