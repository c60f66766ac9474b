import type { ImportKind } from '@throughtrain/contracts';
import type { Lease, Scope } from '@throughtrain/domain';

export type ImportState = 'staging' | 'queued' | 'running' | 'completed' | 'failed';

/** Why a row was refused. A secrecy refusal carries neither column nor message. */
export interface RowFault {
  /** 1 for the first row of the file. */
  readonly row: number;
  readonly column?: string;
  readonly code: string;
  readonly message?: string;
}

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportReport {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  readonly rowsDone: number;
  readonly counts: ImportCounts;
  /** Refused rows whose faults were kept: the first `mostFaultyRows` of them. */
  readonly faultsKept: number;
  readonly failureCode?: string;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

export interface ClaimedImport extends Lease {
  readonly kind: ImportKind;
  /** Whose import it is; records are written in this scope. */
  readonly scope: Scope;
  /** Rows that earlier attempts have committed. */
  readonly rowsDone: number;
}

/** Imports, their staged bytes and their reports. */
export abstract class ImportRepository {
  /** Opens an import in state `staging`. @returns its id */
  abstract create(scope: Scope, kind: ImportKind): Promise<string>;
  /** Appends staged bytes; sequences count from 0. */
  abstract appendChunk(importId: string, sequence: number, bytes: Buffer): Promise<void>;
  /** `staging` → `queued`. */
  abstract submit(scope: Scope, importId: string): Promise<void>;
  /** Drops an import that never got all of its bytes. */
  abstract discard(scope: Scope, importId: string): Promise<void>;
  /**
   * Claims a queued or abandoned import and sets it `running`.
   * @returns undefined when it has ended or does not exist
   * @throws DomainError unavailable `lease.lost` while another worker holds it
   */
  abstract claim(importId: string, leaseMs: number): Promise<ClaimedImport | undefined>;
  /** The staged bytes in order. */
  abstract bytes(importId: string): AsyncIterable<Buffer>;
  /**
   * Records a batch: rows done, counts added, faults, lease renewed. Belongs into the transaction that writes the records. The faults come
   * by row and are those of the rows counted as refused; beyond `mostFaultyRows` rows of an import they are not kept.
   * @throws DomainError unavailable `lease.lost` when the fence is no longer ours
   */
  abstract advance(
    importId: string,
    fence: number,
    batch: { readonly rowsDone: number; readonly counts: ImportCounts; readonly faults: readonly RowFault[] },
    leaseMs: number,
  ): Promise<void>;
  /** Renews the lease between batches. @throws DomainError unavailable `lease.lost` when the fence is no longer ours */
  abstract keep(importId: string, fence: number, leaseMs: number): Promise<void>;
  /** Gives the lease back before its end, so that the next attempt need not wait; does nothing when the fence is no longer ours. */
  abstract release(importId: string, fence: number): Promise<void>;
  /** Ends the import and deletes the staged bytes. @throws DomainError unavailable `lease.lost` */
  abstract finish(importId: string, fence: number, failureCode?: string): Promise<void>;
  /** @throws DomainError not-found `resource.not-found` */
  abstract report(scope: Scope, importId: string): Promise<ImportReport>;
  /** Imports of the caller's organisation: the newest hundred, newest first. */
  abstract list(scope: Scope): Promise<readonly ImportReport[]>;
  /** Faults by row, after the given position, at most `limit`. @throws DomainError not-found */
  abstract faults(
    scope: Scope,
    importId: string,
    after: { row: number; ordinal: number },
    limit: number,
  ): Promise<readonly (RowFault & { ordinal: number })[]>;
  /** Unfinished imports whose lease has ended, oldest first, that have no pending job; and deletes stagings older than a day. */
  abstract abandoned(limit: number): Promise<readonly string[]>;
}
