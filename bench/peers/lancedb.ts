import { availableParallelism } from 'node:os';
import { loadLancePackage, type LanceTable } from './lancedb-package';
import { peerProjects, type Peer, type PeerInput, type PeerProject, type PeerQuery } from './peer';

const rowsPerAdd = 5_000;
/** Words come cut and are taken as they are. */
const asTheyAre = {
  ...{ baseTokenizer: 'whitespace', lowercase: false, stem: false, removeStopWords: false, asciiFolding: false },
  ...{ withPosition: false, maxTokenLength: 1_000 },
};

/**
 * It warns of a column that a later release will leave out. On two cores its threads would wait for each other for ever while it builds its index.
 * @see https://github.com/lancedb/lancedb/issues/3568
 */
const environment = { LANCEDB_LOG: 'error', LANCE_CPU_THREADS: String(availableParallelism() + 2) };

/** LanceDB with its full-text index and an exact search by vector, both joined by its own reranker. */
export class LanceDb implements Peer {
  readonly atOnce = availableParallelism();

  private constructor(
    private readonly table: LanceTable,
    private readonly reranker: unknown,
    private readonly depth: number,
    readonly projects: number,
    readonly close: () => Promise<void>,
  ) {}

  /** @throws Error when the package can not be had */
  static async open({ batches, depth }: PeerInput): Promise<LanceDb> {
    Object.assign(process.env, environment);
    const lance = await loadLancePackage();
    const database = await lance.connect('.run/bench/lancedb');
    let table: LanceTable | undefined;
    let projects = 0;
    for await (const rows of rowsOf(batches)) {
      if (table === undefined) table = await database.createTable('projects', rows, { mode: 'overwrite' });
      else await table.add(rows);
      projects += rows.length;
    }
    if (table === undefined) throw new Error('no projects');
    await table.optimize();
    await table.createIndex('words', { config: lance.Index.fts(asTheyAre) });
    const reranker = await lance.rerankers.RRFReranker.create();
    return new LanceDb(table, reranker, depth, projects, async () => database.close());
  }

  async ask({ terms, vector }: PeerQuery): Promise<readonly number[]> {
    const found = await this.table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      .fullTextSearch(terms.join(' '), { columns: ['words'] })
      .rerank(this.reranker)
      .select(['id'])
      .limit(this.depth)
      .toArray();
    return found.map(({ id }) => id);
  }
}

async function* rowsOf(batches: PeerInput['batches']): AsyncGenerator<readonly object[]> {
  let rows: object[] = [];
  let from = 0;
  for await (const batch of batches) {
    rows.push(...peerProjects(batch, from).map(rowOf));
    from += batch.length;
    if (rows.length < rowsPerAdd) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

const rowOf = ({ id, words, vector }: PeerProject): object => ({ id, words: words.join(' '), vector });
