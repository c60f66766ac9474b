import type { ImportKind, ImportState, RowFate } from '@throughtrain/contracts';
import type { AttemptEnd, CompletenessLevel, CountedLease, Scope } from '@throughtrain/domain';
import type { SuggestedCode } from '@throughtrain/ranking';
import type { MappedColumn, RowDefaults } from '../import/mapping/map-headers';
import type { MappingProposal } from '../import/mapping/propose-mapping';
import type { QuarantineDecision } from './quarantine.repository.port';
import type { FileFormat } from './row-reader.port';

/** What a report tells of a row. Of a row that is or may be secret it is the number, the outcome and the code alone. */
export interface RowFault {
  /** As the file numbers its rows. */
  readonly row: number;
  readonly outcome: RowFate;
  readonly column?: string;
  readonly code: string;
  readonly message?: string;
  /** What the file says there, cut short. */
  readonly value?: string;
  /** What it was taken as. */
  readonly became?: string;
  /** Domain codes that its text seems to belong to. */
  readonly suggested?: readonly SuggestedCode[];
}

/** What a report tells of a row later on. */
export interface ReportedFault extends RowFault {
  /** Its place among the faults of its row, from 0. */
  readonly ordinal: number;
  /** What a person has decided about a quarantined row since. A row that an earlier import held already is decided there. */
  readonly decision?: QuarantineDecision;
}

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Of the rows that were taken, those that were not taken as they stand. */
  readonly changed: number;
  readonly quarantined: number;
  /** Of the rows that were taken, those for which domain codes are suggested; they may be changed as well. */
  readonly advised: number;
}

/** Rows that were taken, by the level of completeness that they reach; of projects only. */
export type LevelCounts = Readonly<Record<CompletenessLevel, number>>;

/** How an import is to be made. */
export interface ImportOptions {
  /** Nothing but the report is kept. */
  readonly dryRun: boolean;
  readonly defaults: RowDefaults;
}

export interface ImportReport extends ImportOptions {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  /** Known once the file has been opened. */
  readonly format?: FileFormat;
  readonly rowsDone: number;
  readonly counts: ImportCounts;
  readonly levels: LevelCounts;
  /** Refused and quarantined rows of which it is told why: the first `mostFaultyRows` of them. */
  readonly faultsKept: number;
  /** Changed and advised rows of which it is told what: the first `mostFaultyRows` of each. */
  readonly notesKept: number;
  /** Whether the file can still be had back. */
  readonly isFileKept: boolean;
  readonly failureCode?: string;
  /** Which of the reasons of the code it is, such as a reason of `import.unreadable`. */
  readonly failureReason?: string;
  /** Names of sheets that were not read. */
  readonly otherSheets?: readonly string[];
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

export interface ClaimedImport extends CountedLease, ImportOptions {
  readonly kind: ImportKind;
  /** What the columns of its file stand for, once that is settled. */
  readonly mapping?: readonly MappedColumn[];
  /** Whose import it is; records are written in this scope. */
  readonly scope: Scope;
  /** Rows that earlier attempts have committed. */
  readonly rowsDone: number;
}

/** Why the file as a whole could not be taken. */
export interface ImportFailure {
  readonly code: string;
  readonly reason?: string;
}

/** What a file turned out to be. */
export interface SettledFile {
  readonly format: FileFormat;
  readonly mapping?: readonly MappedColumn[];
  readonly otherSheets?: readonly string[];
}

/** A batch of rows that is done. */
export interface DoneBatch {
  /** Number of its last row in the file. */
  readonly rowsDone: number;
  readonly counts: ImportCounts;
  readonly levels: LevelCounts;
  /** By row; of the rows counted as refused or quarantined. */
  readonly faults: readonly RowFault[];
  /** By row; of the rows counted as changed or advised. */
  readonly notes: readonly RowFault[];
  /** Whether a row is, or may be, secret: then the file is not kept. */
  readonly hasSecret: boolean;
}

/** What the columns of an import's file stand for. */
export interface ImportMapping {
  readonly kind: ImportKind;
  readonly defaults: RowDefaults;
  /** While a person has to decide. */
  readonly proposal?: MappingProposal;
  /** Once it is settled; of a table only. */
  readonly mapping?: readonly MappedColumn[];
}

/** Imports, their staged bytes and their reports. */
export abstract class ImportRepository {
  /** Opens an import in state `staging`. @returns its id */
  abstract create(scope: Scope, kind: ImportKind, options: ImportOptions): Promise<string>;
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
   * Keeps what the file turned out to be, so that every attempt reads it in the same way.
   * @throws DomainError unavailable `lease.lost`
   */
  abstract settle(importId: string, fence: number, file: SettledFile): Promise<void>;
  /** `running` → `awaiting-mapping`, before any row was read. @throws DomainError unavailable `lease.lost` */
  abstract awaitMapping(importId: string, fence: number, format: FileFormat, proposal: MappingProposal): Promise<void>;
  /** @throws DomainError not-found */
  abstract mapping(scope: Scope, importId: string): Promise<ImportMapping>;
  /** `awaiting-mapping` → `queued`. @throws DomainError not-found; conflict `import.not-awaiting-mapping` */
  abstract confirmMapping(scope: Scope, importId: string, mapping: readonly MappedColumn[]): Promise<void>;
  /** Forgets all that was done: a dry run begins anew. @throws DomainError unavailable `lease.lost` */
  abstract restart(importId: string, fence: number): Promise<void>;
  /**
   * Records a batch and renews the lease. Belongs into the transaction that writes the records. Beyond `mostFaultyRows` rows of an import
   * faults are not kept, nor are notes.
   * @throws DomainError unavailable `lease.lost` when the fence is no longer ours
   */
  abstract advance(importId: string, fence: number, batch: DoneBatch, leaseMs: number): Promise<void>;
  /** Renews the lease between batches. @throws DomainError unavailable `lease.lost` when the fence is no longer ours */
  abstract keep(importId: string, fence: number, leaseMs: number): Promise<void>;
  /** Gives the lease back before its end, so that the next attempt need not wait; does nothing when the fence is no longer ours. */
  abstract release(importId: string, fence: number, end: AttemptEnd): Promise<void>;
  /**
   * Ends the import. Its staged bytes are kept for a day, unless it failed or a row of it is, or may be, secret: then they are deleted here.
   * @throws DomainError unavailable `lease.lost`
   */
  abstract finish(importId: string, fence: number, failure?: ImportFailure): Promise<void>;
  /** @throws DomainError not-found `resource.not-found` */
  abstract report(scope: Scope, importId: string): Promise<ImportReport>;
  /** Imports of the caller's organisation: the newest hundred, newest first. */
  abstract list(scope: Scope): Promise<readonly ImportReport[]>;
  /** Faults and notes by row, after the given position, at most `limit`. @throws DomainError not-found */
  abstract faults(
    scope: Scope,
    importId: string,
    after: { row: number; ordinal: number },
    limit: number,
  ): Promise<readonly ReportedFault[]>;
  /**
   * Unfinished imports whose lease has ended, oldest first, that have no pending job. Tidies up as well: stagings and files of ended imports
   * older than a day go, and an import that has waited for its mapping for a week fails with `import.mapping-not-confirmed`.
   */
  abstract abandoned(limit: number): Promise<readonly string[]>;
}
