import { columnsOf, type ImportKind, type RecordColumn } from '@throughtrain/contracts';
import type { Cell, Column, Table } from '@throughtrain/tabular';

type Row = Readonly<Record<string, unknown>>;

/** What stands between the items of a list in one cell. */
const separator = '；';

/**
 * Records as a person would write them into a spreadsheet: the first header of each column that one of them needs, labels for coded values.
 * @param records lines of the sample
 */
export function recordTable(kind: ImportKind, sheet: string, records: readonly Row[]): Table {
  const used = columnsOf(kind).filter(({ field }) => records.some((record) => valueAt(record, field) !== undefined));
  // A column that takes in the parts of another says all.
  const columns = used.filter(({ field }) => !used.some((other) => field.startsWith(`${other.field}.`)));
  return {
    sheet,
    columns: columns.map(({ field, headers: [header] }): Column => ({ key: field, header, width: 16 })),
    rows: records.map((record) =>
      Object.fromEntries(columns.map((column) => [column.field, cellOf(column, valueAt(record, column.field))])),
    ),
  };
}

/** @returns what a record holds at a path such as `institution.name` */
function valueAt(record: Row, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Row)[key] : undefined),
      record,
    );
}

function cellOf(column: RecordColumn, value: unknown): Cell {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => textOf(column, item)).join(separator);
  return textOf(column, value);
}

function textOf({ type }: RecordColumn, value: unknown): string {
  if (type.is === 'coded') return type.labels[String(value)] ?? String(value);
  if (type.is === 'boolean') return value === true ? '是' : '否';
  if (type.is === 'wan-span') {
    const { min, max } = value as { readonly min: number; readonly max: number };
    return `${min}-${max}万元`;
  }
  return String(value);
}
