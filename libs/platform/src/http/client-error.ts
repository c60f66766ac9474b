import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { correlationHeader } from './correlation-id';
import { problemContentType, problemHeaders, problemOf, type ErrorAnswer } from './problem';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const statusOfCode: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers what is no HTTP, too long in its head or too slow, of which there is no request yet: problem+json, then the connection ends. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const correlationId = randomUUID();
  new Logger('Http').debug({ correlationId, err: error }, 'Request could not be read');
  const status = statusOfCode[error.code ?? ''] ?? 400;
  const answer: ErrorAnswer = { status, code: 'request.invalid' };
  const body = JSON.stringify(problemOf(answer, correlationId));
  const headers = {
    ...problemHeaders(answer),
    [correlationHeader]: correlationId,
    'content-type': problemContentType,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${reasons[status]}\r\n${head.join('')}\r\n${body}`);
  socket.destroySoon();
}
