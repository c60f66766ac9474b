import { Client } from 'pg';

/** The bytes of the file that was imported: staged for a day, no rows of the library. */
const notStored: ReadonlySet<string> = new Set(['upload_chunk']);

/** A table whose rows are copied. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: string;
  readonly rows: number;
  /** Of the table with its indexes. */
  readonly bytes: number;
}

const tablesSql = `
  select relname as name, pg_total_relation_size(c.oid)::float8 as bytes,
         (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
           where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
         array(select confrelid::regclass::text from pg_constraint
                where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as needs
    from pg_class c
   where relkind = 'r' and relnamespace = 'public'::regnamespace
   order by relname`;

interface TableRow extends Omit<CopiedTable, 'rows'> {
  readonly needs: readonly string[];
}

/** Lends a connection and closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Writes the rows that an import has stored to files of the server.
 * @param emptyUrl a database of the same migrations without the import
 * @returns the tables, each after those that it refers to
 */
export async function copyOut(importedUrl: string, emptyUrl: string): Promise<readonly CopiedTable[]> {
  const before = await withClient(emptyUrl, countRows);
  return withClient(importedUrl, async (client) => {
    const counts = await countRows(client);
    const { rows } = await client.query<TableRow>(tablesSql);
    const written = rows.filter(({ name }) => !notStored.has(name) && counts.get(name) !== before.get(name));
    const seeded = written.filter(({ name }) => before.get(name) !== 0);
    if (seeded.length > 0) throw new Error(`rows of before can not be told apart: ${seeded.map(nameOf).join(', ')}`);
    await client.query('checkpoint');
    for (const { name, columns } of written)
      await client.query(`copy ${name} (${columns}) to '${await fileOf(client, name)}'`);
    return inOrder(written).map((table) => ({ ...table, rows: counts.get(table.name) ?? 0 }));
  });
}

/**
 * Copies the files into a database of the same migrations, in one transaction.
 * @returns milliseconds to the commit
 * @throws Error when a table holds another number of rows than were written out
 */
export async function copyIn(url: string, tables: readonly CopiedTable[]): Promise<number> {
  return withClient(url, async (client) => {
    const statements = [];
    for (const { name, columns } of tables)
      statements.push(`copy ${name} (${columns}) from '${await fileOf(client, name)}'`);
    await client.query('checkpoint');
    const startedMs = performance.now();
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
    const ms = performance.now() - startedMs;
    const counts = await countRows(client);
    const differing = tables.filter(({ name, rows }) => counts.get(name) !== rows);
    if (differing.length > 0) throw new Error(`not all rows were copied: ${differing.map(nameOf).join(', ')}`);
    return ms;
  });
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** In the server's own folder, since it may run under another account. */
async function fileOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  return `${rows[0]!.data_directory}/bench-${table}.copy`;
}

async function countRows(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<TableRow>(tablesSql);
  const counts = new Map<string, number>();
  for (const { name } of rows) {
    const answer = await client.query<{ count: number }>(`select count(*)::int as count from ${name}`);
    counts.set(name, answer.rows[0]!.count);
  }
  return counts;
}

/** Like the import, which writes the rows of lists before the revisions whose trigger looks for them. */
function inOrder(tables: readonly TableRow[]): readonly TableRow[] {
  const waiting = [...tables].sort((a, b) => rankOf(a) - rankOf(b));
  const ordered: TableRow[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => !waiting.some(({ name }) => needs.includes(name)));
    if (next < 0) throw new Error('the tables refer to each other in a circle');
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

const rankOf = ({ name }: TableRow): number => (name === 'project_current' ? 0 : 1);
