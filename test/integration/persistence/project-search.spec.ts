import { recordSchemas } from '@throughtrain/contracts';
import type { Clock, Scope } from '@throughtrain/domain';
import {
  CountProjects,
  prepareProject,
  projectOrders,
  ProjectSearch,
  ProjectStore,
  SearchProjects,
  type ProjectQuery,
} from '@throughtrain/ingestion';
import { migrate } from '@throughtrain/persistence';
import { findTerm, foldForSearch, parseSearchTerms } from '@throughtrain/text';
import fc from 'fast-check';
import { domainError, Funnel, revisionStatement } from './funnel-fixture';

const clock: Clock = { now: () => new Date('2026-06-01T00:00:00Z') };
const cursorForeign = domainError('invalid', 'page.cursor-foreign');

let number = 0;
const project = (said: object = {}) => {
  number += 1;
  return prepareProject(
    recordSchemas.projects.parse({
      externalId: `S-${number}`,
      channel: 'open-call',
      secrecy: '公开',
      title: `成果${number}`,
      summary: `第${number}项成果的内容介绍`,
      seiCodes: ['3.6'],
      stage: 'mature',
      ...said,
    }),
  );
};

/** One database for each group of tests, with whom it takes to search it. */
async function openLibrary() {
  const funnel = await Funnel.open();
  const store = funnel.get(ProjectStore);
  const search = new SearchProjects(funnel.get(ProjectSearch), clock);
  const counter = new CountProjects(funnel.get(ProjectSearch), clock);
  const [owner, host] = [await funnel.organisation('institution'), await funnel.organisation()];
  const add = (...said: object[]) =>
    store.upsert(
      owner,
      said.map((one) => project(one)),
    );
  const titles = async (query: ProjectQuery, scope: Scope = host) =>
    (await search.library(scope, query, { limit: 100 })).items.map(({ title }) => title);
  const ownTitles = async (query: ProjectQuery, scope: Scope = owner) =>
    (await search.own(scope, query, { limit: 100 })).items.map(({ record }) => record.title as string | undefined);
  const idOf = async (title: string) =>
    (
      await funnel.sql<{ id: string }>(
        `select project_id as id from project_revision where content->>'title' = $1 order by revision desc limit 1`,
        [title],
      )
    )[0]!.id;
  return { funnel, store, search, counter, owner, host, add, titles, ownTitles, idOf };
}
type Library = Awaited<ReturnType<typeof openLibrary>>;

describe('words', () => {
  let library: Library;

  beforeAll(async () => {
    library = await openLibrary();
    await library.add(
      { title: '石墨烯散热膜', summary: '用于手机散热' },
      { title: '导热材料', summary: '以石墨为填料，与烯烃共混', keywords: ['散热', '聚烯烃'] },
      { title: '热界面材料', summary: '加入少量石墨烯后导热系数提高30%，主频1.5GHz' },
      { title: '导热胶', summary: '一种胶', keywords: ['石墨烯'], institution: { name: '澜州大学' } },
      { title: 'ＳｉＣ功率器件', summary: 'CO₂捕集 with solid  state batteries of basic research' },
    );
  });

  afterAll(() => library.funnel.close());

  it.each([
    // The title counts more than keywords, keywords more than the rest.
    ['石墨烯', ['石墨烯散热膜', '导热胶', '热界面材料']],
    ['石墨烯 散热', ['石墨烯散热膜']],
    ['石墨烯 不存在', []],
    ['墨', ['石墨烯散热膜', '导热胶', '热界面材料', '导热材料']],
    ['sic', ['ＳｉＣ功率器件']],
    ['SiC功率', ['ＳｉＣ功率器件']],
    ['co2', ['ＳｉＣ功率器件']],
    ['"solid state" batter', ['ＳｉＣ功率器件']],
    ['"solid batteries"', []],
    ['5GHz', []],
    ['1.5ghz 30%', ['热界面材料']],
    ['澜州大学', ['导热胶']],
    // Across two fields, or two keywords, nothing is found.
    ['散热膜用于', []],
    ['散热聚烯烃', []],
    ['%', ['热界面材料']],
    ['_', []],
    [`'; drop table project; --`, []],
    ['\\', []],
    ['，', ['热界面材料', '导热材料']],
    ['👩‍🔬', []],
  ])('%p finds %p', async (q, found) => {
    const titles = await library.titles({ q });
    expect(titles.toSorted()).toEqual([...found].sort());
    if (q === '石墨烯') expect(titles).toEqual(found);
  });

  it('finds what the caller has submitted by its identifier, whole or by its beginning', async () => {
    const { owner, host, add, store, ownTitles, titles } = library;
    await add(
      { externalId: 'CG-2026-0017', title: '钠离子电池硬碳负极' },
      { externalId: 'CG-2026-0018', title: '对CG-2026-0017的改进' },
      { externalId: '乙08', title: '柔性显示盖板' },
    );
    expect(await ownTitles({ q: 'cg-2026-0017' })).toEqual(['钠离子电池硬碳负极', '对CG-2026-0017的改进']);
    expect(await ownTitles({ q: ' ＣＧ－2026 ' })).toEqual(['对CG-2026-0017的改进', '钠离子电池硬碳负极']);
    expect(await ownTitles({ q: '乙08' })).toEqual(['柔性显示盖板']);
    // Fewer than three characters are no beginning, and an end is none either.
    expect(await ownTitles({ q: '乙0' })).toEqual([]);
    expect(await ownTitles({ q: '0018' })).toEqual([]);
    expect(await ownTitles({ q: 'CG-2026-0018 石墨' })).toEqual([]);
    expect(await titles({ q: 'CG-2026-0017' }, owner)).toEqual(['钠离子电池硬碳负极', '对CG-2026-0017的改进']);
    expect(await titles({ q: 'CG-2026-0017' }, host)).toEqual(['对CG-2026-0017的改进']);
    expect(await ownTitles({ q: 'CG-2026-0017' }, host)).toEqual([]);
    const { total } = await library.counter.execute(owner, 'own', { q: 'CG-2026' });
    expect(total).toBe(2);
    await store.sealByKey(owner, [{ channel: 'open-call', externalId: 'CG-2026-0018' }]);
    expect(await ownTitles({ q: 'CG-2026-0018' })).toEqual([undefined]);
    const pages = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await library.search.own(owner, { q: 'CG-2026' }, { limit: 1, ...(cursor && { cursor }) });
      pages.push(...page.items.map(({ record }) => record.externalId));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(['CG-2026-0018', 'CG-2026-0017']);
  });

  it('answers where they stand, in the texts as they were sent', async () => {
    const { items } = await library.search.library(library.host, { q: 'sic co2' }, { limit: 10 });
    expect(items).toMatchObject([
      {
        isOwn: false,
        hits: [
          { field: 'title', start: 0, end: 3 },
          { field: 'summary', start: 0, end: 3 },
        ],
      },
    ]);
    expect(items[0]?.snippet[0]).toEqual({ text: 'CO₂', hit: true });
  });

  it('finds in SQL what it marks in the text', async () => {
    const piece = fc.constantFrom(...Array.from('石墨烯电sic5.%_ -\\('), 'CO₂', 'graph', 'Ⅳ', '600');
    const text = fc.string({ unit: piece, minLength: 1, maxLength: 12 }).filter((one) => /[石墨烯电]/u.test(one));
    const summaries = fc.sample(text, { numRuns: 150, seed: 11 }).map((one) => one.trim());
    await library.add(...summaries.map((summary, index) => ({ title: `样本${index}`, summary })));
    for (const q of fc.sample(fc.string({ unit: piece, minLength: 1, maxLength: 4 }), { numRuns: 120, seed: 12 })) {
      const terms = parseSearchTerms(q);
      if (terms.length === 0) continue;
      const expected = summaries.flatMap((summary, index) => {
        const texts = [`样本${index}`, summary].map((one) => foldForSearch(one).text);
        const isHit = terms.every((term) => texts.some((one) => findTerm(one, term).length > 0));
        return isHit ? [`样本${index}`] : [];
      });
      const { items } = await library.search.library(library.host, { q }, { limit: 500 });
      const found = items.map(({ title }) => title).filter((title) => title.startsWith('样本'));
      expect([q, ...found.sort()]).toEqual([q, ...expected.sort()]);
    }
  });
});

describe('what lists show', () => {
  let library: Library;

  beforeAll(async () => {
    library = await openLibrary();
  });

  afterAll(() => library.funnel.close());

  it('is in the library what may be matched today', async () => {
    const { add, titles, ownTitles } = library;
    await add(
      { title: '可匹配' },
      { title: '缺阶段', stage: undefined },
      { title: '已过期', validUntil: '2026-05-31' },
      { title: '今日到期', validUntil: '2026-06-01' },
    );
    expect((await titles({})).toSorted()).toEqual(['今日到期', '可匹配']);
    expect(await ownTitles({})).toHaveLength(4);
    expect(await ownTitles({ status: ['expired'] })).toEqual(['已过期']);
    expect(await ownTitles({ level: ['storable'] })).toEqual(['缺阶段']);
  });

  it('is the latest revision, in the transaction that wrote it', async () => {
    const { store, owner, add, titles, ownTitles } = library;
    await add({ externalId: 'L', title: '钠电池', summary: '层状氧化物' });
    await add({ externalId: 'L', title: '钾电池', summary: '普鲁士蓝' });
    expect(await titles({ q: '钠电池' })).toEqual([]);
    expect(await titles({ q: '普鲁士蓝' })).toEqual(['钾电池']);
    await store.withdraw(owner, await library.idOf('钾电池'));
    expect(await titles({ q: '钾电池' })).toEqual([]);
    expect(await ownTitles({ q: '钾电池', status: ['withdrawn'] })).toEqual(['钾电池']);
    await add({ externalId: 'L', title: '钾离子电池' });
    expect(await titles({ q: '钾' })).toEqual(['钾离子电池']);
  });

  it('tells nobody a word of what is sealed', async () => {
    const { store, owner, add, titles, ownTitles, funnel, counter } = library;
    await add({
      externalId: 'X',
      title: '封存前标题',
      summary: '封存前内容',
      institution: { name: '封存研究院' },
      trl: 3,
    });
    const id = await library.idOf('封存前标题');
    await store.sealByKey(owner, [{ channel: 'open-call', externalId: 'X' }]);
    expect(await titles({ q: '封存' })).toEqual([]);
    expect(await ownTitles({ q: '封存' })).toEqual([]);
    expect(await ownTitles({ institution: ['封存'] })).toEqual([]);
    expect(await ownTitles({ trl: [{ from: 3, to: 3 }] })).toEqual([]);
    const { items } = await library.search.own(owner, { status: ['sealed'] }, { limit: 10 });
    expect(items).toMatchObject([{ id, record: { channel: 'open-call', externalId: 'X' }, hits: [], snippet: [] }]);
    expect(JSON.stringify(items)).not.toContain('封存');
    expect(await funnel.count('project_words', 'project_id = $1', [id])).toBe(0);
    const [row] = await funnel.sql<{ told: string }>(
      'select row_to_json(c)::text as told from project_current c where project_id = $1',
      [id],
    );
    expect(row?.told).not.toContain('封存');
    const { facets } = await counter.execute(owner, 'own', { status: ['sealed'] });
    expect(facets.institution).toEqual([]);
  });

  it('follows revisions that came in past the store', async () => {
    const { funnel, owner, add, titles } = library;
    await add({ externalId: 'P', title: '旧标题甲' });
    const id = await library.idOf('旧标题甲');
    const revise = (revision: number, title: string, status: 'active' | 'sealed') =>
      funnel.sql(
        ...revisionStatement(owner, id, revision, { title, seiCodes: ['2'], language: 'zh', stage: 'mature' }, status),
      );
    await revise(2, '新标题乙', 'active');
    expect(await titles({ q: '旧标题甲' })).toEqual([]);
    expect(await titles({ q: '新标题乙' })).toEqual(['新标题乙']);
    expect(await funnel.count('project_current', 'stale')).toBe(0);
    await revise(3, '新标题乙', 'sealed');
    expect(await funnel.count('project_words', 'project_id = $1', [id])).toBe(0);
    expect(await titles({ q: '新标题乙' })).toEqual([]);
  });

  it('is of the own organisation alone, but for the library', async () => {
    const { funnel, search, add } = library;
    const other = await funnel.organisation('institution');
    await add({ title: '别家看得到的成果' });
    expect((await search.own(other, {}, { limit: 10 })).items).toEqual([]);
    expect((await library.counter.execute(other, 'own', {})).total).toBe(0);
    const { items } = await search.library(other, { q: '别家看得到' }, { limit: 10 });
    expect(items).toMatchObject([{ title: '别家看得到的成果', isOwn: false }]);
    expect((await search.library(library.owner, { q: '别家看得到' }, { limit: 10 })).items[0]?.isOwn).toBe(true);
  });

  it('is there after a migration of a library that was there before', async () => {
    const { funnel, titles } = library;
    const before = await funnel.sql('select * from project_current order by project_id');
    const words = await funnel.sql('select * from project_words order by project_id');
    await funnel.sql(`
      drop trigger note_project_revision on project_revision; drop function note_project_revision;
      drop table project_words, project_current; delete from migrations where name ~ 'ProjectSearch|CurrentProjects'`);
    expect(await migrate(funnel.url)).toEqual(['ProjectSearch1700000000006', 'CurrentProjects1700000000011']);
    expect(await funnel.sql('select * from project_current order by project_id')).toEqual(before);
    expect(await funnel.sql('select * from project_words order by project_id')).toEqual(words);
    expect(await titles({ q: '钾离子' })).toEqual(['钾离子电池']);
  });
});

describe('filters, counts and pages', () => {
  let library: Library;
  const facts = [
    {
      title: '甲',
      channel: 'open-call',
      seiCodes: ['3.6'],
      hteCodes: ['10101'],
      trl: 4,
      region: '510100',
      name: '澜州大学',
    },
    {
      title: '乙',
      channel: 'agency',
      seiCodes: ['3.6', '6.5'],
      hteCodes: ['10102'],
      trl: 6,
      region: '510000',
      name: '澜州大学',
    },
    {
      title: '丙',
      channel: 'agency',
      seiCodes: ['6.5'],
      hteCodes: ['10101'],
      trl: 8,
      region: '340200',
      name: '宜江研究院',
    },
    {
      title: '丁',
      channel: 'open-call',
      seiCodes: ['6'],
      hteCodes: [],
      trl: undefined,
      region: '110105',
      name: '宜江研究院',
    },
  ];

  beforeAll(async () => {
    library = await openLibrary();
    // One by one: each enters at a moment of its own.
    for (const { region, name, ...said } of facts)
      await library.add({ ...said, institution: { name, regionCode: region }, summary: '共同的内容' });
  });

  afterAll(() => library.funnel.close());

  it.each<[ProjectQuery, string]>([
    [{}, '甲乙丙丁'],
    [{ domain: ['3.6'] }, '甲乙'],
    [{ domain: ['新材料产业'] }, '甲乙'],
    [{ domain: ['6'] }, '乙丙丁'],
    [{ domain: ['3', '6.5'] }, '甲乙丙'],
    [{ subDomain: ['基础软件'] }, '甲丙'],
    [{ channel: ['agency'] }, '乙丙'],
    [{ channel: ['agency'], domain: ['3.6'] }, '乙'],
    [{ region: ['四川'] }, '甲乙'],
    [{ region: ['成都市'] }, '甲'],
    [{ region: ['北京', '340000'] }, '丙丁'],
    [{ region: ['110105'] }, '丁'],
    [{ trl: [{ from: 5, to: 8 }] }, '乙丙'],
    [
      {
        trl: [
          { from: 4, to: 4 },
          { from: 8, to: 13 },
        ],
      },
      '甲丙',
    ],
    [{ institution: ['澜州'] }, '甲乙'],
    [{ institution: ['%'] }, ''],
    [{ q: '共同', institution: ['研究院'], trl: [{ from: 1, to: 13 }] }, '丙'],
  ])('%j shows %s', async (query, titles) => {
    expect((await library.titles(query)).toSorted()).toEqual(Array.from(titles).sort());
    expect((await library.counter.execute(library.host, 'library', query)).total).toBe(Array.from(titles).length);
  });

  it('takes the id of an institution', async () => {
    const { facets } = await library.counter.execute(library.host, 'library', {});
    const [institution] = facets.institution.filter(({ name }) => name === '宜江研究院');
    expect((await library.titles({ institution: [institution!.value.toUpperCase()] })).sort()).toEqual(['丁', '丙']);
  });

  it.each<[ProjectQuery, string]>([
    [{ domain: ['没有的领域'] }, 'domain.unknown'],
    [{ subDomain: ['99999'] }, 'sub-domain.unknown'],
    [{ region: ['没有的地方'] }, 'region.unknown'],
  ])('%j is refused as %s', async (query, code) => {
    await expect(async () => library.titles(query)).rejects.toMatchObject({ kind: 'invalid', code });
  });

  it('counts each value under all filters but those of its own kind', async () => {
    const count = (query: ProjectQuery) => library.counter.execute(library.host, 'library', query);
    const { total, facets } = await count({ channel: ['agency'], domain: ['3.6'], q: '共同' });
    expect(total).toBe(1);
    expect(facets.channel).toEqual([
      { value: 'agency', projects: 1 },
      { value: 'open-call', projects: 1 },
    ]);
    expect(facets.domain).toEqual([
      { value: '6', projects: 2 },
      { value: '6.5', projects: 2 },
      { value: '3', projects: 1 },
      { value: '3.6', projects: 1 },
    ]);
    expect(facets.region).toEqual([{ value: '510000', projects: 1 }]);
    expect(facets.trl).toEqual([{ value: '6', projects: 1 }]);
    expect(facets.institution).toEqual([{ value: expect.any(String), name: '澜州大学', projects: 1 }]);
    expect(facets.level).toEqual([{ value: 'matchable', projects: 1 }]);
    expect(facets.status).toEqual([{ value: 'active', projects: 1 }]);
  });

  it('gives for every value as many as the list has with it', async () => {
    const asked: ProjectQuery = { channel: ['agency', 'open-call'], trl: [{ from: 5, to: 13 }] };
    const { facets } = await library.counter.execute(library.host, 'library', asked);
    for (const facet of ['domain', 'subDomain', 'channel', 'region', 'institution'] as const) {
      for (const { value, projects } of facets[facet])
        expect(await library.titles({ ...asked, [facet]: [value] })).toHaveLength(projects);
    }
  });

  it.each(projectOrders)('pages by %s, whatever is written in between', async (sort) => {
    const { search, host, add } = library;
    const q = '共同';
    const whole = (await search.library(host, { q }, { sort, limit: 100 })).items.map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await search.library(host, { q }, { sort, limit: 1, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
      expect(cursor).toMatch(/^[\w-]+$/);
      // It sorts before what was seen, or has nothing to do with the list.
      await add(
        { title: `${sort === 'title' ? '一' : '共同'}${seen.length}`, summary: '共同的内容' },
        { title: '无关' },
      );
    }
    expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('orders by entry and by title', async () => {
    const { search, host } = library;
    const of = async (sort: 'newest' | 'title') =>
      (await search.library(host, { institution: ['澜州', '宜江'] }, { sort, limit: 10 })).items.map(
        ({ title }) => title,
      );
    expect(await of('newest')).toEqual(['丁', '丙', '乙', '甲']);
    expect(await of('title')).toEqual(['甲', '乙', '丙', '丁'].sort());
  });

  it('takes a cursor for its own list only', async () => {
    const { search, host, owner } = library;
    const { nextCursor: cursor = '' } = await search.library(host, { q: '共同' }, { limit: 1 });
    const refused = (scope: Scope, query: ProjectQuery, sort?: 'newest', text = cursor) =>
      expect(async () =>
        search.library(scope, query, { limit: 1, cursor: text, ...(sort && { sort }) }),
      ).rejects.toMatchObject(cursorForeign);
    await refused(owner, { q: '共同' });
    await refused(host, { q: '共同的' });
    await refused(host, { q: '共同', channel: ['agency'] });
    await refused(host, { q: '共同' }, 'newest');
    await refused(host, { q: '共同' }, undefined, `${cursor.slice(0, -4)}AAAA`);
    const forge = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const text of [
      'x',
      forge([]),
      forge({}),
      forge(null),
      forge(['a', '1', '1', owner.organisationId]),
      forge([1, 2]),
    ])
      await refused(host, { q: '共同' }, undefined, text);
    await expect(async () => search.own(host, { q: '共同' }, { limit: 1, cursor })).rejects.toMatchObject(
      cursorForeign,
    );
  });
});
