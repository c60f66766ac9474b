import { BadRequestException, HttpException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import {
  DomainError,
  errorMessages,
  errorMessagesZh,
  type DomainErrorKind,
  type ErrorCode,
} from '@throughtrain/domain';
import { ZodSerializationException, ZodValidationException } from 'nestjs-zod';
import { z } from 'zod';
import { answerOf } from './error-answer';
import { problemHeaders, problemOf } from './problem';

class FastifyError extends Error {
  override readonly name = 'FastifyError';
  constructor(
    readonly code: string,
    readonly statusCode: number,
  ) {
    super('told by the framework');
  }
}

describe('answerOf', () => {
  it.each<[DomainErrorKind, ErrorCode, number]>([
    ['invalid', 'roadshow.no-demands', 422],
    ['not-found', 'resource.not-found', 404],
    ['conflict', 'shortlist.already-frozen', 409],
    ['forbidden', 'auth.role-required', 403],
    ['unavailable', 'lease.lost', 503],
    ['invalid', 'request.invalid', 400],
    ['invalid', 'request.not-json', 400],
    ['invalid', 'request.repeated-key', 400],
    ['not-found', 'route.not-found', 404],
    ['not-found', 'route.method-not-allowed', 405],
    ['invalid', 'request.too-large', 413],
    ['invalid', 'request.unsupported-type', 415],
    ['forbidden', 'request.rate-limited', 429],
    ['forbidden', 'auth.missing-key', 401],
    ['forbidden', 'auth.invalid-key', 401],
  ])('answers %s %s by %i', (kind, code, status) => {
    expect(answerOf(new DomainError(kind, code))).toMatchObject({ status, code });
  });

  it('tells numbers of the details, never texts', () => {
    const answer = answerOf(new DomainError('invalid', 'request.too-large', { maxBytes: 1000, name: '张三' }));
    expect(answer).toEqual({ status: 413, code: 'request.too-large', detail: 'maxBytes: 1000' });
    const missing = new DomainError('unavailable', 'scorer.part-missing', {
      missing: [1, 3],
      shards: 4,
      names: ['张'],
    });
    expect(answerOf(missing).detail).toBe('missing: 1 3, shards: 4');
  });

  it('asks to come back when something is unavailable', () => {
    expect(problemHeaders(answerOf(new DomainError('unavailable', 'lease.lost')))['retry-after']).toBe('5');
    expect(problemHeaders(answerOf(new ServiceUnavailableException()))['retry-after']).toBe('5');
    const limited = answerOf(new DomainError('forbidden', 'request.rate-limited', { retryAfterSeconds: 42 }));
    expect(problemHeaders(limited)['retry-after']).toBe('42');
  });

  it.each<[HttpException, number, ErrorCode]>([
    [new NotFoundException('Cannot GET /secret'), 404, 'route.not-found'],
    [new BadRequestException('Unexpected token'), 400, 'request.invalid'],
    [new HttpException('x', 406), 406, 'request.invalid'],
    [new HttpException('x', 413), 413, 'request.too-large'],
    [new HttpException('x', 415), 415, 'request.unsupported-type'],
    [new HttpException('x', 502), 500, 'internal.unexpected'],
  ])('maps an exception of Nest: %s', (error, status, code) => {
    expect(answerOf(error)).toMatchObject({ status, code });
  });

  it.each<[Error, number, ErrorCode]>([
    [new FastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413), 413, 'request.too-large'],
    [new FastifyError('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 415, 'request.unsupported-type'],
    [new FastifyError('FST_ERR_REP_ALREADY_SENT', 500), 500, 'internal.unexpected'],
    [Object.assign(new SyntaxError('Unexpected token s'), { statusCode: 400 }), 400, 'request.invalid'],
    [Object.assign(new Error('of a plugin'), { statusCode: 416, expose: true }), 416, 'request.invalid'],
    [Object.assign(new Error('of a plugin'), { statusCode: 500, expose: false }), 500, 'internal.unexpected'],
    [Object.assign(new Error('from another library'), { statusCode: 404 }), 500, 'internal.unexpected'],
  ])('maps an error of Fastify: %s', (error, status, code) => {
    expect(answerOf(error)).toMatchObject({ status, code });
  });

  it('names at most twenty places of a request, without values', () => {
    const schema = z.array(z.strictObject({ month: z.iso.date(), size: z.number().max(5) }));
    const parsed = schema.safeParse(Array.from({ length: 30 }, () => ({ month: 'SECRET', size: 'SECRET' })));
    const answer = answerOf(new ZodValidationException(parsed.error));
    expect(answer).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(answer.errors).toHaveLength(20);
    expect(answer.errors?.[0]).toEqual({ path: '0.month', message: 'Invalid ISO date' });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  it.each([
    ['an answer that does not fit its schema', new ZodSerializationException(z.string().safeParse(1).error)],
    [
      'a database error',
      Object.assign(new Error('duplicate key value'), { code: '23505', detail: 'Key (name)=(张三)' }),
    ],
    ['something that is no error', 'boom'],
    ['nothing', undefined],
  ])('tells nothing of %s', (_what, error) => {
    expect(answerOf(error)).toEqual({ status: 500, code: 'internal.unexpected' });
  });
});

describe('problemOf', () => {
  it('takes the title of each code from the registry', () => {
    for (const code of Object.keys(errorMessages) as ErrorCode[]) {
      const problem = problemOf({ status: 400, code }, 'c1');
      expect(errorMessagesZh[code]).toMatch(/\p{Script=Han}/u);
      expect(problem).toEqual({
        type: `urn:throughtrain:problem:${code}`,
        title: errorMessages[code],
        titleZh: errorMessagesZh[code],
        status: 400,
        code,
        correlationId: 'c1',
      });
    }
  });

  it('challenges for a key', () => {
    expect(problemHeaders({ status: 401, code: 'auth.missing-key' })['www-authenticate']).toBe(
      'Bearer realm="throughtrain"',
    );
    expect(problemHeaders({ status: 401, code: 'auth.invalid-key' })['www-authenticate']).toContain('invalid_token');
    expect(problemHeaders({ status: 403, code: 'auth.role-required' })).not.toHaveProperty('www-authenticate');
  });
});
