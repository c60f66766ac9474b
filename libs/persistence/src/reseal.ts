import { SecretBox, type ConnectionConfig } from '@throughtrain/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from './data-source';
import { sealedColumns, type SealedColumn } from './sealed-columns';

type Row = Readonly<Record<string, unknown>>;

/** How many values of each table were sealed anew. */
export type Resealed = Readonly<Record<string, number>>;

/**
 * Seals with the first key what another one has sealed, in short transactions; services may run meanwhile, with the same keys. May be cut off and
 * run again: it goes on with what is left.
 * @param keyList as `DATA_KEY` holds it, the new key first
 * @throws Error when something was sealed with a key that is not given; what came before it stays sealed anew
 */
export async function reseal(
  config: Pick<ConnectionConfig, 'DATABASE_URL' | 'DATABASE_POOL_SIZE'>,
  keyList: string,
): Promise<Resealed> {
  const box = SecretBox.of(keyList);
  const dataSource = createDataSource(config);
  await dataSource.initialize();
  try {
    const counts: Record<string, number> = {};
    for (const column of sealedColumns) counts[column.table] = await resealColumn(dataSource, box, column);
    return counts;
  } finally {
    await dataSource.destroy();
  }
}

async function resealColumn(dataSource: DataSource, box: SecretBox, column: SealedColumn): Promise<number> {
  let after: readonly unknown[] | undefined;
  for (let total = 0; ;) {
    const from = after;
    const rows = await dataSource.transaction((manager) => resealRows(manager, box, column, from));
    const last = rows.at(-1);
    total += rows.length;
    if (last === undefined || rows.length < column.valuesAtOnce) return total;
    after = keyOf(column, last);
  }
}

/** @param after the key of the row before the first; absent to begin with */
async function resealRows(
  manager: EntityManager,
  box: SecretBox,
  column: SealedColumn,
  after: readonly unknown[] | undefined,
): Promise<readonly Row[]> {
  const rows = await manager.query<Row[]>(selectSql(column, after !== undefined), [
    Buffer.from(box.keyId, 'hex'),
    ...(after ?? []),
  ]);
  if (rows.length === 0) return rows;
  const values = rows.map((row) => anew(box, column, row));
  const keys = column.key.map(({ name }) => rows.map((row) => row[name]));
  await manager.query(updateSql(column), [values, ...keys]);
  return rows;
}

function anew(box: SecretBox, { table, column, boundTo }: SealedColumn, row: Row): Buffer {
  const owner = boundTo(row as never);
  try {
    return box.seal(box.openBytes(row[column] as Buffer, owner), owner);
  } catch (cause) {
    throw new Error(`${table}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const keyOf = ({ key }: SealedColumn, row: Row): readonly unknown[] => key.map(({ name }) => row[name]);

function selectSql({ table, column, key, where = 'true', valuesAtOnce }: SealedColumn, goesOn: boolean): string {
  const names = key.map(({ name }) => name).join(', ');
  const place = key.map(({ type }, index) => `$${index + 2}::${type}`).join(', ');
  return `
    select * from ${table}
     where ${where} and substring(${column} from 1 for 8) <> $1 and ${goesOn ? `(${names}) > (${place})` : 'true'}
     order by ${names}
     limit ${valuesAtOnce}
       for update`;
}

function updateSql({ table, column, key, alsoSets }: SealedColumn): string {
  const names = key.map(({ name }) => name);
  const arrays = key.map(({ type }, index) => `$${index + 2}::${type}[]`);
  const sets = [`${column} = resealed.value`, ...(alsoSets === undefined ? [] : [alsoSets])];
  return `
    update ${table} set ${sets.join(', ')}
      from unnest($1::bytea[], ${arrays.join(', ')}) as resealed (value, ${names.join(', ')})
     where ${names.map((name) => `${table}.${name} = resealed.${name}`).join(' and ')}`;
}
