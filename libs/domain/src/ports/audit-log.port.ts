import type { Scope } from '../scope';

/** One audited act. Ids only: no personal data, no texts of records. */
export interface AuditEntry {
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

/** Append-only record of who did what; written in the caller's transaction. */
export abstract class AuditLog {
  /** @param scope who did it; undefined for what the service does of itself */
  abstract record(scope: Scope | undefined, entry: AuditEntry): Promise<void>;
}
