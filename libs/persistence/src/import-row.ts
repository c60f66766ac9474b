import { mostFaultyRows, type ImportKind, type ImportState, type RowFate } from '@throughtrain/contracts';
import type {
  ClaimedImport,
  FileFormat,
  ImportReport,
  MappedColumn,
  QuarantineDecision,
  ReportedFault,
  RowDefaults,
} from '@throughtrain/ingestion';
import type { SuggestedCode } from '@throughtrain/ranking';
import { knownRoles } from './principal.repository';

/** A row of `import`, and whether its file is there. */
export interface ImportRow {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  readonly rows_done: number;
  readonly created_count: number;
  readonly updated_count: number;
  readonly unchanged_count: number;
  readonly refused_count: number;
  readonly changed_count: number;
  readonly quarantined_count: number;
  readonly storable_count: number;
  readonly matchable_count: number;
  readonly pushable_count: number;
  readonly advised_count: number;
  readonly dry_run: boolean;
  readonly defaults: RowDefaults;
  readonly format: FileFormat | null;
  readonly has_file: boolean;
  readonly failure_code: string | null;
  readonly failure_reason: string | null;
  readonly other_sheets: string[] | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** What a claim answers. */
export interface ClaimRow {
  readonly kind: ImportKind;
  readonly fence: number;
  readonly attempts: number;
  readonly rows_done: number;
  readonly organisation_id: string;
  readonly principal_id: string;
  readonly roles: string[];
  readonly dry_run: boolean;
  readonly defaults: RowDefaults;
  readonly mapping: readonly MappedColumn[] | null;
}

/** A row of `import_fault`, and what was decided about it in quarantine. */
export interface FaultRow {
  readonly row_number: number;
  readonly ordinal: number;
  readonly outcome: RowFate;
  readonly value: string | null;
  readonly became: string | null;
  readonly suggested: readonly SuggestedCode[] | null;
  readonly column_name: string | null;
  readonly code: string;
  readonly message: string | null;
  readonly decision: QuarantineDecision | null;
}

/** @returns a claim with the scope of whoever asked for the import */
export function toClaim(row: ClaimRow): ClaimedImport {
  const scope = {
    principalId: row.principal_id,
    organisationId: row.organisation_id,
    roles: knownRoles(row.roles),
  };
  return {
    kind: row.kind,
    scope,
    fence: row.fence,
    attempts: row.attempts,
    rowsDone: row.rows_done,
    dryRun: row.dry_run,
    defaults: row.defaults,
    ...(row.mapping !== null && { mapping: row.mapping }),
  };
}

/** @returns the report of an import */
export function toReport(row: ImportRow): ImportReport {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    rowsDone: row.rows_done,
    counts: {
      created: row.created_count,
      updated: row.updated_count,
      unchanged: row.unchanged_count,
      refused: row.refused_count,
      changed: row.changed_count,
      quarantined: row.quarantined_count,
      advised: row.advised_count,
    },
    levels: { storable: row.storable_count, matchable: row.matchable_count, pushable: row.pushable_count },
    faultsKept: Math.min(row.refused_count + row.quarantined_count, mostFaultyRows),
    notesKept: Math.min(row.changed_count, mostFaultyRows) + Math.min(row.advised_count, mostFaultyRows),
    dryRun: row.dry_run,
    defaults: row.defaults,
    isFileKept: row.has_file,
    createdAt: row.created_at,
    ...(row.format !== null && { format: row.format }),
    ...(row.failure_code !== null && { failureCode: row.failure_code }),
    ...(row.failure_reason !== null && { failureReason: row.failure_reason }),
    ...(row.other_sheets !== null && { otherSheets: row.other_sheets }),
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
  };
}

/** @returns a fault with its place in its row */
export function toFault(row: FaultRow): ReportedFault {
  return {
    row: row.row_number,
    ordinal: row.ordinal,
    outcome: row.outcome,
    code: row.code,
    ...(row.column_name !== null && { column: row.column_name }),
    ...(row.message !== null && { message: row.message }),
    ...(row.value !== null && { value: row.value }),
    ...(row.became !== null && { became: row.became }),
    ...(row.suggested !== null && { suggested: row.suggested }),
    ...(row.decision !== null && { decision: row.decision }),
  };
}
