import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DomainError } from '@throughtrain/domain';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerClientError } from './client-error';
import { correlationHeader, correlationIdOf } from './correlation-id';
import { answerOf } from './error-answer';
import { sendProblem } from './problem';
import { RouteMethods } from './route-methods';

const megabyte = 1_048_576;

/** A socket on which nothing moves, in either direction, is cut; event streams send a sign of life twice as often. */
const idleSocketMs = 30_000;
/** All of a request, also the largest upload on a slow line. */
const wholeRequestMs = 600_000;
/** The head of a request. */
const headMs = 20_000;

export interface HttpAdapterOptions {
  /** Largest parsed body in bytes, default 1 MiB; a larger one is `request.too-large`. Routes that stream count for themselves. */
  readonly bodyLimitBytes?: number;
}

/**
 * Fastify as all services run it: a correlation id for each request, sent back as a header, problem+json also for what is
 * no request yet or meets no route, and limits of time against slow clients.
 */
export function createHttpAdapter({ bodyLimitBytes = megabyte }: HttpAdapterOptions = {}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    connectionTimeout: idleSocketMs,
    requestTimeout: wholeRequestMs,
    http: { headersTimeout: headMs },
    logger: false,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => correlationIdOf(request.headers),
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  });
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    reply.header(correlationHeader, request.id);
    done();
  });
  refuseUnknownRoutes(adapter.getInstance());
  return adapter;
}

/** Before anything else is asked of a request that no route takes: nothing of its body is read. */
function refuseUnknownRoutes(fastify: FastifyInstance): void {
  const methods = new RouteMethods();
  fastify.addHook('onRoute', ({ url, method }) => methods.add(url, method));
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) {
      done();
      return;
    }
    const allowed = methods.of(request.url.split('?', 1)[0] ?? '');
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    done(new DomainError('not-found', allowed.length > 0 ? 'route.method-not-allowed' : 'route.not-found'));
  });
}

/** Errors before routing, such as a url that can not be decoded; Nest never sees them. */
function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header(correlationHeader, request.id);
  sendProblem(reply, answerOf(error));
}
