import { errorMessages, errorMessagesZh, type ErrorCode } from '@throughtrain/domain';
import type { FastifyReply } from 'fastify';

export const problemContentType = 'application/problem+json; charset=utf-8';

/** One place of a request that does not fit; never the value that was sent. */
export interface ProblemPlace {
  /** Names and indexes joined by dots; empty for the request as a whole. */
  readonly path: string;
  readonly message: string;
}

/** An error answer as of RFC 9457. */
export interface Problem {
  readonly type: `urn:throughtrain:problem:${string}`;
  /** The registered sentence of the code. */
  readonly title: string;
  /** The same in Chinese. */
  readonly titleZh: string;
  /** HTTP status, 400-599. */
  readonly status: number;
  readonly code: ErrorCode;
  /** Numbers that explain the refusal, such as `maxBytes: 1000`. */
  readonly detail?: string;
  /** At most 20. */
  readonly errors?: readonly ProblemPlace[];
  readonly correlationId: string;
}

/** What an error means on HTTP, before it is tied to a request. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly errors?: readonly ProblemPlace[];
  /** Seconds until a new attempt makes sense. */
  readonly retryAfterSeconds?: number;
}

/** The body of an error answer. */
export function problemOf(answer: ErrorAnswer, correlationId: string): Problem {
  const { status, code, detail, errors } = answer;
  return {
    type: `urn:throughtrain:problem:${code}`,
    title: errorMessages[code],
    titleZh: errorMessagesZh[code],
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors }),
    correlationId,
  };
}

/** Headers that go with an error answer, besides its content type. */
export function problemHeaders({ code, status, retryAfterSeconds }: ErrorAnswer): Readonly<Record<string, string>> {
  const challenge =
    code === 'auth.invalid-key' ? 'Bearer realm="throughtrain", error="invalid_token"' : 'Bearer realm="throughtrain"';
  return {
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': challenge }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, answer: ErrorAnswer): void {
  void reply
    .status(answer.status)
    .headers(problemHeaders(answer))
    .type(problemContentType)
    .send(JSON.stringify(problemOf(answer, reply.request.id)));
}
