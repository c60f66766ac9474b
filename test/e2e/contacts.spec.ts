import {
  importFaultPageSchema,
  maskedContactSchema,
  organisationSchema,
  problemSchema,
  projectPageSchema,
  enterprisePageSchema,
  revealedContactSchema,
} from '@throughtrain/contracts';
import {
  createRoadshow,
  demandRows,
  enterpriseClients,
  enterpriseRows,
  firstInvitation,
  freeze,
  importRows,
  projectRows,
  register,
  runMatch,
  shortlistOf,
  type Players,
} from './support/funnel';
import { answer, startStack, type Stack } from './support/stack';

const zhang = { name: '张三丰', phone: '138-1234-5678', email: 'zhangsan@example.org' };
const reason = { reason: '通知路演时间' };

/** One roadshow with contacts; each test goes on where the one before it ended. */
describe('contacts over HTTP', () => {
  let stack: Stack;
  let players: Players;
  let projectId: string;

  beforeAll(async () => {
    stack = await startStack({ workers: true, settings: { CONTACT_REVEALS_PER_DAY: '2' } });
    players = await register(stack, '成都');
  });

  afterAll(() => stack.stop());

  const codeOf = async (test: Parameters<typeof answer>[0], status: number) =>
    (await answer(test, status, problemSchema)).code;

  it('come with records and are told in no list, report or fault', async () => {
    const rows = projectRows.map((row) => ({ ...row, contactRef: undefined, contact: zhang }));
    const wrong = { ...rows[0], externalId: 'P-wrong', contact: { ...zhang, phone: '见名片138123', 李四: 1 } };
    const report = await importRows(players.agency, 'projects', [...rows, wrong]);
    expect(report).toMatchObject({ created: rows.length, refused: 1 });
    const faults = await answer(players.agency.get(`/v1/imports/${report.id}/faults`), 200, importFaultPageSchema);
    expect(faults.items).toEqual([
      expect.objectContaining({ row: 13, column: 'contact.phone', code: 'field.invalid' }),
      expect.objectContaining({ row: 13, column: 'contact', code: 'field.unknown' }),
    ]);
    const projects = await answer(players.agency.get('/v1/projects'), 200, projectPageSchema);
    expect(projects.items.map(({ record }) => record['contactRef'])).toEqual(rows.map(() => 'on-file'));
    expect(JSON.stringify([report, faults, projects])).not.toMatch(/张三|李四|138-?1234|名片|zhangsan/);
    projectId = projects.items[0]!.id;
  });

  it('are shown masked, and in full to their submitter on record', async () => {
    const path = `/v1/projects/${projectId}/contact`;
    expect(await answer(players.agency.get(path), 200, maskedContactSchema)).toEqual({
      name: '张**',
      phone: '138****5678',
      email: 'z***@example.org',
    });
    expect(await answer(players.agency.post(`${path}/reveal`, reason), 200, revealedContactSchema)).toEqual(zhang);
    expect(await codeOf(players.agency.post(`${path}/reveal`, { reason: '回电13812345678' }), 422)).toBe(
      'reason.personal-data',
    );
  });

  it('are shown in full as often as a day allows', async () => {
    const reveal = () => players.agency.post(`/v1/projects/${projectId}/contact/reveal`, reason);
    await reveal().expect(200);
    const refused = await reveal();
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([429, 'contact.reveal-limit']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are no host’s business before a list is frozen, and shown in full once an enterprise wants to meet', async () => {
    await importRows(players.host, 'enterprises', enterpriseRows);
    await importRows(players.host, 'demands', demandRows);
    const roadshowId = await createRoadshow(players.host);
    const { id: runId } = await runMatch(stack, players.host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { id: shortlistId } = await shortlistOf(players.host, runId);
    expect(await codeOf(players.host.get(`/v1/projects/${projectId}/contact`), 404)).toBe('resource.not-found');
    await freeze(players.host, runId, shortlistId);
    const enterprise = (await enterpriseClients(stack, players)).get('E-1')!;
    const invitation = await firstInvitation(enterprise);
    projectId = invitation.items[0]!.projectId;
    const path = `/v1/projects/${projectId}/contact`;
    expect((await answer(players.host.get(path), 200, maskedContactSchema)).name).toBe('张**');
    expect(await codeOf(players.host.post(`${path}/reveal`, reason), 403)).toBe('contact.not-agreed');
    await enterprise.put(`/v1/invitations/${invitation.id}/intents/${projectId}`, { level: 3 }).expect(200);
    expect(await answer(players.host.post(`${path}/reveal`, reason), 200, revealedContactSchema)).toEqual(zhang);
    expect(await codeOf(enterprise.get(path), 403)).toBe('auth.role-required');
    expect(JSON.stringify(await firstInvitation(enterprise))).not.toMatch(/张三|138-?1234|zhangsan/);
  });

  it('are erased at once by their submitter', async () => {
    const path = `/v1/projects/${projectId}/contact`;
    await players.agency.delete(path).expect(204);
    expect(await codeOf(players.agency.get(path), 404)).toBe('contact.none');
    expect(await codeOf(players.host.post(`${path}/reveal`, reason), 404)).toBe('contact.none');
  });

  it('of enterprises are their host’s, who lists them by kind', async () => {
    const [row] = enterpriseRows;
    await importRows(players.host, 'enterprises', [{ ...row, kind: 'park', contact: zhang }]);
    const parks = await answer(players.host.get('/v1/enterprises?kind=park&region=510000'), 200, enterprisePageSchema);
    expect(parks.items).toHaveLength(1);
    const path = `/v1/enterprises/${parks.items[0]!.id}/contact`;
    expect((await answer(players.host.get(path), 200, maskedContactSchema)).phone).toBe('138****5678');
    expect(await answer(players.host.post(`${path}/reveal`, reason), 200, revealedContactSchema)).toEqual(zhang);
    await players.host.delete(path).expect(204);
    expect(await codeOf(players.host.get(path), 404)).toBe('contact.none');

    const organisationPath = `/v1/organisations/${parks.items[0]!.id}`;
    const seen = await answer(players.operator.get(organisationPath), 200, organisationSchema);
    expect(seen).toMatchObject({
      canonicalId: seen.id,
      names: [{ name: row!.name, source: 'enterprises' }],
      links: [],
    });
    const merged = { into: seen.id, reason: '同一单位' };
    expect(await codeOf(players.operator.post(`${organisationPath}/merge`, merged), 409)).toBe(
      'organisation.merged-already',
    );
  });
});
