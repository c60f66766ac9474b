import { HttpException } from '@nestjs/common';
import { DomainError, type DomainErrorKind, type ErrorCode } from '@throughtrain/domain';
import { ZodSerializationException, ZodValidationException } from 'nestjs-zod';
import { ZodError } from 'zod';
import { isDependencyFailure } from './dependency-failure';
import type { ErrorAnswer, ProblemPlace } from './problem';

const mostPlaces = 20;
const longestText = 200;
const retryAfterSeconds = 5;

const statusOfKind: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 422,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
};

/** Codes that say more of the transport than their kind does. */
const statusOfCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  'request.invalid': 400,
  'request.not-json': 400,
  'request.repeated-key': 400,
  'page.cursor-foreign': 400,
  'request.too-large': 413,
  'request.unsupported-type': 415,
  'request.rate-limited': 429,
  'contact.reveal-limit': 429,
  'route.method-not-allowed': 405,
  'auth.missing-key': 401,
  'auth.invalid-key': 401,
};

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'auth.missing-key',
  403: 'auth.role-required',
  404: 'route.not-found',
  405: 'route.method-not-allowed',
  413: 'request.too-large',
  415: 'request.unsupported-type',
  429: 'request.rate-limited',
  503: 'dependency.unavailable',
};

const unexpected: ErrorAnswer = { status: 500, code: 'internal.unexpected' };

/**
 * Translates whatever was thrown. Only what is known to be meant for the caller is told, and that a server is away for now; everything
 * else, other errors of PostgreSQL included, is `internal.unexpected`.
 */
export function answerOf(error: unknown): ErrorAnswer {
  if (error instanceof DomainError) return answerOfDomainError(error);
  // Our own answer does not fit its schema: the fault is ours, and its places would show internals.
  if (error instanceof ZodSerializationException) return unexpected;
  if (error instanceof ZodValidationException) return answerOfZodError(error.getZodError());
  if (error instanceof HttpException) return answerOfStatus(error.getStatus());
  if (isDependencyFailure(error)) return answerOfStatus(503);
  const status = statusOfRequestFault(error);
  return status === undefined ? unexpected : answerOfStatus(status);
}

function answerOfDomainError({ kind, code, details }: DomainError): ErrorAnswer {
  const status = statusOfCode[code] ?? statusOfKind[kind];
  const given = details['retryAfterSeconds'];
  const afterSeconds = typeof given === 'number' ? given : status === 503 ? retryAfterSeconds : undefined;
  const detail = detailOf(details);
  return {
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...placesOf(details),
    ...(afterSeconds !== undefined && { retryAfterSeconds: afterSeconds }),
  };
}

/** Places are names of fields and columns, chosen to be told by whoever threw the error. */
function placesOf({ places }: DomainError['details']): Pick<ErrorAnswer, 'errors'> {
  if (!Array.isArray(places)) return {};
  const errors = (places as readonly ProblemPlace[]).slice(0, mostPlaces);
  return { errors: errors.map(({ path, message }) => ({ path: path.slice(0, longestText), message })) };
}

/** Numbers are limits and counts; texts may be somebody's values and stay in the log. */
function detailOf(details: DomainError['details']): string | undefined {
  const told = Object.entries(details).flatMap(([name, value]) => {
    const numbers = [value].flat();
    return numbers.length > 0 && numbers.every(isNumber) ? [`${name}: ${numbers.join(' ')}`] : [];
  });
  return told.length === 0 ? undefined : told.join(', ');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function answerOfZodError(error: unknown): ErrorAnswer {
  const answer: ErrorAnswer = { status: 400, code: 'request.invalid' };
  return error instanceof ZodError ? { ...answer, errors: error.issues.slice(0, mostPlaces).map(placeOf) } : answer;
}

function placeOf(issue: ZodError['issues'][number]): ProblemPlace {
  return {
    path: issue.path.map(String).join('.').slice(0, longestText),
    message: issue.message.slice(0, longestText),
  };
}

function answerOfStatus(status: number): ErrorAnswer {
  const code = codeOfStatus[status];
  if (code !== undefined) return { status, code, ...(status === 503 && { retryAfterSeconds }) };
  return status >= 400 && status < 500 ? { status, code: 'request.invalid' } : unexpected;
}

/**
 * Fastify and its plugins mark faults of a request, such as a body too large or a range that a file does not have, by a status of 4xx: Fastify on
 * errors of its own name, plugins on those of http-errors, which say that they may be exposed.
 */
function statusOfRequestFault(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const isOfFastify = error instanceof SyntaxError || error.name === 'FastifyError' || codeOf(error).startsWith('FST_');
  const isOfPlugin = 'expose' in error && error.expose === true;
  return (isOfFastify || isOfPlugin) && error.statusCode >= 400 && error.statusCode < 500
    ? error.statusCode
    : undefined;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
