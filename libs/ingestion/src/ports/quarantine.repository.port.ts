import type { ImportKind } from '@throughtrain/contracts';
import type { Organisation, Scope } from '@throughtrain/domain';

/** `held`: it waits for a person. `released`: it was found to be public. `destroyed`: its content is gone. */
export const quarantineStates = ['held', 'released', 'destroyed'] as const;
export type QuarantineState = (typeof quarantineStates)[number];
export type QuarantineDecision = Exclude<QuarantineState, 'held'>;

/** A row on its way into quarantine. */
export interface HeldRow {
  readonly row: number;
  readonly marks: readonly string[];
  /** What it holds, as text; kept encrypted. */
  readonly content: string;
  /** SHA-256 of its fields, by which the same row is known again. */
  readonly digest: Buffer;
}

/** What is told of a row in quarantine: nothing of what it says. */
export interface QuarantinedRow {
  readonly id: string;
  readonly importId: string;
  readonly kind: ImportKind;
  readonly row: number;
  readonly submittedBy: Pick<Organisation, 'id' | 'name'>;
  readonly marks: readonly string[];
  readonly state: QuarantineState;
  readonly heldAt: Date;
  readonly decidedAt?: Date;
  readonly reason?: string;
}

/** A held row with what it says and in whose name it came. */
export interface OpenedRow {
  readonly id: string;
  readonly importId: string;
  readonly row: number;
  readonly kind: ImportKind;
  readonly submitter: Scope;
  readonly content: string;
}

/** Rows that look as if they were not public, encrypted, apart from the library. */
export abstract class QuarantineRepository {
  /** Those of the digests that a person has found to be public, in hexadecimal, of the caller's organisation. */
  abstract cleared(scope: Scope, kind: ImportKind, digests: readonly Buffer[]): Promise<ReadonlySet<string>>;
  /** Holds rows; one that is held already, from an earlier import, is held once. Belongs into the caller's transaction. */
  abstract hold(scope: Scope, importId: string, kind: ImportKind, rows: readonly HeldRow[]): Promise<void>;
  /** Rows of the caller's organisation, of all organisations for operators; by id. */
  abstract list(scope: Scope, after: string | undefined, limit: number): Promise<readonly QuarantinedRow[]>;
  /** Opens and locks a held row. @throws DomainError not-found; conflict `quarantine.already-decided` */
  abstract open(id: string): Promise<OpenedRow>;
  /** Decides about a row that the caller has opened; of a destroyed one the content goes. */
  abstract decide(
    operator: Scope,
    id: string,
    decision: { readonly state: QuarantineDecision; readonly reason: string },
  ): Promise<void>;
  /** Opens and locks all held project rows of an organisation. */
  abstract openAllOf(organisationId: string): Promise<readonly OpenedRow[]>;
}
