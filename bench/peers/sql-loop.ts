import { availableParallelism } from 'node:os';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@throughtrain/platform/embedded';
import { Pool } from 'pg';
import { peerProjects, type Peer, type PeerInput, type PeerProject, type PeerQuery } from './peer';

/** A constant of reciprocal ranks. @see Cormack et al., Reciprocal Rank Fusion (2009) */
const rankConstant = 60;

/**
 * PostgreSQL as it is, without extensions: full text by a GIN index and `ts_rank`, and an exact cosine over all projects, joined by rank, a statement
 * a demand. Numbers of a vector are columns: the server then multiplies what it has at hand, which is the quickest of what it can do without help.
 */
export class SqlLoop implements Peer {
  readonly atOnce = availableParallelism();
  projects = 0;

  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly pool: Pool,
    private readonly sql: string,
  ) {}

  static async open({ batches, dimension, depth }: PeerInput): Promise<SqlLoop> {
    const postgres = await startEmbeddedPostgres({ directory: '.run/bench', durable: false });
    const url = await postgres.ensureDatabase('bench_sql_loop', { recreate: true });
    const pool = new Pool({ connectionString: url, options: '-c work_mem=64MB' });
    // A connection at rest says that the server ends.
    pool.on('error', () => undefined);
    const loop = new SqlLoop(postgres, pool, searchSql(dimension, depth));
    await pool.query(tablesSql(dimension));
    for await (const batch of batches) {
      await loop.insert(peerProjects(batch, loop.projects), dimension);
      loop.projects += batch.length;
    }
    await pool.query('create index on project_words using gin (words)');
    await pool.query('vacuum analyze');
    return loop;
  }

  async ask({ terms, vector }: PeerQuery): Promise<readonly number[]> {
    const { rows } = await this.pool.query<{ id: number }>(this.sql, [
      terms.map(quoted).join(' | '),
      ...unitLength(vector),
    ]);
    return rows.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.postgres.stop();
  }

  private async insert(projects: readonly PeerProject[], dimension: number): Promise<void> {
    const ids = projects.map(({ id }) => id);
    await this.pool.query(
      'insert into project_words select id, words::tsvector from unnest($1::int[], $2::text[]) as p (id, words)',
      [ids, projects.map(({ words }) => textVector(words))],
    );
    await this.pool.query(
      `insert into project_vector select id, ${numbersTo(dimension, (k) => `v[${k}]`, ', ')} from (
         select id, v::real[] as v from unnest($1::int[], $2::text[]) as p (id, v) offset 0) p`,
      [ids, projects.map(({ vector }) => `{${unitLength(vector).join(',')}}`)],
    );
  }
}

/** Texts stay in their rows: to fetch each from elsewhere would take longer than to rank it. */
const tablesSql = (dimension: number): string => `
  create table project_words (id int primary key, words tsvector not null) with (toast_tuple_target = 8160);
  create table project_vector (id int primary key, ${numbersTo(dimension, (k) => `v${k} real not null`, ', ')});`;

const searchSql = (dimension: number, depth: number): string => `
  with by_words as (
    select id, row_number() over (order by score desc, id) as place
      from (select id, ts_rank(words, $1::tsquery) as score from project_words where words @@ $1::tsquery
             order by score desc, id limit ${depth}) best),
  by_meaning as (
    select id, row_number() over (order by score desc, id) as place
      from (select id, ${numbersTo(dimension, (k) => `v${k} * $${k + 1}::real`, ' + ')} as score from project_vector
             order by score desc, id limit ${depth}) best)
  select id from (select * from by_words union all select * from by_meaning) found
   group by id order by sum(1.0 / (${rankConstant} + place)) desc, id limit ${depth}`;

const numbersTo = (count: number, each: (k: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, k) => each(k + 1)).join(separator);

/** @returns the words as a `tsvector` with their places */
function textVector(words: readonly string[]): string {
  const places = new Map<string, number[]>();
  words.forEach((word, at) => places.set(word, [...(places.get(word) ?? []), at + 1]));
  return [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`).join(' ');
}

const quoted = (word: string): string => `'${word.replace(/['\\]/g, '$&$&')}'`;

function unitLength(vector: Float32Array): readonly number[] {
  const length = Math.hypot(...vector) || 1;
  return Array.from(vector, (number) => number / length);
}
