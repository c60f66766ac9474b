import { AsyncLocalStorage } from 'node:async_hooks';
import { recordSchemas } from '@throughtrain/contracts';
import { AuditLog, isCreditCode, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  EnterpriseStore,
  MergeOrganisations,
  OrganisationRepository,
  prepareEnterprise,
  prepareProject,
  ProjectStore,
} from '@throughtrain/ingestion';
import { LibraryFeed } from '@throughtrain/matching';
import { createDataSource, migrate } from '@throughtrain/persistence';
import { createTestDatabase, eventually } from '@throughtrain/testing';
import { Client } from 'pg';
import { domainError, Funnel, notFound, testAnalyser } from './funnel-fixture';

/** The n-th credit code of a made-up series. */
function creditCode(n: number): string {
  const body = `91370200${String(n).padStart(9, '0')}`;
  const code = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY', (check) => body + check).find(isCreditCode);
  if (code === undefined) throw new Error('A body has one check character');
  return code;
}

describe('organisations', () => {
  let funnel: Funnel;
  let owner: Scope;
  let operator: Scope;
  let next = 0;

  beforeAll(async () => {
    funnel = await Funnel.open();
    [owner, operator] = [await funnel.organisation('institution'), await funnel.organisation()];
  });

  afterAll(() => funnel.close());

  const newCode = () => creditCode((next += 1));
  const project = (externalId: string, institution: object) =>
    prepareProject(
      recordSchemas.projects.parse({
        externalId,
        channel: 'open-call',
        secrecy: '公开',
        title: '石墨烯散热膜',
        summary: '一种制备方法',
        institution,
      }),
    );
  /** A project of the institution. @returns its id and that of the organisation that it names */
  const store = async (institution: object) => {
    const externalId = `O-${(next += 1)}`;
    await write(externalId, institution);
    return stored(externalId);
  };
  const write = (externalId: string, institution: object) =>
    funnel.get(ProjectStore).upsert(owner, [project(externalId, institution)]);
  const stored = async (externalId: string) => {
    const [row] = await funnel.sql<{ id: string; institutionId: string }>(
      `select p.id, r.institution_id as "institutionId" from project p join project_revision r on r.project_id = p.id
        where p.external_id = $1`,
      [externalId],
    );
    return row!;
  };
  /** What the library says of the institutions at a position, by project. */
  const institutionsAt = async (range: { from?: string; to: string }) => {
    const found = new Map<string, string | undefined>();
    for await (const batch of funnel.get(LibraryFeed).changes(range, { analyserVersion: testAnalyser }))
      for (const { project: read } of batch) found.set(read.id, read.institutionId);
    return found;
  };
  const merge = (id: string, into: string) =>
    new MergeOrganisations(funnel.get(OrganisationRepository), funnel.get(UnitOfWork), funnel.get(AuditLog)).execute(
      operator,
      id,
      into,
      '更名前后两个代码',
    );
  const view = (id: string) => funnel.get(OrganisationRepository).find(id);

  it('known by a name alone are those with a code that bear it, however it is written', async () => {
    const code = newCode();
    const coded = await store({ name: '澜州（高新）材料研究院', creditCode: code });
    const named = await store({ name: '澜州(高新) 材料研究院' });
    expect(named.institutionId).not.toBe(coded.institutionId);
    const at = await institutionsAt({ to: await funnel.settledPosition() });
    expect(at.get(named.id)).toBe(coded.institutionId);
    expect(await view(named.institutionId)).toMatchObject({
      canonicalId: coded.institutionId,
      links: [{ aliasId: named.institutionId, canonicalId: coded.institutionId, madeBy: 'rule' }],
    });
    expect(await view(coded.institutionId)).toMatchObject({
      creditCode: code,
      canonicalId: coded.institutionId,
      names: [{ name: '澜州（高新）材料研究院', source: 'projects' }],
      aliases: [{ id: named.institutionId, name: '澜州(高新) 材料研究院' }],
    });
  });

  it('are linked when the code comes later, which earlier positions do not see', async () => {
    const named = await store({ name: '迟到研究院' });
    const before = await funnel.settledPosition();
    const other = await store({ name: '别的研究院' });
    const between = await funnel.settledPosition();
    const coded = await store({ name: '迟到研究院', creditCode: newCode() });
    const after = await funnel.settledPosition();
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await institutionsAt({ to: before })).get(named.id)).toBe(named.institutionId);
      expect((await institutionsAt({ to: after })).get(named.id)).toBe(coded.institutionId);
    }
    // Whoever keeps the library in memory is told of the project that has not changed itself.
    expect(await institutionsAt({ from: between, to: after })).toEqual(
      new Map([
        [named.id, coded.institutionId],
        [coded.id, coded.institutionId],
      ]),
    );
    expect((await institutionsAt({ from: before, to: between })).get(other.id)).toBe(other.institutionId);
  });

  it('are nobody’s when two bear the name, until one of them counts as the other', async () => {
    const [one, two] = [
      await store({ name: '中心医院', creditCode: newCode() }),
      await store({ name: '中心医院', creditCode: newCode() }),
    ];
    const named = await store({ name: '中心医院' });
    expect(await view(named.institutionId)).toMatchObject({ canonicalId: named.institutionId, links: [] });
    await merge(two.institutionId, one.institutionId);
    await store({ name: '中心 医院', creditCode: newCode() });
    expect(await view(named.institutionId)).toMatchObject({ canonicalId: named.institutionId });
    const at = await institutionsAt({ to: await funnel.settledPosition() });
    expect([at.get(one.id), at.get(two.id)]).toEqual([one.institutionId, one.institutionId]);
  });

  it('lose a link that the rule made when another bears the name, too', async () => {
    const named = await store({ name: '第二医院' });
    const first = await store({ name: '第二医院', creditCode: newCode() });
    expect(await view(named.institutionId)).toMatchObject({ canonicalId: first.institutionId });
    await store({ name: '第二医院', creditCode: newCode() });
    expect(await view(named.institutionId)).toMatchObject({
      canonicalId: named.institutionId,
      links: [{ madeBy: 'rule' }, { madeBy: 'rule', canonicalId: named.institutionId }],
    });
    expect(await view(first.institutionId)).toMatchObject({ aliases: [] });
  });

  it('keep what an operator has decided', async () => {
    const named = await store({ name: '第三医院' });
    const decided = await store({ name: '第三人民医院', creditCode: newCode() });
    const told = await merge(named.institutionId, decided.institutionId);
    expect(told).toMatchObject({ canonicalId: decided.institutionId });
    await store({ name: '第三医院', creditCode: newCode() });
    expect(await view(named.institutionId)).toMatchObject({ canonicalId: decided.institutionId });
    const [event] = await funnel.sql(
      'select action, principal_id, before, after, reason from audit_event where subject_id = $1',
      [named.institutionId],
    );
    expect(event).toEqual({
      action: 'organisation.merge',
      principal_id: operator.principalId,
      before: { canonicalId: named.institutionId },
      after: { canonicalId: decided.institutionId },
      reason: '更名前后两个代码',
    });
  });

  it('are merged through others, and taken apart again', async () => {
    const [a, b, c] = [
      await store({ name: '甲一', creditCode: newCode() }),
      await store({ name: '甲二', creditCode: newCode() }),
      await store({ name: '甲三', creditCode: newCode() }),
    ];
    await merge(a.institutionId, b.institutionId);
    const between = await funnel.settledPosition();
    await merge(b.institutionId, c.institutionId);
    const after = await funnel.settledPosition();
    expect(await institutionsAt({ from: between, to: after })).toEqual(
      new Map([
        [a.id, c.institutionId],
        [b.id, c.institutionId],
      ]),
    );
    expect((await view(c.institutionId)).aliases.map(({ name }) => name).sort()).toEqual(['甲一', '甲二']);
    await merge(b.institutionId, b.institutionId);
    const at = await institutionsAt({ to: await funnel.settledPosition() });
    expect([at.get(a.id), at.get(b.id)]).toEqual([b.institutionId, b.institutionId]);
    expect((await institutionsAt({ to: after })).get(a.id)).toBe(c.institutionId);
  });

  it('form no circle, and are not merged twice', async () => {
    const [a, b] = [await store({ name: '乙一' }), await store({ name: '乙二' })];
    const already = domainError('conflict', 'organisation.merged-already');
    await expect(merge(a.institutionId, a.institutionId)).rejects.toMatchObject(already);
    await merge(a.institutionId, b.institutionId);
    await expect(merge(a.institutionId, b.institutionId)).rejects.toMatchObject(already);
    await expect(merge(b.institutionId, a.institutionId)).rejects.toMatchObject(already);
    await expect(merge(a.institutionId, owner.principalId)).rejects.toMatchObject(notFound);
    await expect(merge(owner.principalId, a.institutionId)).rejects.toMatchObject(notFound);
  });

  it('that two imports bring at once, one by name and one by code, come together', async () => {
    const uow = funnel.get(UnitOfWork);
    const outside = AsyncLocalStorage.snapshot();
    let second: ReturnType<typeof write> | undefined;
    const waiting = () => funnel.count('pg_stat_activity', `datname = current_database() and wait_event_type = 'Lock'`);
    await uow.run(async () => {
      await write('first', { name: '同时研究院', creditCode: newCode() });
      second = outside(() => uow.run(() => write('second', { name: '同时研究院' })));
      await eventually(async () => (await waiting()) > 0);
    });
    await second;
    const [coded, named] = [await stored('first'), await stored('second')];
    expect(await view(named.institutionId)).toMatchObject({ canonicalId: coded.institutionId });
  });

  it('mask the projects of an enterprise from itself, whatever its records were linked by', async () => {
    const scene = await funnel.scene();
    const code = newCode();
    await funnel.get(EnterpriseStore).upsert(scene.host, [
      prepareEnterprise(
        recordSchemas.enterprises.parse({
          externalId: 'self',
          creditCode: code,
          name: '自有成果有限公司',
          regionCode: '370200',
          mainProducts: '电池',
          group: '自有集团',
          groupCreditCode: creditCode(999),
        }),
      ),
    ]);
    const named = await store({ name: '自有成果有限公司' });
    const [enterprise] = await funnel.sql<{ id: string }>('select id from organisation where credit_code = $1', [code]);
    const enterpriseId = enterprise!.id;
    const at = await institutionsAt({ to: await funnel.settledPosition() });
    expect(at.get(named.id)).toBe(enterpriseId);

    const demandId = await funnel.demand(scene.host, { ...scene.host, organisationId: enterpriseId });
    await funnel.sql('insert into enrolment (roadshow_id, enterprise_id) values ($1, $2)', [
      scene.roadshowId,
      enterpriseId,
    ]);
    const demandOf = async () => (await funnel.input(scene)).demands.find(({ id }) => id === demandId)!;
    expect(await demandOf()).toMatchObject({ creditCode: code, group: '自有集团', groupCreditCode: creditCode(999) });
    expect(await demandOf()).not.toHaveProperty('canonicalId');
    const later = await store({ name: '自有成果股份有限公司', creditCode: newCode() });
    await merge(enterpriseId, later.institutionId);
    expect(await demandOf()).toMatchObject({ enterpriseId, canonicalId: later.institutionId });
  });

  it('are listed by kind, region, industry and whether they are traded', async () => {
    const host = await funnel.organisation();
    const enterprise = (externalId: string, said: object) =>
      prepareEnterprise(
        recordSchemas.enterprises.parse({
          externalId,
          creditCode: newCode(),
          name: `企业${externalId}`,
          regionCode: '330100',
          mainProducts: '电池',
          ...said,
        }),
      );
    const store = funnel.get(EnterpriseStore);
    await store.upsert(host, [
      enterprise('E1', { industryCode: 'C38' }),
      enterprise('E2', { kind: 'park', regionCode: '330200' }),
      enterprise('E3', { kind: 'listed-company', regionCode: '371000', industryCode: 'C39' }),
      enterprise('E4', { kind: 'investor', board: 'unlisted' }),
      enterprise('E5', { board: 'star', industryCode: 'I65', regionCode: '330106' }),
    ]);
    const list = async (filter: Parameters<EnterpriseStore['list']>[3], after?: string) =>
      (await store.list(host, after, 10, filter)).map(({ record }) => record.externalId);
    expect(await list({})).toEqual(['E1', 'E2', 'E3', 'E4', 'E5']);
    expect(await list({ kind: 'park' })).toEqual(['E2']);
    expect(await list({ region: '330000' })).toEqual(['E1', 'E2', 'E4', 'E5']);
    expect(await list({ region: '330100' })).toEqual(['E1', 'E4', 'E5']);
    expect(await list({ region: '371000' })).toEqual(['E3']);
    expect(await list({ region: '370000' })).toEqual(['E3']);
    expect(await list({ industry: 'C' })).toEqual(['E1', 'E3']);
    expect(await list({ industry: 'C38' })).toEqual(['E1']);
    expect(await list({ listed: true })).toEqual(['E3', 'E5']);
    expect(await list({ listed: false }, 'E1')).toEqual(['E2', 'E4']);
    expect(await list({ region: '330000', listed: true })).toEqual(['E5']);
  });

  it('that were registered before links were made are linked by the migration', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('drop schema public cascade; create schema public');
      await migrateTo(database.url, 1);
      const ids: string[] = [];
      for (const values of [
        ['uscc:1', creditCode(501), '旧名有限公司'],
        ['name:old', null, '新名（高新） 有限公司'],
        ['name:twice', null, '重名公司'],
        ['uscc:2', creditCode(502), '重名公司'],
        ['uscc:3', creditCode(503), '重名公司'],
      ]) {
        const inserted = await client.query<{ id: string }>(
          `insert into organisation (identity, credit_code, name, kind) values ($1, $2, $3, 'institution') returning id`,
          values,
        );
        ids.push(inserted.rows[0]!.id);
      }
      const [coded, named, twice] = ids;
      // The company with the code was brought in by a host under the new name.
      const content = JSON.stringify({ name: '新名【高新】有限公司' });
      await client.query(
        `insert into host_enterprise (host_id, enterprise_id, external_id, content, content_hash) values ($1, $2, 'E', $3, '')`,
        [named, coded, content],
      );
      await migrate(database.url);
      const { rows } = await client.query('select alias_id, canonical_id, made_by from organisation_link');
      expect(rows).toEqual([{ alias_id: named, canonical_id: coded, made_by: null }]);
      const names = await client.query(
        'select organisation_id from organisation_name where organisation_id = any($1)',
        [[coded, named, twice]],
      );
      expect(names.rows).toHaveLength(4);
    } finally {
      await client.end();
      await database.drop();
    }
  });
});

/** Applies the first migrations only, as an earlier release did. */
async function migrateTo(url: string, count: number): Promise<void> {
  const dataSource = createDataSource({ DATABASE_URL: url, DATABASE_POOL_SIZE: 1 });
  const migrations = dataSource.options.migrations as never[];
  dataSource.setOptions({ migrations: migrations.slice(0, count) });
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
}
