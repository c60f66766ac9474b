import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Header that carries the correlation id in both directions. */
export const correlationHeader = 'x-correlation-id';

const acceptable = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's correlation id when it is 1-64 letters, digits or `. _ -`, else a new uuid. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers[correlationHeader];
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}
