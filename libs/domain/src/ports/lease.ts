import { DomainError } from '../domain-error';

/** A claim on a piece of work. Writes of its holder name the fence and are refused once someone else has claimed it. */
export interface Lease {
  readonly fence: number;
}

/** A claim on work that is given up after too many attempts. */
export interface CountedLease extends Lease {
  /** Attempts that count, with this one. */
  readonly attempts: number;
}

/** Work that was attempted more often than this ends: whatever stops its workers will stop the next one as well. */
export const mostAttempts = 10;

/** How an attempt ended that did not end its work. Only one that failed counts: one that met an outage, or waits for the work of others, may be whole. */
export type AttemptEnd = 'failed' | 'met-outage' | 'waits';

/** @returns `met-outage` for an error of kind `unavailable`, such as that of an encoder that can not be reached */
export function attemptEnd(error: unknown): AttemptEnd {
  return error instanceof DomainError && error.kind === 'unavailable' ? 'met-outage' : 'failed';
}
