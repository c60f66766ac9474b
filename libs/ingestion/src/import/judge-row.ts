import type { ImportKind, RecordOf } from '@throughtrain/contracts';
import { findSecrecyMarks, type SecrecyMarkCode } from '@throughtrain/domain';
import type { CellRow, ObjectRow, ReadRow } from '../ports/row-reader.port';
import { parsePublic, refuseSecret, type RefusedRow, type TakenRow } from './parse-record';
import type { CellPlan, RowReading } from './read-cells';
import { hashRecord } from './prepare-record';
import { readObject } from './read-object';
import type { RowDefaults } from './mapping/map-headers';

/** A row that looks as if it were not public: it waits for a person. */
export interface SuspiciousRow {
  readonly marks: readonly SecrecyMarkCode[];
  /** JSON of {@link HeldContent}. */
  readonly content: string;
  /** SHA-256 of its fields. */
  readonly digest: Buffer;
  /** What becomes of the row when its marks turn out to mean nothing. */
  readonly otherwise: TakenRow<ImportKind> | RefusedRow;
}

/** What is kept, encrypted, of a row that is held. */
export interface HeldContent {
  /** The fields of the row, as a record would be made of them. */
  readonly fields: unknown;
  /** All that the row says. */
  readonly texts: readonly string[];
}

export type JudgedRow = TakenRow<ImportKind> | RefusedRow | SuspiciousRow;

/** How the rows of one file are read. */
export interface RowPlan {
  readonly kind: ImportKind;
  readonly defaults: RowDefaults;
  /** Of a table. */
  readonly cells?: CellPlan;
}

/**
 * Decides about one row: refused when it declares itself not public, held when it carries marks of secrecy, else taken or refused by what
 * its fields say. The order is the rule: of a row that may be secret nothing else is told.
 */
export function judgeRow(plan: RowPlan, read: ReadRow): JudgedRow {
  if ('fault' in read) return { faults: [read.fault] };
  const { kind } = plan;
  const reading = readingOf(plan, read);
  const secret = refuseSecret(kind, reading.value, 'repeatedKeys' in read ? read.repeatedKeys : []);
  if (secret) return secret;
  const otherwise = decide(kind, reading);
  const marks = findSecrecyMarks(reading.texts.join('\n'));
  return marks.length === 0 ? otherwise : hold(reading, marks, otherwise);
}

function readingOf({ kind, defaults, cells }: RowPlan, read: ObjectRow | CellRow): RowReading {
  if ('value' in read) return readObject(kind, read.value, defaults);
  if (!cells) throw new Error('A row of a table needs to know its columns');
  return cells.read(read.cells);
}

function hold(
  { value: fields, texts }: RowReading,
  marks: readonly SecrecyMarkCode[],
  otherwise: TakenRow<ImportKind> | RefusedRow,
): SuspiciousRow | RefusedRow {
  try {
    const content: HeldContent = { fields, texts };
    return { marks, content: JSON.stringify(content), digest: hashRecord({ fields }), otherwise };
  } catch (error) {
    // The reader needs no stack for nested values; writing them does. There is no record that deep.
    if (error instanceof RangeError)
      return { faults: [{ code: 'row.nested-too-deeply', message: 'is nested too deeply' }] };
    throw error;
  }
}

function decide(kind: ImportKind, { value, notes, faults }: RowReading): TakenRow<ImportKind> | RefusedRow {
  const parsed = parsePublic(kind, value);
  if ('record' in parsed)
    return faults.length > 0
      ? { faults }
      : { record: parsed.record as RecordOf<ImportKind>, notes: [...notes, ...parsed.notes] };
  // A cell that could not be read leaves its field missing, which is the same fault.
  const told = new Set(faults.map(({ column }) => column));
  return { ...parsed, faults: [...faults, ...parsed.faults.filter(({ column }) => !told.has(column))] };
}
