import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyRequest } from 'fastify';
import fastify from 'fastify';
import { ZodValidationException } from 'nestjs-zod';
import { registerUploads, uploadOf } from './upload';

const request = (body: unknown, headers: Record<string, string> = {}) =>
  ({ body, headers }) as unknown as FastifyRequest;

describe('uploadOf', () => {
  it('hands a stream on as it comes', async () => {
    const body = Readable.from([Buffer.from('{"a":1}\n'), Buffer.from('{}')]);
    expect(await text(Readable.from(uploadOf(request(body), 100)))).toBe('{"a":1}\n{}');
  });

  it('refuses one that says it is too long before it is read', () => {
    const body = Readable.from([Buffer.from('x')]);
    expect(() => uploadOf(request(body, { 'content-length': '101' }), 100)).toThrow('request.too-large');
  });

  it('leaves the request open when its reader stops early, so that it can be answered', async () => {
    const body = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    for await (const piece of uploadOf(request(body), 100)) {
      expect(piece.toString()).toBe('a');
      break;
    }
    expect(body.destroyed).toBe(false);
  });

  it('says that an upload which broke off can not be read', async () => {
    const body = new Readable({ read: () => body.destroy(new Error('aborted')) });
    await expect(text(Readable.from(uploadOf(request(body), 100)))).rejects.toMatchObject({
      code: 'import.unreadable',
    });
  });

  it('writes records that come as JSON as the lines of a file', async () => {
    const body = { records: [{ title: '甲\n乙' }, 7, null] };
    expect(await text(Readable.from(uploadOf(request(body), 100)))).toBe('{"title":"甲\\n乙"}\n7\nnull\n');
  });

  it('refuses a record that is nested too deeply to be written', () => {
    const depth = 100_000;
    const body: unknown = JSON.parse(`{"records":[${'['.repeat(depth)}${']'.repeat(depth)}]}`);
    let fault: unknown;
    try {
      uploadOf(request(body), 100);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(ZodValidationException);
    expect((fault as ZodValidationException).getZodError()).toMatchObject({ issues: [{ path: ['records', 0] }] });
  });

  it.each([[undefined], [null], [[]], [{ records: [] }], [{ records: [{}], more: 1 }]])('refuses %j', (body) => {
    expect(() => uploadOf(request(body), 100)).toThrow('Validation failed');
  });
});

describe('registerUploads', () => {
  const post = async (url: string, payload: string | Buffer, type = 'application/json') => {
    const app = fastify();
    registerUploads(app);
    app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) =>
      reply.status(error.statusCode ?? 422).send({ code: error.code, message: error.message }),
    );
    for (const path of ['/v1/imports/projects', '/v1/roadshows']) app.post(path, ({ body }) => ({ body }));
    return app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
  };
  const repeated = '{"records":[{"secrecy":"秘密","secr\\u0065cy":"公开"}]}';

  it('refuses records that hold a key twice, which no parser would tell', async () => {
    const answer = await post('/v1/imports/projects', repeated);
    expect([answer.statusCode, answer.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'request.repeated-key' }),
    ]);
    expect((await post('/v1/imports/projects', '{"records":[{"a":1},{"a":1}]}')).statusCode).toBe(200);
    expect((await post('/v1/roadshows', repeated)).statusCode).toBe(200);
  });

  it.each(['{', ' ', '{"__proto__":{}}'])('refuses %j, which is not JSON that anybody means', async (payload) => {
    expect((await post('/v1/imports/projects', payload)).json()).toMatchObject({ code: 'request.not-json' });
  });

  it('takes JSON without bytes for no body', async () => {
    expect((await post('/v1/roadshows', '')).json()).toEqual({});
  });

  it('reads UTF-8, with or without its mark, and refuses what is not', async () => {
    const body = { place: '成都' };
    for (const mark of ['', '\ufeff'])
      expect((await post('/v1/roadshows', `${mark}${JSON.stringify(body)}`)).json()).toEqual({ body });
    for (const bytes of ['b3c9b6bc', 'e68890e9', 'eda080']) {
      const payload = Buffer.concat([Buffer.from('{"place":"'), Buffer.from(bytes, 'hex'), Buffer.from('"}')]);
      expect((await post('/v1/roadshows', payload)).json()).toMatchObject({ message: 'Validation failed' });
    }
  });

  it('refuses streams elsewhere and other types everywhere', async () => {
    expect((await post('/v1/imports/projects', '{}', 'application/x-ndjson')).statusCode).toBe(200);
    expect((await post('/v1/roadshows', '{}', 'application/x-ndjson')).json()).toMatchObject({
      code: 'request.unsupported-type',
    });
    expect((await post('/v1/imports/projects', '{}', 'text/plain')).statusCode).toBe(415);
  });
});
