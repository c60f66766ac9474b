import { AsyncLocalStorage } from 'node:async_hooks';
import { recordSchemas } from '@throughtrain/contracts';
import { isCreditCode, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  DemandStore,
  EnterpriseStore,
  hashRecord,
  prepareDemand,
  prepareProject,
  ProjectStore,
} from '@throughtrain/ingestion';
import { eventually } from '@throughtrain/testing';
import { domainError, Funnel, notFound } from './funnel-fixture';

/** The n-th credit code of a made-up series. */
function creditCode(n: number): string {
  const body = `91370200${String(n).padStart(9, '0')}`;
  const code = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY', (check) => body + check).find(isCreditCode);
  if (code === undefined) throw new Error('A body has one check character');
  return code;
}

const project = (externalId: string, said: object = {}) =>
  prepareProject(
    recordSchemas.projects.parse({
      externalId,
      channel: 'open-call',
      secrecy: '公开',
      title: `项目${externalId}`,
      summary: '一种石墨烯散热膜的制备方法',
      ...said,
    }),
  );

const enterprise = (externalId: string, code: string, said: object = {}) => {
  const record = recordSchemas.enterprises.parse({
    externalId,
    creditCode: code,
    name: `企业${externalId}`,
    regionCode: '370200',
    mainProducts: '电池',
    ...said,
  });
  return { record, contentHash: hashRecord(record) };
};

const demand = (externalId: string, enterpriseExternalId: string, said: object = {}) =>
  prepareDemand(
    recordSchemas.demands.parse({
      externalId,
      enterpriseExternalId,
      title: '散热',
      description: '需要散热膜',
      ...said,
    }),
  );

/** @returns how many transactions of this database wait for another */
function waiting(funnel: Funnel): Promise<number> {
  return funnel.count('pg_stat_activity', `datname = current_database() and wait_event_type = 'Lock'`);
}

/** The second transaction comes upon rows of the first, which has done its work but not committed, and has to wait for it. */
async function interleaved<T>(funnel: Funnel, first: () => Promise<T>, second: () => Promise<T>): Promise<[T, T]> {
  const uow = funnel.get(UnitOfWork);
  // What is started inside of a transaction would join it.
  const outside = AsyncLocalStorage.snapshot();
  let two: Promise<T> | undefined;
  const one = await uow.run(async () => {
    const result = await first();
    two = outside(() => uow.run(second));
    await eventually(async () => (await waiting(funnel)) > 0);
    return result;
  });
  return [one, await two!];
}

describe('ProjectStore', () => {
  let funnel: Funnel;
  let store: ProjectStore;
  let uow: UnitOfWork;
  let owner: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    [store, uow] = [funnel.get(ProjectStore), funnel.get(UnitOfWork)];
    owner = await funnel.organisation('institution');
  });

  afterAll(() => funnel.close());

  const revisionsOf = (externalId: string) =>
    funnel.sql<{ revision: number; status: string; title: string; analyses: number }>(
      `select r.revision, r.status, r.content->>'title' as title,
              (select count(*)::integer from project_analysis a
                where (a.project_id, a.revision) = (r.project_id, r.revision)) as analyses
         from project_revision r join project p on p.id = r.project_id
        where p.external_id = $1 order by r.revision`,
      [externalId],
    );
  const idOf = async (externalId: string) =>
    (await funnel.sql<{ id: string }>('select id from project where external_id = $1', [externalId]))[0]!.id;

  it('writes a project once, and a revision when it says something else', async () => {
    expect(await store.upsert(owner, [project('A1'), project('A2')])).toEqual(['created', 'created']);
    expect(await store.upsert(owner, [project('A2'), project('A1')])).toEqual(['unchanged', 'unchanged']);
    const changed = project('A1', { title: '新题目', keywords: ['石墨烯'] });
    expect(await store.upsert(owner, [changed, project('A2'), project('A3')])).toEqual([
      'updated',
      'unchanged',
      'created',
    ]);
    expect(await revisionsOf('A1')).toEqual([
      { revision: 1, status: 'active', title: '项目A1', analyses: 1 },
      { revision: 2, status: 'active', title: '新题目', analyses: 1 },
    ]);
    expect(await revisionsOf('A2')).toHaveLength(1);
    const found = await store.find(owner, await idOf('A1'));
    expect(found).toMatchObject({
      revision: 2,
      status: 'active',
      record: changed.record,
      recordedAt: expect.any(Date),
    });
    const [analysis] = await funnel.sql<{ terms: string; analyser_version: string }>(
      'select terms, analyser_version from project_analysis where project_id = $1 and revision = 2',
      [await idOf('A1')],
    );
    expect(analysis).toEqual({ terms: changed.terms, analyser_version: changed.analyserVersion });
  });

  it('takes an empty batch', async () => {
    expect(await store.upsert(owner, [])).toEqual([]);
  });

  it('tells identities of different channels apart', async () => {
    const other = project('A1', { channel: 'agency' });
    expect(await store.upsert(owner, [other, project('A1', { title: '新题目', keywords: ['石墨烯'] })])).toEqual([
      'created',
      'unchanged',
    ]);
  });

  it('adds the analysis of a new analyser to a record that did not change', async () => {
    const prepared = project('B1');
    await store.upsert(owner, [prepared]);
    const again = { ...prepared, analyserVersion: 'later', terms: 'w:x\t1,0,0' };
    expect(await store.upsert(owner, [again])).toEqual(['unchanged']);
    expect(await store.upsert(owner, [again])).toEqual(['unchanged']);
    expect(await revisionsOf('B1')).toEqual([expect.objectContaining({ revision: 1, analyses: 2 })]);
  });

  it('registers institutions once and leaves those that exist as they are', async () => {
    const institution = { name: '青岛大学', creditCode: creditCode(1), regionCode: '370200' };
    await store.upsert(owner, [
      project('C1', { institution }),
      project('C2', { institution: { ...institution, name: '青岛 大学（新）' } }),
      project('C3', { institution: { name: '某 研究院' } }),
      project('C4', { institution: { name: '某研究院', group: '某集团' } }),
      project('C5'),
    ]);
    const rows = await funnel.sql<{ external_id: string; institution_id: string | null; name: string; kind: string }>(
      `select p.external_id, r.institution_id, o.name, o.kind from project p
         join project_revision r on r.project_id = p.id left join organisation o on o.id = r.institution_id
        where p.external_id like 'C_' order by p.external_id`,
    );
    const [one, two, three, four, five] = rows.map((row) => row.institution_id);
    expect(one).toBe(two);
    expect(three).toBe(four);
    expect(new Set([one, three]).size).toBe(2);
    expect(five).toBeNull();
    expect(rows[0]!.kind).toBe('institution');
    const name = rows[0]!.name;
    await store.upsert(owner, [project('C1', { institution: { ...institution, name: '改名' } })]);
    expect(await funnel.count('organisation', 'id = $1 and name = $2', [one, name])).toBe(1);
  });

  it('refuses a project of another organisation and writes the rest', async () => {
    const other = await funnel.organisation('institution');
    await store.upsert(owner, [project('D1')]);
    const refused = { column: 'externalId', code: 'project.owned-by-another', message: expect.any(String) };
    expect(await store.upsert(other, [project('D1', { title: '抢注' }), project('D2')])).toEqual([refused, 'created']);
    expect(await revisionsOf('D1')).toEqual([expect.objectContaining({ revision: 1, title: '项目D1' })]);
    const id = await idOf('D1');
    await expect(store.find(other, id)).rejects.toMatchObject(notFound);
    await expect(store.withdraw(other, id)).rejects.toMatchObject(notFound);
    expect((await store.list(other, undefined, 10)).map(({ record }) => record.externalId)).toEqual(['D2']);
  });

  it('withdraws by a new revision, which other words undo and the same words do not', async () => {
    const prepared = project('E1', { institution: { name: '某研究院' } });
    await store.upsert(owner, [prepared]);
    const id = await idOf('E1');
    expect(await store.withdraw(owner, id)).toEqual({ revision: 2 });
    await expect(store.withdraw(owner, id)).rejects.toMatchObject(domainError('conflict', 'project.already-withdrawn'));
    expect(await store.find(owner, id)).toMatchObject({ revision: 2, status: 'withdrawn', record: prepared.record });
    expect(await store.upsert(owner, [prepared])).toMatchObject([{ column: 'externalId', code: 'project.withdrawn' }]);
    expect(await revisionsOf('E1')).toHaveLength(2);
    const reworded = project('E1', { institution: { name: '某研究院' }, title: '改写' });
    expect(await store.upsert(owner, [reworded])).toEqual(['updated']);
    expect(await revisionsOf('E1')).toEqual([
      { revision: 1, status: 'active', title: '项目E1', analyses: 1 },
      { revision: 2, status: 'withdrawn', title: '项目E1', analyses: 1 },
      { revision: 3, status: 'active', title: '改写', analyses: 1 },
    ]);
    const institutions = await funnel.sql(
      'select distinct institution_id from project_revision where project_id = $1',
      [id],
    );
    expect(institutions).toHaveLength(1);
  });

  it('withdraws once when two do it at the same time', async () => {
    await store.upsert(owner, [project('E2')]);
    const id = await idOf('E2');
    const results = await Promise.allSettled([store.withdraw(owner, id), store.withdraw(owner, id)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await revisionsOf('E2')).toHaveLength(2);
  });

  it('lists by id, page by page', async () => {
    const lister = await funnel.organisation('institution');
    await store.upsert(
      lister,
      [1, 2, 3, 4, 5].map((n) => project(`F${n}`)),
    );
    const first = await store.list(lister, undefined, 3);
    const second = await store.list(lister, first.at(-1)?.id, 3);
    const ids = [...first, ...second].map(({ id }) => id);
    expect([first.length, second.length]).toEqual([3, 2]);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('leaves nothing of a batch whose transaction fails', async () => {
    const failing = uow.run(async () => {
      await store.upsert(owner, [project('G1', { institution: { name: '未提交的单位' } })]);
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await funnel.count('project', `external_id = 'G1'`)).toBe(0);
    expect(await funnel.count('organisation', `name = '未提交的单位'`)).toBe(0);
  });

  it('gives two imports of one new project, one after the other, one identity and two revisions', async () => {
    const write = (title: string) => () => store.upsert(owner, [project('H1', { title }), project('H2')]);
    expect(await interleaved(funnel, write('甲'), write('乙'))).toEqual([
      ['created', 'created'],
      ['updated', 'unchanged'],
    ]);
    expect((await revisionsOf('H1')).map(({ revision, title }) => [revision, title])).toEqual([
      [1, '甲'],
      [2, '乙'],
    ]);
    expect(await interleaved(funnel, write('丙'), write('丙'))).toEqual([
      ['updated', 'unchanged'],
      ['unchanged', 'unchanged'],
    ]);
    expect(await revisionsOf('H1')).toHaveLength(3);
  });

  it.each([
    ['projects', (n: string, _writer: string) => project(`I${n}`)],
    ['institutions', (n: string, writer: string) => project(`I${writer}${n}`, { institution: { name: `单位${n}` } })],
  ])('comes to no deadlock when imports bring the same new %s in different orders', async (_name, make) => {
    const write = (writer: string, ...names: string[]) =>
      store.upsert(
        owner,
        names.map((n) => make(n, writer)),
      );
    const outside = AsyncLocalStorage.snapshot();
    const writing: ReturnType<typeof write>[] = [];
    const undone = uow.run(async () => {
      // Both imports come to a halt in the middle, each with whatever it has inserted until then.
      await write('x', '5');
      writing.push(
        outside(() => write('y', '1', '5', '9')),
        outside(() => write('z', '9', '5', '1')),
      );
      await eventually(async () => (await waiting(funnel)) === 2);
      throw new Error('out of the way');
    });
    await expect(undone).rejects.toThrow('out of the way');
    const outcomes = (await Promise.all(writing)).flat();
    expect(outcomes.filter((outcome) => outcome !== 'created' && outcome !== 'unchanged')).toEqual([]);
  });

  it('does not hold up rows that refer to a project', async () => {
    await store.upsert(owner, [project('J1')]);
    const id = await idOf('J1');
    const host = await funnel.organisation();
    const roadshowId = await funnel.roadshow(host);
    await uow.run(async () => {
      await store.upsert(owner, [project('J1', { title: '改' })]);
      // On another connection: it would wait for ever for a row lock of the transaction that is open here.
      await funnel.sql(
        `insert into pick_directive (roadshow_id, project_id, kind, reason, created_by) values ($1, $2, 'pin', '重点', $3)`,
        [roadshowId, id, host.principalId],
      );
    });
    expect(await revisionsOf('J1')).toHaveLength(2);
  });

  it('keeps text as it is: quotes, backslashes, braces, astral characters', async () => {
    const odd = { title: `"引\\号" {a,b} 'x' \t 𠮷野家`, keywords: ['a,b', '{}', '\\', 'NULL', '""'] };
    const prepared = project('K1', odd);
    await store.upsert(owner, [prepared]);
    expect(await store.upsert(owner, [prepared])).toEqual(['unchanged']);
    expect((await store.find(owner, await idOf('K1'))).record).toEqual(prepared.record);
  });
});

describe('EnterpriseStore', () => {
  let funnel: Funnel;
  let store: EnterpriseStore;

  beforeAll(async () => {
    funnel = await Funnel.open();
    store = funnel.get(EnterpriseStore);
  });

  afterAll(() => funnel.close());

  it('writes an enterprise once and its changes', async () => {
    const host = await funnel.organisation();
    const batch = [enterprise('E2', creditCode(11), { kind: 'park' }), enterprise('E1', creditCode(10))];
    expect(await store.upsert(host, batch)).toEqual(['created', 'created']);
    expect(await store.upsert(host, batch)).toEqual(['unchanged', 'unchanged']);
    const changed = enterprise('E1', creditCode(10), { group: '甲集团' });
    expect(await store.upsert(host, [changed, batch[0]!, enterprise('E3', creditCode(12))])).toEqual([
      'updated',
      'unchanged',
      'created',
    ]);
    const listed = await store.list(host, undefined, 2);
    expect(listed.map(({ record }) => record)).toEqual([changed.record, batch[0]!.record]);
    expect((await store.list(host, 'E2', 2)).map(({ record }) => record.externalId)).toEqual(['E3']);
    expect(await funnel.count('organisation', 'id = $1 and kind = $2', [listed[1]!.id, 'park'])).toBe(1);
  });

  it('gives hosts one organisation for one credit code, and each its own list', async () => {
    const [one, two] = [await funnel.organisation(), await funnel.organisation()];
    await store.upsert(one, [enterprise('X', creditCode(20), { name: '甲' })]);
    await store.upsert(two, [
      enterprise('X', creditCode(21)),
      enterprise('Y', creditCode(20), { name: '乙', group: '丙' }),
    ]);
    const [ofOne, ofTwo] = [await store.list(one, undefined, 9), await store.list(two, undefined, 9)];
    expect(ofTwo[1]!.id).toBe(ofOne[0]!.id);
    expect(ofTwo[0]!.id).not.toBe(ofOne[0]!.id);
    expect(ofOne[0]!.record.name).toBe('甲');
    expect(ofTwo[1]!.record.name).toBe('乙');
    expect(await funnel.sql('select name, group_name from organisation where id = $1', [ofOne[0]!.id])).toEqual([
      { name: '甲', group_name: null },
    ]);
  });

  it('refuses an identifier that stands for another, and a credit code that is listed already', async () => {
    const host = await funnel.organisation();
    await store.upsert(host, [enterprise('E1', creditCode(30))]);
    const taken = { column: 'externalId', code: 'enterprise.external-id-taken', message: expect.any(String) };
    const listed = { column: 'creditCode', code: 'enterprise.already-listed', message: expect.any(String) };
    expect(
      await store.upsert(host, [
        enterprise('E1', creditCode(31)),
        enterprise('E2', creditCode(30)),
        enterprise('E3', creditCode(32)),
      ]),
    ).toEqual([taken, listed, 'created']);
    expect((await store.list(host, undefined, 9)).map(({ record }) => [record.externalId, record.creditCode])).toEqual([
      ['E1', creditCode(30)],
      ['E3', creditCode(32)],
    ]);
  });

  it('settles two imports at once: one creates, the other compares', async () => {
    const host = await funnel.organisation();
    const write = (externalId: string, code: number, name: string) => () =>
      store.upsert(host, [enterprise(externalId, creditCode(code), { name })]);
    expect(await interleaved(funnel, write('E1', 40, '甲'), write('E1', 40, '甲'))).toEqual([
      ['created'],
      ['unchanged'],
    ]);
    expect(await interleaved(funnel, write('E2', 41, '甲'), write('E2', 41, '乙'))).toEqual([['created'], ['updated']]);
    expect(await interleaved(funnel, write('E2', 41, '丙'), write('E2', 41, '丙'))).toEqual([
      ['updated'],
      ['unchanged'],
    ]);
    expect(await interleaved(funnel, write('E3', 42, '甲'), write('E3', 43, '甲'))).toEqual([
      ['created'],
      [expect.objectContaining({ code: 'enterprise.external-id-taken' })],
    ]);
    expect(await interleaved(funnel, write('E4', 44, '甲'), write('E5', 44, '甲'))).toEqual([
      ['created'],
      [expect.objectContaining({ code: 'enterprise.already-listed' })],
    ]);
  });

  it('takes an empty batch', async () => {
    expect(await store.upsert(await funnel.organisation(), [])).toEqual([]);
  });
});

describe('DemandStore', () => {
  let funnel: Funnel;
  let store: DemandStore;
  let host: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    store = funnel.get(DemandStore);
    host = await funnel.organisation();
    await funnel
      .get(EnterpriseStore)
      .upsert(host, [enterprise('E1', creditCode(50)), enterprise('E2', creditCode(51))]);
  });

  afterAll(() => funnel.close());

  it('writes a demand once, and a revision when it says something else', async () => {
    expect(await store.upsert(host, [demand('D1', 'E1'), demand('D2', 'E2')])).toEqual(['created', 'created']);
    expect(await store.upsert(host, [demand('D2', 'E2'), demand('D1', 'E1')])).toEqual(['unchanged', 'unchanged']);
    const changed = demand('D1', 'E1', { budgetWan: 50 });
    expect(await store.upsert(host, [changed, demand('D2', 'E2')])).toEqual(['updated', 'unchanged']);
    expect(await store.list(host, undefined, 9)).toEqual([
      { id: expect.any(String), revision: 2, record: changed.record },
      { id: expect.any(String), revision: 1, record: demand('D2', 'E2').record },
    ]);
    expect((await store.list(host, 'D1', 9)).map(({ record }) => record.externalId)).toEqual(['D2']);
    expect(await funnel.count('demand_analysis')).toBe(3);
  });

  it('adds the analysis of a new analyser to a demand that did not change', async () => {
    const before = await funnel.count('demand_analysis');
    expect(await store.upsert(host, [{ ...demand('D2', 'E2'), analyserVersion: 'later' }])).toEqual(['unchanged']);
    expect(await funnel.count('demand_analysis')).toBe(before + 1);
  });

  it('refuses an unknown enterprise and a move to another, and writes the rest', async () => {
    const unknown = { column: 'enterpriseExternalId', code: 'demand.unknown-enterprise', message: expect.any(String) };
    const moved = { column: 'enterpriseExternalId', code: 'demand.enterprise-changed', message: expect.any(String) };
    await store.upsert(host, [demand('M1', 'E1')]);
    const batch = [demand('M2', 'E9'), demand('M1', 'E2'), demand('M3', 'E2'), demand('M1x', 'E9')];
    expect(await store.upsert(host, batch)).toEqual([unknown, moved, 'created', unknown]);
    expect(await funnel.count('demand', `external_id in ('M2', 'M1x')`)).toBe(0);
    expect(await store.upsert(host, [demand('M1', 'E1')])).toEqual(['unchanged']);
  });

  it('keeps hosts apart: names of enterprises and demands are their own', async () => {
    const other = await funnel.organisation();
    expect(await store.upsert(other, [demand('D1', 'E1')])).toEqual([
      expect.objectContaining({ code: 'demand.unknown-enterprise' }),
    ]);
    await funnel.get(EnterpriseStore).upsert(other, [enterprise('E1', creditCode(50))]);
    expect(await store.upsert(other, [demand('D1', 'E1', { title: '别的' })])).toEqual(['created']);
    expect(await store.list(other, undefined, 9)).toHaveLength(1);
    const [own] = await store.list(host, undefined, 1);
    expect(own!.record.title).toBe('散热');
  });

  it('settles two imports at once', async () => {
    const write = (title: string) => () => store.upsert(host, [demand('Z1', 'E1', { title })]);
    expect(await interleaved(funnel, write('甲'), write('乙'))).toEqual([['created'], ['updated']]);
    expect(await interleaved(funnel, write('丙'), write('丙'))).toEqual([['updated'], ['unchanged']]);
  });

  it('takes an empty batch', async () => {
    expect(await store.upsert(host, [])).toEqual([]);
  });
});
