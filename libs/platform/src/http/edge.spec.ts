import 'reflect-metadata';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Body, Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role, Scope } from '@throughtrain/domain';
import { CurrentScope, Roles } from '../auth/access.decorators';
import { AuthModule } from '../auth/auth.module';
import { Authenticator } from '../auth/authenticator';
import { HealthModule } from '../health/health.module';
import { Probes } from '../health/probes';
import { LoggingModule, useServiceLogger } from '../logging/logging.module';
import { createHttpAdapter } from './http-adapter';
import { ProblemFilter } from './problem.filter';

const manyBytes = 15_000_000;
const rolesOfKey: Readonly<Record<string, readonly Role[]>> = { tt_host: ['host'], tt_operator: ['operator'] };

let asked: string[] = [];
let isDatabaseAway = false;
let lines: { level: string; msg: string; correlationId?: string; res?: object }[] = [];
let onLine: (message: string) => void = () => undefined;

class FakeAuthenticator extends Authenticator {
  async authenticate(key: string): Promise<Scope | undefined> {
    asked.push(key);
    if (isDatabaseAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const roles = rolesOfKey[key];
    return roles && { principalId: key, organisationId: 'o1', roles };
  }
}

@Controller('notes')
@Roles('host')
class NoteController {
  @Get()
  read(@CurrentScope() { principalId }: Scope) {
    return { principalId };
  }

  @Post()
  take(@Body() body: object) {
    return { names: Object.keys(body) };
  }
}

function moduleWith({ hasKeys = true, requestsPerMinute = 1_000 }): Type {
  const probes = new Probes([], async () => []);
  const destination = {
    write: (line: string) => {
      lines.push(JSON.parse(line) as (typeof lines)[number]);
      onLine(line);
    },
  };
  @Module({
    imports: [
      LoggingModule.forRoot({ service: 'test', level: 'debug', destination }),
      HealthModule.forRoot({ service: 'test', probes: { useFactory: () => probes } }),
      ...(hasKeys ? [AuthModule.forRoot({ authenticator: FakeAuthenticator, requestsPerMinute })] : []),
    ],
    controllers: hasKeys ? [NoteController] : [],
  })
  class TestModule {}
  return TestModule;
}

async function start(options: { hasKeys?: boolean; requestsPerMinute?: number } = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(moduleWith(options), createHttpAdapter(), {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  useServiceLogger(app);
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  return app;
}

describe('the edge of a service', () => {
  let app: NestFastifyApplication;
  let sockets: Socket[];

  beforeAll(async () => {
    app = await start();
  });

  afterAll(() => app.close());

  beforeEach(() => {
    asked = [];
    lines = [];
    isDatabaseAway = false;
    sockets = [];
  });

  afterEach(() => {
    onLine = () => undefined;
    for (const socket of sockets) socket.destroy();
  });

  function open(to = app): Socket {
    const { port } = to.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    sockets.push(socket);
    return socket;
  }

  /** What comes back, up to the end of its problem. */
  async function told(request: string, to = app): Promise<{ head: string; problem: Record<string, unknown> }> {
    const socket = open(to);
    socket.write(request);
    let text = '';
    for await (const piece of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      text += piece;
      if (text.endsWith('}')) break;
    }
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toContain('content-type: application/problem+json; charset=utf-8');
    expect(head).toContain('cache-control: no-store');
    const problem = JSON.parse(body) as Record<string, unknown>;
    expect(head).toContain(`x-correlation-id: ${String(problem['correlationId'])}`);
    return { head, problem };
  }

  const headOf = (path: string, ...headers: string[]) =>
    [`POST ${path} HTTP/1.1`, 'host: test', 'content-type: application/json', ...headers, '', ''].join('\r\n');
  const large = `content-length: ${manyBytes}`;

  it('answers who may not ask before any of the body has come', async () => {
    const missing = await told(headOf('/notes', large));
    expect(missing.problem).toMatchObject({ status: 401, code: 'auth.missing-key' });
    expect(missing.head).toContain('www-authenticate: Bearer');
    const invalid = await told(headOf('/notes', large, 'x-api-key: tt_other'));
    expect(invalid.problem).toMatchObject({ status: 401, code: 'auth.invalid-key' });
    const nowhere = await told(headOf('/nowhere', large));
    expect(nowhere.problem).toMatchObject({ status: 404, code: 'route.not-found' });
    expect((await told(headOf('/health/live', large))).problem).toMatchObject({ status: 405 });
  });

  it('answers who asks too much before any of the body has come', async () => {
    const small = await start({ requestsPerMinute: 1 });
    try {
      await small.inject({ url: '/notes', headers: { 'x-api-key': 'tt_host' } });
      const { head, problem } = await told(headOf('/notes', large, 'x-api-key: tt_host'), small);
      expect(problem).toMatchObject({ status: 429, code: 'request.rate-limited' });
      expect(head).toMatch(/retry-after: \d+/);
    } finally {
      for (const socket of sockets) socket.destroy();
      await small.close();
    }
  });

  it('reads a megabyte from who may, not more', async () => {
    const { problem } = await told(headOf('/notes', 'content-length: 1048577', 'x-api-key: tt_host'));
    expect(problem).toMatchObject({ status: 413, code: 'request.too-large' });
    const payload = { text: 'x'.repeat(1_048_000) };
    const answer = await app.inject({ method: 'POST', url: '/notes', headers: { 'x-api-key': 'tt_host' }, payload });
    expect(answer.json()).toEqual({ names: ['text'] });
  });

  it('asks once whose the key is', async () => {
    const headers = { 'x-api-key': 'tt_host' };
    expect((await app.inject({ url: '/notes', headers })).json()).toEqual({ principalId: 'tt_host' });
    expect(asked).toEqual(['tt_host']);
    const other = await app.inject({ url: '/notes', headers: { 'x-api-key': 'tt_operator' } });
    expect(other.json()).toMatchObject({ status: 403, code: 'auth.role-required' });
    expect(asked).toEqual(['tt_host', 'tt_operator']);
  });

  it('asks to come back when nobody can say whose the key is', async () => {
    isDatabaseAway = true;
    const answer = await app.inject({ url: '/notes', headers: { 'x-api-key': 'tt_host' } });
    expect(answer.json()).toMatchObject({ status: 503, code: 'dependency.unavailable' });
    expect(answer.headers['retry-after']).toBe('5');
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });

  it('takes a client that leaves midway for no error of its own', async () => {
    const left = new Promise<void>((resolve) => {
      onLine = (line) => line.includes('before its request ended') && resolve();
    });
    const socket = open();
    const head = headOf(
      '/notes',
      'content-length: 100',
      'x-api-key: tt_host',
      'x-correlation-id: gone',
      'expect: 100-continue',
    );
    socket.write(head);
    await once(socket, 'data');
    socket.write('{"text":');
    socket.destroy();
    await left;
    expect(lines.filter(({ level }) => !['debug', 'info'].includes(level))).toEqual([]);
    const said = lines.filter(({ correlationId }) => correlationId === 'gone');
    expect(said.map(({ level, msg, res }) => [level, msg, res])).toEqual([
      ['info', 'Client left', {}],
      ['debug', 'Client left before its request ended', undefined],
    ]);
  });

  it.each([
    ['a head that is too long', `GET / HTTP/1.1\r\nhost: test\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', headOf('/notes', 'content-length: 5', 'transfer-encoding: chunked'), 400],
    ['what is no HTTP', 'hello\r\n\r\n', 400],
  ])('answers %s', async (_what, request, status) => {
    const { head, problem } = await told(request);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
    expect(problem).toMatchObject({ status, code: 'request.invalid' });
  });

  it('limits how long a request may take to come, above the sign of life of event streams', () => {
    const { timeout, requestTimeout, headersTimeout } = app.getHttpServer() as ReturnType<
      NestFastifyApplication['getHttpServer']
    > & { timeout: number; requestTimeout: number; headersTimeout: number };
    expect({ timeout, requestTimeout, headersTimeout }).toEqual({
      timeout: 30_000,
      requestTimeout: 600_000,
      headersTimeout: 20_000,
    });
  });

  describe('metrics', () => {
    const scrape = (remoteAddress: string, headers: Record<string, string> = {}, of = app) =>
      of.inject({ url: '/metrics', remoteAddress, headers });

    it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('are for this machine: %s', async (address) => {
      expect((await scrape(address)).body).toContain('process_cpu_user_seconds_total');
      expect(asked).toEqual([]);
    });

    it.each([
      ['another machine', '10.0.0.7', {}],
      ['another machine by IPv6', '2001:db8::127', {}],
      ['a proxy', '127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }],
      ['a proxy of RFC 7239', '::1', { forwarded: 'for=10.0.0.7' }],
    ])('ask %s for the key of an operator', async (_what, address, headers) => {
      expect((await scrape(address, headers)).statusCode).toBe(401);
      expect((await scrape(address, { ...headers, 'x-api-key': 'tt_host' })).statusCode).toBe(403);
      const answer = await scrape(address, { ...headers, 'x-api-key': 'tt_operator' });
      expect(answer.body).toContain('process_cpu_user_seconds_total');
    });

    it('stay on the machine of a service that knows no keys', async () => {
      const worker = await start({ hasKeys: false });
      try {
        expect((await scrape('127.0.0.1', {}, worker)).statusCode).toBe(200);
        expect((await scrape('10.0.0.7', { 'x-api-key': 'tt_operator' }, worker)).statusCode).toBe(403);
      } finally {
        await worker.close();
      }
    });
  });
});
