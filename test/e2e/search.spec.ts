import {
  demandPageSchema,
  enterprisePageSchema,
  libraryPageSchema,
  problemSchema,
  projectCountsSchema,
  projectPageSchema,
} from '@throughtrain/contracts';
import { demandRows, enterpriseRows, importRows, projectRows, register, type Players } from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

describe('search', () => {
  let stack: Stack;
  let players: Players;
  let stranger: Client;

  const query = (words: Record<string, string | readonly string[]>): string =>
    new URLSearchParams(
      Object.entries(words).flatMap(([key, value]) => [value].flat().map((one): [string, string] => [key, one])),
    ).toString();
  const library = (words: Record<string, string | readonly string[]>, client = players.host) =>
    answer(client.get(`/v1/library/projects?${query(words)}`), 200, libraryPageSchema);
  const own = (words: Record<string, string | readonly string[]>, client = players.agency) =>
    answer(client.get(`/v1/projects?${query(words)}`), 200, projectPageSchema);

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
    stranger = stack.as((await stack.register('外地机构', 'agency', ['agency'])).apiKey);
    await importRows(players.agency, 'projects', projectRows);
    await importRows(players.host, 'enterprises', enterpriseRows);
    await importRows(players.host, 'demands', demandRows);
  });

  afterAll(() => stack.stop());

  it('finds Chinese words within sentences and says where they stand', async () => {
    const { items } = await library({ q: '离子电导率' });
    expect(items).toHaveLength(4);
    for (const { summary, snippet, hits } of items) {
      const { start = 0, end = 0 } = hits.find(({ field }) => field === 'summary') ?? {};
      expect(summary.slice(start, end)).toBe('离子电导率');
      expect(snippet.filter(({ hit }) => hit)).toEqual([{ text: '离子电导率', hit: true }]);
      expect(summary).toContain(snippet.map(({ text }) => text).join(''));
    }
  });

  it('shows of the projects of others what is public, and no more', async () => {
    const { items } = await library({ limit: '1' }, stranger);
    expect(items[0]).toMatchObject({ status: 'active', isOwn: false });
    const { body } = await stranger.get('/v1/library/projects');
    for (const hidden of ['contact', 'P-1', 'externalId', 'submittedBy', 'consent', 'ownership', 'secrecy'])
      expect(JSON.stringify(body)).not.toContain(hidden);
    expect((await own({}, stranger)).items).toEqual([]);
    const { total } = await answer(stranger.get('/v1/projects/counts'), 200, projectCountsSchema);
    expect(total).toBe(0);
  });

  it('filters, counts and pages', async () => {
    const filter = { domain: '6.5', trl: ['5-6', '8'], institution: '研究院' };
    const counts = await answer(
      players.host.get(`/v1/library/projects/counts?${query(filter)}`),
      200,
      projectCountsSchema,
    );
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await library({ ...filter, limit: '4', ...(cursor !== undefined && { cursor }) });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(counts.total).toBe(9);
    expect(new Set(ids).size).toBe(9);
    expect(counts.facets.domain).toEqual([
      { value: '6', name: expect.any(String), projects: 9 },
      { value: '6.5', name: expect.any(String), projects: 9 },
    ]);
    // Its own filter is left out.
    expect(counts.facets.trl.map(({ value }) => value).sort()).toEqual(['5', '6', '7', '8']);
    expect(counts.facets.channel).toEqual([{ value: 'open-call', name: '高校院所公开征集', projects: 9 }]);
  });

  it('filters what a host has brought in', async () => {
    const ids = async (path: string, schema: typeof demandPageSchema | typeof enterprisePageSchema) =>
      (await answer(players.host.get(encodeURI(path)), 200, schema)).items.map(({ record }) => record['externalId']);
    expect(await ids('/v1/demands?q=第2项 燃料电池', demandPageSchema)).toEqual([]);
    expect(await ids('/v1/demands?q=第1项&enterprise=E-1', demandPageSchema)).toEqual(['D-1']);
    expect(await ids('/v1/enterprises?q=第2新能源&region=四川&kind=enterprise', enterprisePageSchema)).toEqual(['E-2']);
  });

  it.each([
    ['q=%ED%A0%80', 200],
    [`q=${'a'.repeat(101)}`, 400],
    ['q=%00', 400],
    ['q=', 200],
    ['q=%25', 200],
    ['q=%27%3B--', 200],
    [`q=${encodeURIComponent('👩‍🔬')}`, 200],
    ['trl=8-5', 400],
    ['trl=0', 400],
    ['trl=1-99', 400],
    ['limit=101', 400],
    ['limit=0', 400],
    ['sort=random', 400],
    ['level=all', 400],
    ['channel=nowhere', 400],
    ['status=sealed', 400],
    ['submittedBy=x', 400],
    [Array.from({ length: 100 }, () => 'domain=3.6').join('&'), 400],
    ['domain=none', 422],
    ['subDomain=none', 422],
    ['region=none', 422],
    ['cursor=none', 400],
    ['cursor=!', 400],
  ])('answers ?%s with %d', async (text, status) => {
    const { status: given, body } = await players.host.get(`/v1/library/projects?${text}`);
    expect(given).toBe(status);
    if (status !== 200) expect(problemSchema.safeParse(body).success).toBe(true);
  });

  it('refuses a cursor of somebody else', async () => {
    const { nextCursor = '' } = await library({ limit: '1' });
    const { status, body } = await stranger.get(`/v1/library/projects?limit=1&cursor=${nextCursor}`);
    expect([status, problemSchema.parse(body).code]).toEqual([400, 'page.cursor-foreign']);
  });

  it('shows nothing of what is withdrawn or sealed', async () => {
    // Withdrawn: gone from the library, still in its submitter's list.
    const { items: mine } = await own({ sort: 'title' });
    const [first, second] = mine;
    await players.agency.post(`/v1/projects/${first!.id}/withdrawal`, { reason: '不再对外合作' }).expect(200);
    await importRows(players.agency, 'projects', [{ ...second!.record, secrecy: '秘密' }]);
    const left = (await library({ limit: '100' })).items.map(({ id }) => id);
    expect(left).toHaveLength(projectRows.length - 2);
    expect(left).not.toContain(first!.id);
    expect(left).not.toContain(second!.id);
    expect((await own({ status: 'withdrawn' })).items).toMatchObject([{ id: first!.id }]);
    const { items: sealed } = await own({ status: 'sealed' });
    expect(sealed).toMatchObject([{ id: second!.id, hits: [], snippet: [] }]);
    expect(Object.keys(sealed[0]!.record).sort()).toEqual(['channel', 'externalId']);
    expect((await own({ q: String(second!.record['title']) })).items).toEqual([]);
  });
});
