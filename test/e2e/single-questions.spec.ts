import {
  demandPageSchema,
  demandsForProjectSchema,
  problemSchema,
  projectPageSchema,
  projectsForDemandSchema,
  shortlistEntrySchema,
  shortlistSchema,
} from '@throughtrain/contracts';
import { shardOf } from '@throughtrain/matching';
import { apiConfigSchema, matcherConfigSchema, parseConfig, SecretBox } from '@throughtrain/platform';
import { freePort } from '@throughtrain/platform/embedded';
import { eventually, ndjson, projectRow } from '@throughtrain/testing';
import { createApi } from '../../apps/api/src/configure-app';
import { MatcherModule } from '../../apps/matcher/src/matcher.module';
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
import { answer, Client, start, startStack, startWorker, type Stack } from './support/stack';

describe('one question, answered at once', () => {
  let stack: Stack;
  let players: Players;
  /** Ids by external id. */
  let demandIds: ReadonlyMap<string, string>;
  let projectIds: ReadonlyMap<string, string>;

  const projectsFor = (demandId: string, query = '') =>
    answer(players.host.get(`/v1/demands/${demandId}/projects${query}`), 200, projectsForDemandSchema);
  const demandsFor = (projectId: string, query = '') =>
    answer(players.host.get(`/v1/library/projects/${projectId}/demands${query}`), 200, demandsForProjectSchema);
  const readProjectIds = async () => {
    const { items } = await answer(players.agency.get('/v1/projects'), 200, projectPageSchema);
    return new Map(items.map(({ id, record }) => [String(record['externalId']), id]));
  };

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
    await importRows(players.agency, 'projects', projectRows);
    await importRows(players.host, 'enterprises', enterpriseRows);
    await importRows(players.host, 'demands', demandRows);
    const { items } = await answer(players.host.get('/v1/demands'), 200, demandPageSchema);
    demandIds = new Map(items.map(({ id, record }) => [String(record['externalId']), id]));
    projectIds = await readProjectIds();
  });

  afterAll(() => stack.stop());

  it('finds for each demand what a run finds, by the same words and figures', async () => {
    const roadshowId = await createRoadshow(players.host);
    const run = await runMatch(stack, players.host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { id: shortlistId } = await shortlistOf(players.host, run.id);
    const { entries } = await answer(players.host.get(`/v1/shortlists/${shortlistId}`), 200, shortlistSchema);
    const matches = new Map<string, object>();
    for (const { projectId } of entries) {
      const path = `/v1/shortlists/${shortlistId}/entries/${projectId}`;
      const entry = await answer(players.host.get(path), 200, shortlistEntrySchema);
      for (const match of entry.matches) matches.set(`${projectId} ${match.demandId}`, match);
    }
    expect(matches.size).toBeGreaterThan(12);
    const found = new Map<string, unknown>();
    for (const demandId of demandIds.values()) {
      const { items, demandTitle } = await projectsFor(demandId, '?limit=100');
      expect(items.map(({ relevance }) => relevance)).toEqual(
        items.map(({ relevance }) => relevance).toSorted((a, b) => b - a),
      );
      for (const item of items) {
        const match = matches.get(`${item.projectId} ${demandId}`);
        expect({ ...item, demandId, demandTitle }).toMatchObject(withoutEnterprise(match));
        found.set(`${item.projectId} ${demandId}`, item);
      }
    }
    expect([...found.keys()].sort()).toEqual([...matches.keys()].sort());
    for (const projectId of projectIds.values()) {
      const { items, gate } = await demandsFor(projectId);
      expect(gate).toBeUndefined();
      for (const item of items) {
        expect(item).toEqual(matches.get(`${projectId} ${item.demandId}`));
        found.delete(`${projectId} ${item.demandId}`);
      }
    }
    expect([...found]).toEqual([]);
  });

  it('tells as many as were asked for, the best', async () => {
    const demandId = demandIds.get('D-1')!;
    const { items } = await projectsFor(demandId);
    const three = await projectsFor(demandId, '?limit=3');
    expect(items.length).toBeGreaterThan(3);
    expect(three.items).toEqual(items.slice(0, 3));
    expect(three).toMatchObject({ librarySettled: true, bands: [{ band: 'close' }, {}, {}] });
    expect(three.items[0]).toMatchObject({
      title: expect.stringContaining('燃料电池低铂催化剂'),
      institution: expect.stringContaining('研究院'),
      words: expect.arrayContaining([expect.objectContaining({ word: '燃料电池' })]),
      texts: { project: { title: expect.arrayContaining([expect.objectContaining({ hit: true })]) } },
    });
    const projectId = projectIds.get('P-1')!;
    const all = await demandsFor(projectId);
    expect((await demandsFor(projectId, '?limit=1')).items).toEqual(all.items.slice(0, 1));
    for (const limit of ['0', '101', 'x'])
      await answer(players.host.get(`/v1/demands/${demandId}/projects?limit=${limit}`), 400, problemSchema);
  });

  it('finds within 5 seconds what is being imported, and no more what is withdrawn', async () => {
    const demandId = demandIds.get('D-2')!;
    const row = projectRow(101, { externalId: 'P-fresh', seiCodes: ['6.5'], institution: { name: '第九研究院' } });
    await players.agency
      .post('/v1/imports/projects')
      .set('content-type', 'application/x-ndjson')
      .send(ndjson([row]).toString())
      .expect(202);
    const fresh = await eventually(
      async () => (await projectsFor(demandId, '?limit=100')).items.find(({ title }) => title === row.title),
      { withinMs: 5_000 },
    );
    const { items, gate } = await demandsFor(fresh.projectId);
    expect(gate).toBeUndefined();
    expect(items.map((item) => item.demandId)).toContain(demandId);

    await players.agency.post(`/v1/projects/${fresh.projectId}/withdrawal`, { reason: '不再对外合作' }).expect(200);
    const { items: left } = await projectsFor(demandId, '?limit=100');
    expect(left.map(({ projectId }) => projectId)).not.toContain(fresh.projectId);
    expect(await demandsFor(fresh.projectId)).toMatchObject({ gate: 'withdrawn', items: [] });
  });

  it('does not show an enterprise the projects of its own group', async () => {
    const [own] = enterpriseRows;
    const row = projectRow(202, {
      externalId: 'P-own',
      seiCodes: ['6.5'],
      institution: { name: own!.name, creditCode: own!.creditCode },
    });
    await importRows(players.agency, 'projects', [row]);
    const projectId = (await readProjectIds()).get('P-own')!;
    // 202, 1 and 4 are of one theme; D-1 is of E-1, D-4 of E-2.
    const [mine, other] = [demandIds.get('D-1')!, demandIds.get('D-4')!];
    const found = async (demandId: string) =>
      (await projectsFor(demandId, '?limit=100')).items.some((item) => item.projectId === projectId);
    expect([await found(mine), await found(other)]).toEqual([false, true]);
    const demands = (await demandsFor(projectId)).items.map(({ demandId }) => demandId);
    expect([demands.includes(mine), demands.includes(other)]).toEqual([false, true]);
  });

  it('answers to whom the demand belongs, and of a project to every host by its own demands', async () => {
    const stranger = await register(stack, '重庆');
    const path = `/v1/demands/${demandIds.get('D-1')!}/projects`;
    expect(await answer(stranger.host.get(path), 404, problemSchema)).toMatchObject({ code: 'resource.not-found' });
    const projectPath = `/v1/library/projects/${projectIds.get('P-1')!}/demands`;
    const { items } = await answer(stranger.host.get(projectPath), 200, demandsForProjectSchema);
    expect(items).toEqual([]);
    const nobody = '/v1/library/projects/00000000-0000-4000-8000-000000000000/demands';
    expect(await answer(players.host.get(nobody), 404, problemSchema)).toMatchObject({ code: 'resource.not-found' });
  });

  it('answers from a library in parts as from one in one piece, and says which part is away', async () => {
    const ports = [await freePort(), await freePort()];
    const settings = {
      DATABASE_URL: stack.databaseUrl,
      DATABASE_POOL_SIZE: '4',
      DATA_KEY: SecretBox.newKey(),
      LOG_LEVEL: 'silent',
      QUEUE_PREFIX: 'parts',
      RATE_LIMIT_PER_MINUTE: '100000',
      SCORER_URL: ports.map((port) => `http://127.0.0.1:${port}`).join(','),
      SCORER_SECRET: SecretBox.newKey(),
    };
    const matchers = ['0,2', '1,2'].map((served, at) => {
      const own = { ENGINE_SHARDS: '3', ENGINE_SERVED_SHARDS: served, MATCHER_SCORER_PORT: String(ports[at]) };
      return MatcherModule.forRoot(parseConfig(matcherConfigSchema, { ...settings, ...own }));
    });
    const [first, second] = await Promise.all(matchers.map(startWorker));
    const api = await start(await createApi(parseConfig(apiConfigSchema, settings)));
    const host = new Client(api.getHttpServer(), players.hostKey);
    const found = (path: string) => answer(host.get(path), 200, projectsForDemandSchema);

    const parts = new Set<number>();
    for (const demandId of demandIds.values()) {
      const { items, bands } = await projectsFor(demandId, '?limit=100');
      expect(await found(`/v1/demands/${demandId}/projects?limit=100`)).toMatchObject({ items, bands });
      expect((await found(`/v1/demands/${demandId}/projects?limit=3`)).items).toEqual(items.slice(0, 3));
      for (const { projectId } of items) parts.add(shardOf(projectId, 3));
    }
    // Ids are random: of 13 projects, all in one part happens twice in a million times.
    expect(parts.size).toBeGreaterThan(1);
    const projectPaths = [...projectIds.values()].map((id) => `/v1/library/projects/${id}/demands`);
    const demandsOf = async (from: Client) =>
      Promise.all(projectPaths.map(async (path) => (await answer(from.get(path), 200, demandsForProjectSchema)).items));
    const demands = await demandsOf(players.host);
    expect(await demandsOf(host)).toEqual(demands);
    const ready = async (): Promise<object> => (await host.get('/health/ready').expect(200)).body as object;
    await eventually(async () => !('details' in (await ready())), { withinMs: 10_000 });

    await second!.close();
    const refused = await host.get(`/v1/demands/${demandIds.get('D-1')!}/projects`).expect(503);
    expect(refused.body).toMatchObject({ code: 'scorer.part-missing', detail: 'missing: 1, shards: 3' });
    expect(await demandsOf(host)).toEqual(demands);
    expect(await ready()).toMatchObject({ status: 'up', details: { unservedShards: '1' } });
    await first!.close();
    await api.close();
  });

  it('says that it is not available, and is ready for all the rest, while the matcher is away', async () => {
    const settings = { DATABASE_URL: stack.databaseUrl, DATA_KEY: SecretBox.newKey(), LOG_LEVEL: 'silent' };
    const away = { SCORER_URL: `http://127.0.0.1:${await freePort()}`, SCORER_SECRET: SecretBox.newKey() };
    for (const scorer of [away, {}]) {
      const api = await start(await createApi(parseConfig(apiConfigSchema, { ...settings, ...scorer })));
      const host = new Client(api.getHttpServer(), players.hostKey);
      const response = await host.get(`/v1/demands/${demandIds.get('D-1')!}/projects`);
      expect([response.status, response.headers['retry-after']]).toEqual([503, '5']);
      expect(problemSchema.parse(response.body)).toMatchObject({ code: 'scorer.unavailable' });
      await host.get('/health/ready').expect(200);
      await api.close();
    }
  });
});

/** A list of projects for one demand does not say whose it is. */
function withoutEnterprise(match: object | undefined): object {
  expect(match).toBeDefined();
  return Object.fromEntries(Object.entries(match ?? {}).filter(([name]) => !name.startsWith('enterprise')));
}
