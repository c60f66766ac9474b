import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  duplicatePairPageSchema,
  importReportSchema,
  invitationSchema,
  problemSchema,
  projectPageSchema,
  quarantinePageSchema,
} from '@throughtrain/contracts';
import { eventually } from '@throughtrain/testing';
import { Client as Database } from 'pg';
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
  runMatch,
  shortlistOf,
  type Players,
} from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

/** A word that no other text holds, in every place where a project can hold words. */
const canary = 'Zyxwqub';
const hexOfCanary = Buffer.from(canary).toString('hex');

/** The rehearsal of docs/secrecy-drill.md with a marked record. */
describe('the purge of a project', () => {
  let stack: Stack;
  let players: Players;
  let enterprise: Client;
  let database: Database;
  let folder: string;
  let projectId: string;
  let twinId: string;
  let roadshowId: string;
  let invitationId: string;

  const spiked = {
    ...projectRows[0],
    title: `${canary}${projectRows[0]!.title}`,
    summary: `${projectRows[0]!.summary}${canary}。`,
    keywords: [...(projectRows[0]!.keywords ?? []), canary],
    institution: { name: `${canary}研究所`, group: `${canary}集团` },
    patents: [`ZL${canary}`],
    programme: `${canary}计划`,
    market: `${canary}市场`,
    indicators: [`${canary}≥1`],
    duplicateGroup: canary,
    contactRef: undefined,
    contact: { name: canary, phone: '138-0000-5678' },
  };
  /** Of another organisation, which says what the pair has in common. */
  const twin = {
    ...spiked,
    externalId: 'T-1',
    title: `${canary}的另一种说法`,
    summary: `由${canary}改写。`,
    institution: { name: '另一研究院' },
    contact: undefined,
  };
  const table = (header: string, externalId: string) =>
    `成果编号,征集渠道,密级,成果名称,成果简介,${header}\r\n${externalId},高校院所公开征集,公开,低温电解液,面向低温场景,x\r\n`;

  /** Tables of which a row holds the canary, as text or as bytes. */
  async function tablesWithCanary(): Promise<string[]> {
    const { rows } = await database.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(30);
    const found: string[] = [];
    for (const { name } of rows) {
      const told = await database.query<{ n: string }>(
        `select count(*) as n from ${name} t where t::text ilike $1 or t::text ilike $2`,
        [`%${canary}%`, `%${hexOfCanary}%`],
      );
      if (Number(told.rows[0]?.n) > 0) found.push(name);
    }
    return found;
  }

  /** Files that the matcher keeps beside the database, of which some text holds the canary; an answer only once there is a file. */
  async function filesWithCanary(): Promise<number | undefined> {
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
    const holds = (file: Buffer): boolean =>
      (['utf8', 'utf16le'] as const).some((encoding) =>
        file.toString(encoding).toLowerCase().includes(canary.toLowerCase()),
      );
    return files.length === 0 ? undefined : files.filter(holds).length;
  }

  async function upload(path: string, type: string, body: string, state: string): Promise<string> {
    const { id } = await answer(
      players.agency.post(path).set('content-type', type).send(body),
      202,
      importReportSchema,
    );
    await eventually(
      async () => (await answer(players.agency.get(`/v1/imports/${id}`), 200, importReportSchema)).state === state,
    );
    return id;
  }

  /** What people write and send besides, once the lists are made. */
  async function fillTheRest(): Promise<void> {
    await importRows(players.agency, 'projects', [{ ...projectRows[1], externalId: 'P-note', stage: canary }]);
    await upload('/v1/imports/projects?dryRun=true', 'application/x-ndjson', JSON.stringify(spiked), 'completed');
    const mapped = await upload('/v1/imports/projects', 'text/csv', table(`${canary}列`, 'P-map'), 'awaiting-mapping');
    await players.agency
      .put(`/v1/imports/${mapped}/mapping`, { columns: [{ header: `${canary}列`, field: null }] })
      .expect(202);
    await upload('/v1/imports/projects', 'text/csv', table(`${canary}表`, 'P-wait'), 'awaiting-mapping');
    await importRows(players.agency, 'projects', [{ ...projectRows[1], externalId: 'P-held', summary: '绝密★30年' }]);
    const { rows } = await database.query<{ id: string }>(
      'select id from quarantined_row order by held_at desc limit 1',
    );
    await players.operator.post(`/v1/quarantine/${rows[0]!.id}/destroy`, { reason: `与${canary}无关` }).expect(200);
    const { channel, externalId } = spiked;
    const score = { channel, externalId, rater: 'ZJ-1', lead: 80, scoredOn: '2026-05-01', conflict: 'none' };
    expect(await importRows(players.host, 'expert-scores', [score])).toMatchObject({ created: 1, refused: 0 });
    const owner = stack.as((await stack.register('另一研究院', 'institution', ['owner'])).apiKey);
    await importRows(owner, 'projects', [twin]);
    twinId = (await answer(owner.get('/v1/projects'), 200, projectPageSchema)).items[0]!.id;
    const pair = [projectId, twinId].sort();
    await eventually(async () => {
      const { items } = await answer(players.operator.get('/v1/duplicates?state=joined'), 200, duplicatePairPageSchema);
      return items.some(({ projects }) => String(projects.map((one) => one.projectId).sort()) === String(pair));
    });
    await players.operator
      .post('/v1/duplicates/split', { projectIds: [projectId, twinId], reason: `${canary}是两项` })
      .expect(204);
    const { rows: organisations } = await database.query<{ id: string }>(
      `select id from organisation where name in ($1, '另一研究院') order by name = $1 desc`,
      [spiked.institution.name],
    );
    const [alias, into] = organisations.map(({ id }) => id);
    await players.operator.post(`/v1/organisations/${alias}/merge`, { into, reason: `${canary}已并入` }).expect(200);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
    stack = await startStack({ workers: true, settings: { ENGINE_SNAPSHOT_DIR: folder } });
    players = await register(stack, '成都');
    database = new Database({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    await importRows(players.agency, 'projects', [spiked, ...projectRows.slice(1)]);
    await importRows(players.agency, 'projects', [{ ...spiked, summary: `${spiked.summary}修订` }]);
    await importRows(players.agency, 'projects', [
      { ...projectRows[1], externalId: 'P-long', title: canary.repeat(60) },
    ]);
    await importRows(players.agency, 'projects', [{ ...spiked, summary: `${canary}机密★10年` }]);
    await importRows(players.host, 'enterprises', enterpriseRows);
    await importRows(players.host, 'demands', demandRows);
    const { items } = await answer(players.agency.get('/v1/projects'), 200, projectPageSchema);
    projectId = items.find(({ record }) => record['externalId'] === spiked.externalId)!.id;
    roadshowId = await createRoadshow(players.host);
    const { id: runId } = await runMatch(stack, players.host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { id: shortlistId } = await shortlistOf(players.host, runId);
    await freeze(players.host, runId, shortlistId);
    for (const client of (await enterpriseClients(stack, players)).values()) {
      const invitation = await firstInvitation(client);
      if (!invitation.items.some((item) => item.projectId === projectId)) continue;
      [enterprise, invitationId] = [client, invitation.id];
      await client
        .put(`/v1/invitations/${invitation.id}/intents/${projectId}`, { level: 4, suggestion: `看${canary}样机` })
        .expect(200);
    }
    await players.host
      .put(`/v1/roadshows/${roadshowId}/pick-directives/${projectId}`, { kind: 'pin', reason: `要${canary}` })
      .expect(204);
    await makePicks(players.host, roadshowId);
    await fillTheRest();
  });

  afterAll(async () => {
    await database.end();
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  const filed = async (id: string) => {
    const { rows } = await database.query<Record<string, unknown>>(
      `select (select count(*)::integer from contact where project_id = $1) as contacts,
              (select cardinality(keys) from duplicate_check where project_id = $1)
                + (select count(*)::integer from duplicate_key where project_id = $1) as keys,
              (select count(*)::integer from expert_score where project_id = $1) as scores,
              exists (select from upload_chunk join import on import.id = import_id
                        join project on project.submitted_by = import.organisation_id where project.id = $1) as "isFileKept"`,
      [id],
    );
    return rows[0];
  };

  it('leaves none of its words in any table', async () => {
    expect(await tablesWithCanary()).toEqual([
      'public.audit_event',
      'public.duplicate_decision',
      'public.duplicate_evidence',
      'public.import',
      'public.import_fault',
      'public.import_mapping',
      'public.intent',
      'public.organisation',
      'public.organisation_link',
      'public.organisation_name',
      'public.pick_directive',
      'public.project_analysis',
      'public.project_current',
      'public.project_revision',
      'public.project_words',
      'public.quarantined_row',
    ]);
    await eventually(async () => (await filesWithCanary()) === 1);
    expect(await filed(projectId)).toEqual({ contacts: 1, keys: expect.any(Number), scores: 1, isFileKept: true });
    await players.operator.post(`/v1/projects/${projectId}/purge`, { reason: '演练' }).expect(204);
    expect(await filed(projectId)).toEqual({ contacts: 0, keys: 0, scores: 1, isFileKept: false });
    // What is left is of the other organisation: none of it came from here.
    expect(await tablesWithCanary()).toEqual([
      'public.project_analysis',
      'public.project_current',
      'public.project_revision',
      'public.project_words',
    ]);
    await players.operator.post(`/v1/projects/${twinId}/purge`, { reason: '演练' }).expect(204);
    expect(await tablesWithCanary()).toEqual([]);
    await eventually(async () => (await filesWithCanary()) === 0);
    const { rows } = await database.query<{ revisions: string; sealed: string; hashes: string; held: string }>(
      `select count(*) as revisions, count(*) filter (where status = 'sealed') as sealed,
              count(*) filter (where content_hash <> '') as hashes,
              (select count(*) from quarantined_row where state = 'held') as held
         from project_revision where project_id = $1`,
      [projectId],
    );
    expect(rows).toEqual([{ revisions: '3', sealed: '1', hashes: '0', held: '0' }]);
  });

  it('is written down without a word of it, and may be repeated', async () => {
    await players.operator.post(`/v1/projects/${projectId}/purge`, { reason: '演练，复核' }).expect(204);
    const { rows } = await database.query(
      `select action, reason, before, after from audit_event where subject_id = $1 and action like 'project.%' order by id`,
      [projectId],
    );
    expect(rows).toEqual(
      ['演练', '演练，复核'].map((reason) => ({ action: 'project.purge', reason, before: null, after: null })),
    );
  });

  it('leaves lists, answers and runs readable', async () => {
    const { items } = await answer(players.agency.get('/v1/projects'), 200, projectPageSchema);
    expect(items.find(({ id }) => id === projectId)).toMatchObject({ status: 'sealed' });
    const invitation = await answer(enterprise.get(`/v1/invitations/${invitationId}`), 200, invitationSchema);
    expect(invitation.items.find((item) => item.projectId === projectId)).toMatchObject({
      title: '（已封存）',
      texts: { project: { title: [{ text: '（已封存）', hit: false }], passages: [], keywords: [] } },
    });
    await players.host.get(`/v1/roadshows/${roadshowId}/pick-lists`).expect(200);
    await players.host.get(`/v1/roadshows/${roadshowId}/pick-directives`).expect(200);
    const run = await runMatch(stack, players.host, `/v1/roadshows/${roadshowId}/match-runs`);
    expect(run.state).toBe('completed');
    expect((await answer(players.agency.get('/v1/quarantine'), 200, quarantinePageSchema)).items).toMatchObject([
      { state: 'destroyed' },
      { state: 'destroyed' },
    ]);
  });

  it('keeps the project out, whatever is sent, and keeps no file of it', async () => {
    const report = await importRows(players.agency, 'projects', [spiked]);
    expect(report).toMatchObject({ created: 0, updated: 0, refused: 1, hasFile: false });
    expect(await tablesWithCanary()).toEqual([]);
    const told = await answer(players.agency.get(`/v1/imports/${report.id}/file`), 409, problemSchema);
    expect(told.code).toBe('import.file-deleted');
  });

  it('opens the insert-only tables for this project alone, and for nothing but it', async () => {
    const attempt = (...statements: string[]) =>
      database.query(['begin', ...statements].join(';')).finally(() => database.query('rollback'));
    const other = `(select id from project where id <> '${projectId}' limit 1)`;
    const begun = `select begin_purge('${projectId}')`;
    await expect(attempt(`select begin_purge(${other})`)).rejects.toThrow('only a sealed project is purged');
    for (const change of [
      `update project_revision set content = '{}' where project_id = ${other}`,
      `update audit_event set reason = ''`,
      `update audit_event set action = '', reason = '' where subject_id = '${projectId}'`,
      `update demand_revision set content = '{}'`,
      `update run_exclusion set gate = ''`,
      `delete from project_revision where project_id = '${projectId}'`,
      `insert into duplicate_decision (project_a, project_b, verdict, reason)
         select a.id, b.id, 'split', 'x' from project a join project b on a.id < b.id
          where '${projectId}' not in (a.id, b.id) limit 1;
       update duplicate_decision set reason = '' where '${projectId}' not in (project_a, project_b)`,
      `update duplicate_decision set verdict = 'merge', reason = '' where '${projectId}' in (project_a, project_b)`,
      `delete from duplicate_decision`,
      `update organisation_name set name = ''`,
      `delete from organisation_name`,
      `update organisation_link set reason = '', canonical_id = alias_id`,
      `delete from organisation_link`,
      `truncate project_analysis`,
    ])
      await expect(attempt(begun, change)).rejects.toThrow('are never changed or deleted');
    await expect(
      attempt(`update project_revision set content = '{}' where project_id = '${projectId}'`),
    ).rejects.toThrow('are never changed or deleted');
  });

  it('is for operators, and for projects that exist', async () => {
    await players.agency.post(`/v1/projects/${projectId}/purge`, { reason: 'x' }).expect(403);
    await players.operator.post(`/v1/projects/00000000-0000-4000-8000-000000000000/purge`, { reason: 'x' }).expect(404);
    await players.operator.post(`/v1/projects/${projectId}/purge`, { reason: '问 a@example.org' }).expect(422);
    const personal = { projectIds: [projectId, twinId], reason: '问 13812345678' };
    await players.operator.post('/v1/duplicates/split', personal).expect(422);
  });

  it('stops imports of the submitter that have not ended', async () => {
    const { rows } = await database.query<{ id: string }>(
      `insert into import (organisation_id, principal_id, kind, state)
       select submitted_by, (select id from principal where organisation_id = submitted_by limit 1), 'projects', 'awaiting-mapping'
         from project where id = $1 returning id`,
      [projectId],
    );
    await players.operator.post(`/v1/projects/${projectId}/purge`, { reason: '演练' }).expect(204);
    const report = await answer(players.agency.get(`/v1/imports/${rows[0]!.id}`), 200, importReportSchema);
    expect(report).toMatchObject({ state: 'failed', failureCode: 'import.purged' });
  });
});
