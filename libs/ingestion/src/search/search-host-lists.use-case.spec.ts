import { recordSchemas } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { demandRow, enterpriseRow } from '@throughtrain/testing';
import type { DemandStore, EnterpriseStore } from '../ports/record-stores.port';
import { SearchHostLists } from './search-host-lists.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['host'] };

/** A list by external id, as stores give it. */
function listOf<Record extends { externalId: string }>(records: readonly Record[]) {
  const rows = records
    .map((record) => ({ id: record.externalId, revision: 1, record }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    list: (_scope: Scope, after: string | undefined, limit: number) =>
      Promise.resolve(rows.filter(({ id }) => after === undefined || id > after).slice(0, limit)),
  };
}

const demands = [
  { externalId: 'D1', title: '减速器柔轮寿命', seiCodes: ['2.1'], hteCodes: ['80401'] },
  { externalId: 'D2', title: '钢铁渣处理', seiCodes: ['7.3'], indicators: ['柔轮寿命≥1万小时'] },
  { externalId: 'D3', title: '机床主轴', seiCodes: ['2'], enterpriseExternalId: 'E-9' },
].map((said, index) => recordSchemas.demands.parse(demandRow(index, 1, { keywords: [], ...said })));
const enterprises = [
  { externalId: 'E1', name: '澜州轴承有限公司', regionCode: '340200', industryCode: 'C34' },
  { externalId: 'E2', name: '宜江园区', kind: 'park' as const, regionCode: '510104', mainProducts: '轴承产业园' },
  { externalId: 'E3', name: '某材料有限公司', regionCode: '340100', industryCode: 'C30' },
].map((said, index) => recordSchemas.enterprises.parse(enterpriseRow(index + 1, said)));

const search = new SearchHostLists(
  listOf(demands) as Partial<DemandStore> as DemandStore,
  listOf(enterprises) as Partial<EnterpriseStore> as EnterpriseStore,
);
const page = { limit: 10 };
const idsOf = (rows: readonly { readonly record: { readonly externalId: string } }[]) =>
  rows.map(({ record }) => record.externalId);

describe('SearchHostLists', () => {
  it.each([
    [{}, ['D1', 'D2', 'D3']],
    [{ q: '柔轮' }, ['D1', 'D2']],
    [{ q: '柔轮 1万' }, ['D2']],
    [{ domain: ['高端装备制造产业'] }, ['D1', 'D3']],
    [{ domain: ['2.1'] }, ['D1']],
    [{ subDomain: ['80401', '10101'] }, ['D1']],
    [{ enterprise: ['E-9'] }, ['D3']],
    [{ q: '柔轮', enterprise: ['E-9'] }, []],
  ])('of demands with %j gives %j', async (query, ids) => {
    expect(idsOf(await search.demands(scope, query, page))).toEqual(ids);
  });

  it.each([
    [{}, ['E1', 'E2', 'E3']],
    [{ q: '轴承' }, ['E1', 'E2']],
    [{ region: ['安徽'] }, ['E1', 'E3']],
    [{ region: ['成都'] }, ['E2']],
    [{ industry: ['c'] }, ['E1', 'E3']],
    [{ industry: ['C30'] }, ['E3']],
    [{ kind: ['park' as const] }, ['E2']],
  ])('of enterprises with %j gives %j', async (query, ids) => {
    expect(idsOf(await search.enterprises(scope, query, page))).toEqual(ids);
  });

  it('reads on until the page is full', async () => {
    const many = Array.from({ length: 1_201 }, (_, index) =>
      recordSchemas.demands.parse(
        demandRow(index, 1, { externalId: String(index).padStart(4, '0'), title: index % 600 === 0 ? '稀有' : '常见' }),
      ),
    );
    const long = new SearchHostLists(
      listOf(many) as Partial<DemandStore> as DemandStore,
      listOf(enterprises) as Partial<EnterpriseStore> as EnterpriseStore,
    );
    expect(idsOf(await long.demands(scope, { q: '稀有' }, { limit: 2 }))).toEqual(['0000', '0600']);
    expect(idsOf(await long.demands(scope, { q: '稀有' }, { limit: 2, cursor: '0600' }))).toEqual(['1200']);
  });
});
