import type { RowFault } from '@throughtrain/ingestion';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const insertFaultsSql = `
  insert into import_fault (import_id, row_number, ordinal, column_name, code, message, outcome, value, became, suggested)
  select $1, fault.*
    from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[]) as fault`;

/** Adds faults of rows that have none yet. */
export async function insertFaults(
  uow: TypeOrmUnitOfWork,
  importId: string,
  faults: readonly RowFault[],
): Promise<void> {
  if (faults.length === 0) return;
  await uow.rows(insertFaultsSql, [
    importId,
    faults.map(({ row }) => row),
    ordinalsWithinRow(faults),
    faults.map(({ column }) => storable(column)),
    faults.map(({ code }) => code),
    faults.map(({ message }) => storable(message)),
    faults.map(({ outcome }) => outcome),
    faults.map(({ value }) => storable(value)),
    faults.map(({ became }) => storable(became)),
    faults.map(({ suggested }) => (suggested === undefined ? null : JSON.stringify(suggested))),
  ]);
}

/** @returns the faults, which come by row, of no more than the given number of rows */
export function ofFirstRows(faults: readonly RowFault[], rows: number): readonly RowFault[] {
  let seen = 0;
  const beyond = faults.findIndex(({ row }, index) => {
    if (row !== faults[index - 1]?.row) seen += 1;
    return seen > rows;
  });
  return beyond < 0 ? faults : faults.slice(0, beyond);
}

/** @returns for each fault its place among the faults of its row, from 0 */
function ordinalsWithinRow(faults: readonly RowFault[]): number[] {
  const seen = new Map<number, number>();
  return faults.map(({ row }) => {
    const ordinal = seen.get(row) ?? 0;
    seen.set(row, ordinal + 1);
    return ordinal;
  });
}

/** Names and values come from the file, and PostgreSQL takes every character but one. */
function storable(text: string | undefined): string | null {
  return text?.replaceAll('\u0000', '\ufffd') ?? null;
}
