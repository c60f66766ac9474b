import type { AuditEntry, Scope } from '@throughtrain/domain';

/** One audited act, as it is read. */
export interface AuditEvent extends AuditEntry {
  /** Decimal digits. */
  readonly id: string;
  readonly at: Date;
  readonly principal?: { readonly id: string; readonly name: string };
  readonly organisation?: { readonly id: string; readonly name: string };
}

export interface AuditFilter {
  readonly subjectType?: string;
  readonly subjectId?: string;
}

/** Who did what. Operators read all of it, everybody else what was done for the own organisation. */
export abstract class AuditTrail {
  /** Newest first, those below an id. */
  abstract events(
    scope: Scope,
    filter: AuditFilter,
    below: string | undefined,
    limit: number,
  ): Promise<readonly AuditEvent[]>;
}
