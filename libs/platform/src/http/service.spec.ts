import 'reflect-metadata';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpException,
  Logger as NestLogger,
  Module,
  Post,
  Query,
  Res,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError, type Scope } from '@throughtrain/domain';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodValidationPipe } from 'nestjs-zod';
import { z } from 'zod';
import { CurrentScope, Public, Roles } from '../auth/access.decorators';
import { AuthModule } from '../auth/auth.module';
import { Authenticator } from '../auth/authenticator';
import { HealthModule } from '../health/health.module';
import { Probes } from '../health/probes';
import { ProbeCheck } from '../health/readiness';
import { LoggingModule, useServiceLogger } from '../logging/logging.module';
import { createHttpAdapter } from './http-adapter';
import { ProblemFilter } from './problem.filter';
import { registerSecurityHeaders } from './security-headers';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const host = { authorization: 'Bearer tt_host' };

class NoteDto extends createZodDto(z.strictObject({ text: z.string().max(5) })) {}

@Controller('things')
@Roles('host', 'analyst')
class ThingController {
  private readonly logger = new NestLogger(ThingController.name);

  @Get('me')
  me(@CurrentScope() scope: Scope): Scope {
    return scope;
  }

  @Post('notes')
  @HttpCode(200)
  note(@Body(ZodValidationPipe) note: NoteDto): NoteDto {
    return note;
  }

  @Get('operator')
  @Roles('operator')
  operator(): void {
    throw new Error('never reached');
  }

  @Get('broken')
  broken(@Query('how') how: string): void {
    if (how === 'database')
      throw Object.assign(new Error('duplicate key'), { detail: 'Key (name)=(张三)', query: 'insert' });
    if (how === 'lease') throw new DomainError('unavailable', 'lease.lost');
    throw new HttpException({ inside: 'secret' }, 500);
  }

  @Get('log')
  log(): void {
    const row = { 联系人: '张三', 手机: '139', 项目名称: '石墨烯' };
    const contact = {
      apiKey: 'tt_secret',
      project: { contactRef: 'C-1', contact: { phone: '139', email: 'a@b' } },
      row,
    };
    this.logger.log({ authorization: 'Bearer tt_secret', ...contact, note: { keep: 'this' } }, 'Said');
  }

  @Get('torn')
  torn(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200);
    throw new Error('midway');
  }
}

@Controller()
class UndecidedController {
  @Get('undecided')
  undecided(): string {
    return 'open to all?';
  }

  @Public()
  @Roles('host')
  @Get('both')
  both(): string {
    return 'contradiction';
  }

  @Public()
  @Get('decided')
  decided(): string {
    return 'fine';
  }
}

class FakeAuthenticator extends Authenticator {
  async authenticate(key: string): Promise<Scope | undefined> {
    if (key === 'tt_host') return { principalId: 'p1', organisationId: 'o1', roles: ['host'] };
    return undefined;
  }
}

let database: 'up' | 'down' = 'up';
let details: () => Promise<Readonly<Record<string, string>>>;
const lines: string[] = [];

function moduleWith(controller: Type, requestsPerMinute: number): Type {
  const probes = new Probes(
    [new ProbeCheck('database', async () => database), new ProbeCheck('queue', async () => 'up')],
    async () => [{ queue: 'ingest', waiting: 3, active: 1, delayed: 0, failed: 2 }],
    () => details(),
  );
  @Module({
    imports: [
      LoggingModule.forRoot({
        service: 'test',
        level: 'info',
        destination: { write: (line) => void lines.push(line) },
      }),
      HealthModule.forRoot({ service: 'test', probes: { useFactory: () => probes } }),
      AuthModule.forRoot({ authenticator: FakeAuthenticator, requestsPerMinute }),
    ],
    controllers: [controller],
  })
  class TestModule {}
  return TestModule;
}

async function start(controller: Type, requestsPerMinute = 1_000): Promise<NestFastifyApplication> {
  const module = moduleWith(controller, requestsPerMinute);
  const app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter({ bodyLimitBytes: 100 }), {
    bufferLogs: true,
    abortOnError: false,
  });
  useServiceLogger(app);
  app.useGlobalFilters(new ProblemFilter());
  await registerSecurityHeaders(app, { plainHttp: true });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('a service on HTTP', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await start(ThingController);
  });

  afterAll(async () => {
    await app.close();
  });

  beforeEach(() => {
    lines.length = 0;
    database = 'up';
    details = async () => ({});
  });

  async function problem(request: Parameters<NestFastifyApplication['inject']>[0]) {
    const answer = await app.inject(request);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const body = answer.json<Record<string, unknown>>();
    expect(body).toMatchObject({ status: answer.statusCode, correlationId: answer.headers['x-correlation-id'] });
    return { ...body, headers: answer.headers } as {
      code: string;
      status: number;
      errors?: unknown;
      headers: Record<string, string>;
    };
  }

  it('gives the scope of the key to the handler', async () => {
    for (const headers of [host, { 'x-api-key': 'tt_host' }]) {
      const answer = await app.inject({ url: '/things/me', headers });
      expect(answer.json()).toEqual({ principalId: 'p1', organisationId: 'o1', roles: ['host'] });
    }
  });

  it('refuses without a key, with an unknown one and with the wrong role', async () => {
    expect(await problem({ url: '/things/me' })).toMatchObject({ status: 401, code: 'auth.missing-key' });
    const invalid = await problem({ url: '/things/me', headers: { authorization: 'Bearer tt_other' } });
    expect(invalid).toMatchObject({ status: 401, code: 'auth.invalid-key' });
    expect(invalid.headers['www-authenticate']).toContain('invalid_token');
    expect(await problem({ url: '/things/me', headers: { authorization: 'Basic eDp5' } })).toMatchObject({
      code: 'auth.missing-key',
    });
    expect(await problem({ url: '/things/operator', headers: host })).toMatchObject({
      status: 403,
      code: 'auth.role-required',
    });
  });

  it('sends an acceptable correlation id back and replaces others', async () => {
    const given = await problem({ url: '/nowhere', headers: { 'x-correlation-id': 'run-7.b' } });
    expect(given).toMatchObject({ status: 404, code: 'route.not-found', correlationId: 'run-7.b' });
    const replaced = await app.inject({ url: '/health/live', headers: { 'x-correlation-id': 'two words' } });
    expect(replaced.headers['x-correlation-id']).toMatch(uuid);
  });

  it('answers faults of the body before and after parsing', async () => {
    const post = { method: 'POST', url: '/things/notes' } as const;
    const json = { ...host, 'content-type': 'application/json' };
    expect((await app.inject({ ...post, headers: host, payload: { text: 'fine' } })).json()).toEqual({ text: 'fine' });
    expect(await problem({ ...post, headers: json, payload: '{"text": SECRET' })).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
    expect(await problem({ ...post, headers: json, payload: '{"__proto__": {"a": 1}}' })).toMatchObject({
      status: 400,
    });
    expect(await problem({ ...post, headers: json, payload: '' })).toMatchObject({ status: 400 });
    const large = await problem({ ...post, headers: json, payload: JSON.stringify({ text: 'x'.repeat(200) }) });
    expect(large).toMatchObject({ status: 413, code: 'request.too-large' });
    const type = await problem({ ...post, headers: { ...host, 'content-type': 'text/csv' }, payload: 'a,b' });
    expect(type).toMatchObject({ status: 415, code: 'request.unsupported-type' });
    const invalid = await problem({ ...post, headers: host, payload: { text: 'too long', more: 1 } });
    expect(invalid).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(invalid.errors).toEqual([
      { path: 'text', message: 'Too big: expected string to have <=5 characters' },
      { path: '', message: 'Unrecognized key: "more"' },
    ]);
  });

  it('tells a wrong method from a path that does not exist', async () => {
    const wrong = await problem({ method: 'PUT', url: '/things/me?a=1', headers: host });
    expect(wrong).toMatchObject({ status: 405, code: 'route.method-not-allowed' });
    expect(wrong.headers['allow']).toBe('GET, HEAD');
    const nowhere = await problem({ url: '/things/me/more', headers: host });
    expect(nowhere).toMatchObject({ status: 404, code: 'route.not-found' });
    expect(nowhere.headers).not.toHaveProperty('allow');
  });

  it('answers a url that can not be decoded', async () => {
    expect(await problem({ url: '/things/%zz' })).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it('keeps internals in the log', async () => {
    const answer = await app.inject({ url: '/things/broken?how=database', headers: host });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal.unexpected' });
    expect(answer.body).not.toMatch(/duplicate|张三|insert|at /);
    const logged = lines.join('');
    expect(logged).toContain('duplicate key');
    expect(logged).toContain('service.spec');
    expect(logged).not.toMatch(/张三|tt_host/);
    expect((await app.inject({ url: '/things/broken?how=http', headers: host })).body).not.toContain('secret');
    const lease = await problem({ url: '/things/broken?how=lease', headers: host });
    expect(lease).toMatchObject({ status: 503, code: 'lease.lost' });
    expect(lease.headers['retry-after']).toBe('5');
  });

  it('logs a request as one line with its correlation id, without query, headers and body', async () => {
    const headers = { ...host, 'x-correlation-id': 'c-1', cookie: 'session=1' };
    await app.inject({ url: '/things/log?phrase=secret', headers });
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said).toHaveLength(2);
    for (const line of said) expect(line).toMatchObject({ level: 'info', service: 'test', correlationId: 'c-1' });
    expect(said[0]).toMatchObject({
      context: 'ThingController',
      msg: 'Said',
      apiKey: '[redacted]',
      authorization: '[redacted]',
      project: { contactRef: '[redacted]', contact: '[redacted]' },
      note: { keep: 'this' },
      row: { 联系人: '[redacted]', 手机: '[redacted]', 项目名称: '石墨烯' },
    });
    expect(said[1]).toMatchObject({ req: { method: 'GET', path: '/things/log' }, res: { status: 200 } });
    expect(lines.join('')).not.toMatch(/tt_|session|phrase/);
  });

  it('is live, ready as long as everything answers, and names what is down', async () => {
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'up' });
    expect((await app.inject('/health/ready')).json()).toEqual({
      status: 'up',
      checks: { database: 'up', queue: 'up' },
    });
    database = 'down';
    const answer = await app.inject('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'down', checks: { database: 'down', queue: 'up' } });
    expect(lines).toEqual([]);
  });

  it('tells what else is known of its state, and is ready without it', async () => {
    details = async () => ({ unservedShards: '1,3' });
    expect((await app.inject('/health/ready')).json()).toMatchObject({ details: { unservedShards: '1,3' } });
    details = () => Promise.reject(new Error('gone'));
    const answer = await app.inject('/health/ready');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).not.toHaveProperty('details');
  });

  it('measures requests by route template and queues by state', async () => {
    await app.inject({ url: '/things/me', headers: host });
    await app.inject('/no/such/route');
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(answer.body).toContain('queue_jobs{queue="ingest",state="waiting",service="test"} 3');
    expect(answer.body).toMatch(/_count\{service="test",method="GET",route="\/things\/me",status="200"\} \d/);
    expect(answer.body).toMatch(/route="\(unknown\)",status="404"/);
    expect(answer.body).not.toContain('/no/such/route');
    expect(answer.body).toContain('process_cpu_user_seconds_total');
  });

  it('does not tell browsers to upgrade where TLS ends in front', async () => {
    const policy = (await app.inject('/health/live')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  it('cuts an answer that breaks after its head was sent', async () => {
    await app.listen(0, '127.0.0.1');
    await expect(
      fetch(`${await app.getUrl()}/things/torn`, { headers: host }).then((answer) => answer.text()),
    ).rejects.toThrow();
  });
});

describe('the limit of requests', () => {
  it('counts per key, and per address without one', async () => {
    const app = await start(ThingController, 2);
    const get = (headers: Record<string, string>) => app.inject({ url: '/things/me', headers });
    expect([(await get(host)).statusCode, (await get(host)).statusCode]).toEqual([200, 200]);
    const limited = await get(host);
    expect(limited.json()).toMatchObject({ status: 429, code: 'request.rate-limited' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const others = [await get({}), await get({ 'x-api-key': 'tt_1' }), await get({ 'x-api-key': 'tt_2' })];
    expect(others.map(({ statusCode }) => statusCode)).toEqual([401, 401, 429]);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    await app.close();
  });
});

describe('the check of all routes', () => {
  it('refuses to start while a route is neither public nor has roles, or is both', async () => {
    await expect(start(UndecidedController)).rejects.toThrow(
      'Routes need either @Public or @Roles: UndecidedController.undecided, UndecidedController.both',
    );
  });
});
