import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { problemSchema, roadshowSchema } from '@throughtrain/contracts';
import { createTestDatabase } from '@throughtrain/testing';
import { Client as Database } from 'pg';
import { roadshowFields } from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

const megabyte = 1_048_576;

/** Stands between the api and PostgreSQL, and can be cut. */
async function cuttableWay(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((inward) => {
    const outward = connect(Number(port), hostname);
    for (const socket of [inward, outward]) sockets.add(socket.on('error', () => undefined));
    inward.pipe(outward).pipe(inward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  const own = server.address() as AddressInfo;
  [url.hostname, url.port] = ['127.0.0.1', String(own.port)];
  return {
    url: url.href,
    cut: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
    mend: () => once(server.listen(own.port, '127.0.0.1'), 'listening'),
  };
}

describe('problems', () => {
  let stack: Stack;
  let hostKey: string;
  let host: Client;

  beforeAll(async () => {
    stack = await startStack({ settings: { MAX_UPLOAD_MB: '1' } });
    hostKey = (await stack.register('成都承办', 'host', ['host'])).apiKey;
    host = stack.as(hostKey);
  });

  afterAll(() => stack.stop());

  const problem = async (test: ReturnType<Client['get']>, status: number) => {
    void test.expect('content-type', /^application\/problem\+json/);
    return answer(test, status, problemSchema.strict());
  };
  const ndjson = (): ReturnType<Client['post']> =>
    host.post('/v1/imports/enterprises').set('content-type', 'application/x-ndjson');

  it('are told apart by a stable code', async () => {
    const json = (text: string) => host.post('/v1/roadshows').set('content-type', 'application/json').send(text);
    expect(await problem(json('{"industryDomains":'), 400)).toMatchObject({ code: 'request.not-json' });
    expect(await problem(json('{"__proto__":{"a":1}}'), 400)).toMatchObject({ code: 'request.not-json' });
    expect(await problem(host.post('/v1/roadshows').type('text/plain').send('hello'), 415)).toMatchObject({
      code: 'request.unsupported-type',
    });
    expect(await problem(host.post('/v1/roadshows').type('form').send({ place: '成都' }), 415)).toMatchObject({
      code: 'request.unsupported-type',
    });
    expect(await problem(host.post('/v1/roadshows').type('application/x-ndjson').send('{}'), 415)).toMatchObject({
      code: 'request.unsupported-type',
    });
    expect(await problem(host.get('/v1/nowhere'), 404)).toMatchObject({ code: 'route.not-found' });
    expect(await problem(host.put('/v1/roadshows').expect('allow', 'GET, HEAD, POST'), 405)).toMatchObject({
      code: 'route.method-not-allowed',
    });
    const repeated = host.post('/v1/imports/enterprises').type('application/json').send('{"records":[{"a":1,"a":2}]}');
    expect(await problem(repeated, 400)).toMatchObject({ code: 'request.repeated-key' });
    expect(await problem(host.get('/v1/roadshows/not-a-uuid'), 400)).toMatchObject({ code: 'request.invalid' });
    expect(await problem(host.get('/v1/roadshows?limit=501'), 400)).toMatchObject({
      errors: [expect.objectContaining({ path: 'limit' })],
    });
    expect(
      await problem(host.post('/v1/roadshows', { ...roadshowFields, industryDomains: ['炼金术'] }), 422),
    ).toMatchObject({
      code: 'domain.unknown',
    });
    expect(
      await problem(
        stack
          .as(undefined)
          .get('/v1/me')
          .expect('www-authenticate', /^Bearer/),
        401,
      ),
    ).toMatchObject({
      code: 'auth.missing-key',
    });
    expect(await problem(stack.as('tt_wrong').get('/v1/me'), 401)).toMatchObject({ code: 'auth.invalid-key' });
    expect(await problem(host.get('/v1/projects'), 403)).toMatchObject({ code: 'auth.role-required' });
  });

  it('name the places of a request and never its values', async () => {
    const body = { ...roadshowFields, place: '保密地点'.repeat(20), secretField: 'hunter2' };
    const told = await problem(host.post('/v1/roadshows', body), 400);
    expect(told.errors!.map(({ path }) => path)).toEqual(expect.arrayContaining(['place']));
    expect(JSON.stringify(told)).not.toMatch(/保密地点|hunter2/);
  });

  it('say where a body can not be read', async () => {
    const gbk = Buffer.concat([Buffer.from('{"place":"'), Buffer.from('b3c9b6bc', 'hex'), Buffer.from('"}')]);
    const headers = { authorization: `Bearer ${hostKey}`, 'content-type': 'application/json' };
    const told = await stack.api.inject({ method: 'POST', url: '/v1/roadshows', headers, payload: gbk });
    expect(told.json()).toMatchObject({
      status: 400,
      code: 'request.invalid',
      errors: [{ path: '', message: 'is not UTF-8' }],
    });
    const empty = host.post('/v1/roadshows').type('application/json').set('content-length', '0');
    expect((await problem(empty, 400)).errors).toEqual([{ path: '', message: expect.stringContaining('object') }]);
    const deep = host
      .post('/v1/imports/enterprises')
      .type('application/json')
      .send(`{"records":[1,${'['.repeat(50_000)}${']'.repeat(50_000)}]}`);
    expect(await problem(deep, 400)).toMatchObject({
      errors: [{ path: 'records.1', message: 'is nested too deeply' }],
    });
  });

  it('do not come from a content type without a body', async () => {
    const { id } = await answer(host.post('/v1/roadshows', roadshowFields), 201, roadshowSchema);
    await host.post(`/v1/roadshows/${id}/match-runs`).type('application/json').expect(202);
  });

  it('refuse uploads that are too large, whether or not they say so', async () => {
    expect(await problem(ndjson().send('x'.repeat(megabyte + 1)), 413)).toMatchObject({ code: 'request.too-large' });
    const unsaid = ndjson().set('transfer-encoding', 'chunked');
    for (let pieces = 0; pieces < 17; pieces += 1) unsaid.write('x'.repeat(64 * 1_024));
    expect(await problem(unsaid, 413)).toMatchObject({ code: 'request.too-large' });
  });

  it('read a megabyte of JSON, and sixteen where records come in', async () => {
    // Past the socket, which closes on a client that still writes.
    const post = async (url: string, megabytes: number) => {
      const payload = { records: 'x'.repeat(megabytes * megabyte) };
      const answer = await stack.api.inject({ method: 'POST', url, headers: { 'x-api-key': hostKey }, payload });
      return problemSchema.parse(answer.json());
    };
    expect(await post('/v1/roadshows', 1)).toMatchObject({ status: 413, code: 'request.too-large' });
    expect(await post('/v1/imports/enterprises', 15)).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(await post('/v1/imports/enterprises', 16)).toMatchObject({ status: 413, code: 'request.too-large' });
  });

  it('refuse uploads without bytes and lists without records', async () => {
    expect(await problem(ndjson(), 422)).toMatchObject({ code: 'import.empty' });
    expect(await problem(host.post('/v1/imports/enterprises', { records: [] }), 400)).toMatchObject({
      code: 'request.invalid',
    });
    const tooMany = { records: Array.from({ length: 1_001 }, () => 0) };
    expect(await problem(host.post('/v1/imports/enterprises', tooMany), 400)).toMatchObject({
      code: 'request.invalid',
    });
  });

  it('carry the correlation id of the caller', async () => {
    const test = host.get('/v1/nowhere').set('x-correlation-id', 'call-17').expect('x-correlation-id', 'call-17');
    expect(await problem(test, 404)).toMatchObject({ correlationId: 'call-17' });
  });

  it('are kept by nobody on the way, as other answers are', async () => {
    for (const client of [host, stack.as(undefined)]) {
      for (const path of ['/v1/me', '/v1/roadshows', '/v1/nowhere', '/v1/projects'])
        await client.get(path).expect('cache-control', 'no-store');
    }
  });

  it('meet strangers who scrape metrics', async () => {
    const scrape = { url: '/metrics', remoteAddress: '192.0.2.7' };
    expect((await stack.api.inject(scrape)).json()).toMatchObject({ status: 401, code: 'auth.missing-key' });
    const { apiKey } = await stack.register('运营', 'operator', ['operator']);
    expect((await stack.api.inject({ ...scrape, headers: { 'x-api-key': apiKey } })).statusCode).toBe(200);
  });

  it('ask to come back while PostgreSQL is away', async () => {
    const database = await createTestDatabase();
    const way = await cuttableWay(database.url);
    const cut = await startStack({ settings: { DATABASE_URL: way.url } });
    try {
      const client = cut.as((await cut.register('承办', 'host', ['host'])).apiKey);
      await client.get('/v1/roadshows').expect(200);
      await way.cut();
      for (let request = 0; request < 6; request += 1) {
        expect(await problem(client.get('/v1/roadshows').expect('retry-after', '5'), 503)).toMatchObject({
          code: 'dependency.unavailable',
        });
      }
      await way.mend();
      await client.get('/v1/roadshows').expect(200);
    } finally {
      await cut.stop();
      await way.cut();
      await database.drop();
    }
  });

  it('say nothing of the inside', async () => {
    const database = new Database({ connectionString: stack.databaseUrl });
    await database.connect();
    await database.query('alter table roadshow rename to roadshow_hidden');
    try {
      const told = await problem(host.get('/v1/roadshows'), 500);
      expect(told).toEqual({
        type: 'urn:throughtrain:problem:internal.unexpected',
        title: 'The service failed unexpectedly.',
        titleZh: '服务出现意外错误',
        status: 500,
        code: 'internal.unexpected',
        correlationId: told.correlationId,
      });
    } finally {
      await database.query('alter table roadshow_hidden rename to roadshow');
      await database.end();
    }
  });

  it('slow down a key that asks too much', async () => {
    const small = await startStack({ settings: { RATE_LIMIT_PER_MINUTE: '10' } });
    try {
      const client = small.as((await small.register('承办', 'host', ['host'])).apiKey);
      let allowed = 0;
      // The window may turn once in between.
      while (allowed <= 20 && (await client.get('/v1/me')).status === 200) allowed += 1;
      expect(allowed).toBeGreaterThanOrEqual(10);
      expect(allowed).toBeLessThanOrEqual(20);
      expect(await problem(client.get('/v1/me').expect('retry-after', /^\d+$/), 429)).toMatchObject({
        code: 'request.rate-limited',
      });
    } finally {
      await small.stop();
    }
  });
});
