import type { OpenAPIObject } from '@nestjs/swagger';
import {
  callSchema,
  demandPageSchema,
  duplicateSearchSchema,
  feedSchema,
  principalPageSchema,
  problemSchema,
  projectPageSchema,
  quarantinePageSchema,
  roadshowPageSchema,
} from '@throughtrain/contracts';
import { roles, type Role } from '@throughtrain/domain';
import { describeApi } from '../../apps/api/src/open-api';
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
} from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

type Method = 'get' | 'post' | 'put' | 'delete';

/** One operation of the document with all that is needed to call it. */
interface Route {
  readonly method: Method;
  readonly path: string;
  readonly roles: readonly Role[];
  /** Path parameters that hold ids. */
  readonly ids: readonly string[];
  readonly query: string;
  readonly body: object | undefined;
}

function routesOf(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined
        ? []
        : [{ method, path, ...describeOperation(operation as unknown as Operation, document) }];
    }),
  );
}

interface Operation {
  readonly 'x-roles'?: readonly Role[];
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    schema: { format?: string; enum?: string[]; type?: string };
  }[];
  readonly requestBody?: { content: Record<string, { example?: object; schema?: { $ref?: string } }> };
}

function describeOperation(operation: Operation, document: OpenAPIObject): Omit<Route, 'method' | 'path'> {
  const parameters = operation.parameters ?? [];
  const wanted = parameters.filter((parameter) => parameter.in === 'query' && parameter.required === true);
  return {
    roles: operation['x-roles'] ?? [],
    ids: parameters
      .filter((parameter) => parameter.in === 'path' && parameter.schema.format === 'uuid')
      .map(({ name }) => name),
    query: wanted.map(({ name, schema }) => `${name}=${schema.enum?.[0] ?? '1'}`).join('&'),
    body: exampleOf(operation, document),
  };
}

function exampleOf({ requestBody }: Operation, document: OpenAPIObject): object | undefined {
  if (requestBody === undefined) return undefined;
  const content = requestBody.content['application/json'];
  const name = content?.schema?.$ref?.split('/').at(-1) ?? '';
  const schema = document.components?.schemas?.[name] as { example?: object } | undefined;
  const example = content?.example ?? schema?.example;
  if (example === undefined) throw new Error(`The body ${name} has no example, so its route can not be called.`);
  return example;
}

/** Roles that act for the whole service below a path, and why what they see there is not of one organisation. */
const forAll: readonly { readonly path: string; readonly roles: readonly Role[]; readonly why: string }[] = [
  { path: '/v1/principals/', roles: ['operator'], why: 'operators run the service for all organisations' },
  { path: '/v1/quarantine/', roles: ['operator'], why: 'what must not be here is not of one organisation' },
  {
    path: '/v1/projects/{projectId}/purge',
    roles: ['operator'],
    why: 'what must not be here is not of one organisation',
  },
  {
    path: '/v1/library/projects/{projectId}/demands',
    roles: ['host'],
    why: 'the library is the same for every host, and the demands are those of whoever asks',
  },
  { path: '/v1/organisations/', roles: ['operator'], why: 'who is who is not of one organisation' },
  {
    path: '/v1/projects/{projectId}/expert-scores',
    roles: ['analyst', 'operator'],
    why: 'experts judge projects of the whole library',
  },
  { path: '/v1/duplicates/', roles: ['operator'], why: 'a search compares the projects of all organisations' },
  {
    path: '/v1/projects/{projectId}/duplicates',
    roles: ['operator'],
    why: 'operators decide whether what two organisations have brought in is one project',
  },
];
const isForAll = (path: string, role: Role): boolean =>
  forAll.some((one) => path.startsWith(one.path) && one.roles.includes(role));

/** Every route of the OpenAPI document, so that a new one is covered without being named here. */
describe('isolation', () => {
  let stack: Stack;
  let routes: Route[];
  /** Ids that belong to the first organisations, by parameter name. */
  let ids: Readonly<Record<string, string>>;
  /** A key of the first organisations for each role. */
  const owners = new Map<Role, Client>();
  const strangers = new Map<Role, Client>();

  const pathOf = ({ path, query }: Route): string => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '1');
    return query === '' ? filled : `${filled}?${query}`;
  };
  const send = (client: Client, route: Route) => client.send(route.method, pathOf(route), route.body);
  const problemStatus = async (client: Client, route: Route): Promise<string> => {
    const response = await send(client, route);
    const parsed = problemSchema.safeParse(response.body);
    const type = String(response.headers['content-type']).split(';')[0];
    return `${route.method} ${route.path} ${response.status} ${type} ${parsed.data?.code ?? 'no problem'}`;
  };

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    routes = routesOf(describeApi(stack.api));
    const players = await register(stack, '成都');
    const withContact = <Row extends object>(row: Row) => ({ ...row, contact: { name: '张三', phone: '13800005678' } });
    await importRows(players.agency, 'projects', [
      ...projectRows.map(withContact),
      { ...projectRows[0], externalId: 'P-marked', summary: '机密★10年' },
    ]);
    const { items: held } = await answer(players.agency.get('/v1/quarantine'), 200, quarantinePageSchema);
    const { id: importId } = await importRows(players.host, 'enterprises', enterpriseRows.map(withContact));
    await importRows(players.host, 'demands', demandRows);
    const roadshowId = await createRoadshow(players.host);
    const { id: runId } = await runMatch(stack, players.host, `/v1/roadshows/${roadshowId}/match-runs`);
    const { id: shortlistId } = await shortlistOf(players.host, runId);
    await freeze(players.host, runId, shortlistId);
    const enterprise = (await enterpriseClients(stack, players)).get('E-1')!;
    const invitation = await firstInvitation(enterprise);
    const projectId = invitation.items[0]!.projectId;
    const { id: pickListId } = await makePicks(players.host, roadshowId);
    await players.host.post(`/v1/pick-lists/${pickListId}/publication`).expect(200);
    const { items: principals } = await answer(players.operator.get('/v1/principals'), 200, principalPageSchema);
    const { items: demands } = await answer(players.host.get('/v1/demands'), 200, demandPageSchema);
    const wanted = { title: '征集', text: '征集成果', industryDomains: ['6'], closes: '2099-12-31' };
    const { id: callId } = await answer(players.host.post('/v1/calls', wanted), 201, callSchema);
    // While it is open, everybody may read it.
    await players.host.post(`/v1/calls/${callId}/close`).expect(200);
    const wantedFeed = { kind: 'enterprises', url: 'http://127.0.0.1:1/none', everyMinutes: 60 };
    const { id: feedId } = await answer(players.host.post('/v1/feeds', wantedFeed), 201, feedSchema);
    await players.host.put(`/v1/feeds/${feedId}`, { state: 'paused' }).expect(200);
    const search = players.operator.post('/v1/duplicates/searches', { scope: 'changed' });
    const { id: searchId } = await answer(search, 202, duplicateSearchSchema);
    ids = {
      callId,
      feedId,
      demandId: demands[0]!.id,
      enterpriseId: invitation.enterpriseId,
      principalId: principals[0]!.id,
      organisationId: invitation.enterpriseId,
      importId,
      projectId,
      rowId: held[0]!.id,
      roadshowId,
      runId,
      shortlistId,
      invitationId: invitation.id,
      pickListId,
      searchId,
    };
    owners
      .set('host', players.host)
      .set('analyst', players.host)
      .set('agency', players.agency)
      .set('enterprise', enterprise)
      .set('operator', players.operator);
    for (const role of roles)
      strangers.set(role, stack.as((await stack.register(`外地${role}`, 'host', [role])).apiKey));
  });

  afterAll(() => stack.stop());

  it('knows an id for every parameter of the document', () => {
    const names = new Set(routes.flatMap((route) => route.ids));
    expect([...names].sort()).toEqual(Object.keys(ids).sort());
  });

  it('reads them all as their owner', async () => {
    for (const route of routes.filter(({ method, ids: names }) => method === 'get' && names.length > 0)) {
      const owner = owners.get(route.roles.find((role) => owners.has(role)) ?? 'operator');
      const { status } = await send(owner!, route);
      expect(`${route.path} ${status}`).toBe(`${route.path} 200`);
    }
  });

  it('answers 404 to every other organisation', async () => {
    for (const route of routes.filter(({ ids: names }) => names.length > 0)) {
      for (const role of route.roles.filter((one) => !isForAll(route.path, one))) {
        const told = await problemStatus(strangers.get(role)!, route);
        expect(told).toBe(`${route.method} ${route.path} 404 application/problem+json resource.not-found`);
      }
    }
  });

  it('answers 401 without a key and 403 with the wrong role', async () => {
    for (const route of routes) {
      expect(route.roles).not.toHaveLength(0);
      expect(await problemStatus(stack.as(undefined), route)).toBe(
        `${route.method} ${route.path} 401 application/problem+json auth.missing-key`,
      );
      for (const role of roles.filter((one) => !route.roles.includes(one))) {
        expect(await problemStatus(strangers.get(role)!, route)).toBe(
          `${route.method} ${route.path} 403 application/problem+json auth.role-required`,
        );
      }
    }
  });

  it('shows other organisations empty lists', async () => {
    expect((await answer(strangers.get('agency')!.get('/v1/projects'), 200, projectPageSchema)).items).toEqual([]);
    expect((await answer(strangers.get('host')!.get('/v1/roadshows'), 200, roadshowPageSchema)).items).toEqual([]);
    expect((await answer(strangers.get('agency')!.get('/v1/quarantine'), 200, quarantinePageSchema)).items).toEqual([]);
  });
});
