import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerOf } from './error-answer';
import { sendProblem, type ErrorAnswer } from './problem';

/** Nobody reads it; it is what the metrics count. */
const answerToNobody: ErrorAnswer = { status: 400, code: 'request.invalid' };

/** The one translator of errors on HTTP: problem+json with a correlation id, and nothing of the inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const hasLeft = isOfClient(error, request);
    const answer = hasLeft ? answerToNobody : answerOf(error);
    if (hasLeft) this.logger.debug({ correlationId: request.id, err: error }, 'Client left before its request ended');
    else this.log(error, answer.status, request.id);
    if (reply.raw.headersSent) {
      // A stream broke midway: a cut connection is the only way left to say so.
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, answer);
  }

  private log(error: unknown, status: number, correlationId: string): void {
    if (status === 500) this.logger.error({ correlationId, err: error }, 'Request failed unexpectedly');
    else if (status > 500) this.logger.warn({ correlationId, err: error }, 'Request needs what is not available');
  }
}

/** Whether the request itself broke off: its client left or was cut for being slow. Its code is that of a lost database, too. */
function isOfClient(error: unknown, { raw }: FastifyRequest): boolean {
  return raw.errored !== null && raw.errored === error;
}
