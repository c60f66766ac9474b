import type { ErrorCode } from './error-codes';

/** What went wrong, in terms a transport can translate without knowing the case. */
export type DomainErrorKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'unavailable';

/**
 * The only error that core and use cases throw on purpose. The edge turns it into problem+json, the
 * processor base into "retry" (`unavailable`) or "do not retry" (all other kinds).
 */
export class DomainError extends Error {
  constructor(
    readonly kind: DomainErrorKind,
    readonly code: ErrorCode,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = 'DomainError';
  }
}
