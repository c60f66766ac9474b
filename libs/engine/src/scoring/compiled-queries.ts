import type { LexicalQuery, RelevanceVersion } from '@throughtrain/ranking';
import { inverseDocumentFrequency, kindOf, termKinds, type CorpusStatistics, type Term } from '@throughtrain/text';
import type { TermTable } from '../index/term-table';
import { turn } from '../turn';
import { strideOf } from './dot-products';
import { pairsAtOnce } from './kernels/bound-kernel';
import { table as layout } from './kernels/word-kernel';

/** Between two turns of the event loop: some ten milliseconds of work. */
const queriesPerTurn = 50;
const rowsPerTurn = 5_000;
const mostWeights = 1 << 16;

/** The queries of a request turned by term, as numbers that threads share. A row is a term that the library knows and some query asks for. */
export interface CompiledQueries {
  /** Places of queries. Demands have the first; what is empty asks for nothing. */
  readonly count: number;
  readonly demands: number;
  /** Place of the brief, in a group of its own. */
  readonly brief: number | undefined;
  /** Terms of the library that some query asks for: see {@link table}. */
  readonly table: Uint8Array;
  /** Where its rows begin. */
  readonly rowsAt: number;
  /** Z by query. */
  readonly scales: Float64Array;
  /** Vectors one after the other, zeros where a query has none. */
  readonly vectors: Int8Array;
  /** Sums of the squares of the vectors' numbers. */
  readonly squares: Float64Array;
  /** By query: what its cosines count by. */
  readonly fullness: Float64Array;
  /** 1 for a query with a vector. */
  readonly hasVector: Uint8Array;
  readonly meaningShare: number;
  readonly averageLengths: Float64Array;
  readonly k1: number;
  readonly b: number;
  readonly fieldWeights: readonly [number, number, number];
}

/** Queries in their order, the brief last, each with its vector if it has one. */
export interface QueryTexts {
  readonly demands: number;
  readonly queries: readonly LexicalQuery[];
  readonly vectors: readonly (Int8Array | undefined)[];
}

/** @param dimensions of the library's vectors; a query has a vector of the same length or none */
export async function compileQueries(
  texts: QueryTexts,
  terms: TermTable,
  dimensions: number,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
): Promise<CompiledQueries> {
  const { queries, vectors, brief } = placed(texts);
  const stride = strideOf(dimensions);
  const compiled = {
    count: queries.length,
    demands: texts.demands,
    brief,
    ...(await tableOf(await usesByTerm(queries, terms), terms.size, (term) => ({
      scale: inverseDocumentFrequency(statistics, term) * (version.k1 + 1),
      kind: termKinds.indexOf(kindOf(term)),
    }))),
    scales: Float64Array.from(queries, ({ scale }) => scale),
    fullness: Float64Array.from(queries, ({ fullness }) => fullness),
    vectors: shared(Int8Array, stride * queries.length),
    squares: Float64Array.from(vectors, (vector) => vector?.reduce((sum, number) => sum + number * number, 0) ?? 0),
    hasVector: Uint8Array.from(vectors, (vector) => Number(vector !== undefined && dimensions > 0)),
    meaningShare: version.meaningShare,
    averageLengths: Float64Array.from(termKinds.flatMap((kind) => [...statistics.kinds[kind].averageLengths])),
    k1: version.k1,
    b: version.b,
    fieldWeights: version.fieldWeights,
  };
  if (dimensions > 0) vectors.forEach((vector, query) => vector && compiled.vectors.set(vector, query * stride));
  return compiled;
}

const nothing: LexicalQuery = { terms: [], scale: 0, fullness: 0 };

/** Bounds are worked out for some queries at once, and those of demands are added up: so the brief has a group of its own. */
function placed({
  demands,
  queries,
  vectors,
}: QueryTexts): Omit<QueryTexts, 'demands'> & { readonly brief: number | undefined } {
  if (queries.length === demands) return { queries, vectors: vectors.slice(0, demands), brief: undefined };
  const brief = Math.ceil(demands / pairsAtOnce) * pairsAtOnce;
  const empty = { length: brief - demands };
  return {
    queries: [...queries.slice(0, demands), ...Array.from(empty, () => nothing), ...queries.slice(demands)],
    vectors: [...vectors.slice(0, demands), ...Array.from(empty, () => undefined), ...vectors.slice(demands)],
    brief,
  };
}

interface Row {
  readonly term: Term;
  readonly number: number;
  readonly uses: { readonly query: number; readonly weight: number }[];
}

/** Lays out a {@link table}. @param rows in the order of their numbers */
async function tableOf(
  rows: readonly Row[],
  terms: number,
  of: (term: Term) => { readonly scale: number; readonly kind: number },
): Promise<{ readonly table: Uint8Array; readonly rowsAt: number }> {
  const rowsAt = Math.ceil(terms / 64) * 2 * layout.wordBytes;
  const usesAt = rowsAt + (rows.length + 1) * layout.rowBytes;
  const weights = new Weights();
  const firstWeights = rows.map(({ uses }) => weights.take(uses.map(({ weight }) => weight)));
  const uses = rows.reduce((sum, row) => sum + row.uses.length, 0);
  const weightsAt = Math.ceil((usesAt + uses * layout.useBytes) / 8) * 8;
  const table = shared(Uint8Array, weightsAt + weights.all.length * 8);
  const view = new DataView(table.buffer);
  let at = usesAt;
  for (const [index, { term, number, uses: list }] of rows.entries()) {
    if (index % rowsPerTurn === 0) await turn();
    const [word, row, first] = [
      (number >>> 5) * layout.wordBytes,
      rowsAt + index * layout.rowBytes,
      firstWeights[index],
    ];
    const { scale, kind } = of(term);
    if (view.getUint32(word, true) === 0) view.setUint32(word + 4, index, true);
    view.setUint32(word, view.getUint32(word, true) | (1 << (number & 31)), true);
    view.setFloat64(row, scale, true);
    view.setUint32(row + 8, at | kind, true);
    view.setUint32(row + 12, weightsAt + 8 * (first?.[0] ?? 0), true);
    for (const [place, { query }] of list.entries()) {
      view.setUint16(at, query, true);
      view.setUint16(at + 2, first?.[1][place] ?? 0, true);
      at += layout.useBytes;
    }
  }
  view.setUint32(rowsAt + rows.length * layout.rowBytes + 8, at, true);
  weights.all.forEach((weight, place) => view.setFloat64(weightsAt + 8 * place, weight, true));
  return { table, rowsAt };
}

/** Weights by number. Most uses share few of them; numbers have 16 bits, counted from where a row says. */
class Weights {
  readonly all: number[] = [];
  private first = 0;
  private readonly numbers = new Map<number, number>();

  /** @returns from where the numbers of some weights are counted, and the numbers */
  take(weights: readonly number[]): readonly [first: number, numbers: readonly number[]] {
    if (this.numbers.size + weights.length > mostWeights) {
      this.numbers.clear();
      this.first = this.all.length;
    }
    return [this.first, weights.map((weight) => this.numberOf(weight))];
  }

  private numberOf(weight: number): number {
    const number = this.numbers.get(weight) ?? this.all.push(weight) - 1 - this.first;
    this.numbers.set(weight, number);
    return number;
  }
}

/** Terms that no document has meet nothing. @returns in the order of their numbers */
async function usesByTerm(queries: readonly LexicalQuery[], terms: TermTable): Promise<readonly Row[]> {
  const rows = new Map<Term, Row | undefined>();
  for (const [query, asked] of queries.entries()) {
    if (query % queriesPerTurn === 0) await turn();
    for (const { term, weight } of asked.terms) {
      if (!rows.has(term)) {
        const number = terms.find(term);
        rows.set(term, number === undefined ? undefined : { term, number, uses: [] });
      }
      rows.get(term)?.uses.push({ query, weight });
    }
  }
  return [...rows.values()].filter((row) => row !== undefined).sort((a, b) => a.number - b.number);
}

interface SharedArrays<Numbers> {
  new (buffer: SharedArrayBuffer): Numbers;
  readonly BYTES_PER_ELEMENT: number;
}

const shared = <Numbers>(Kind: SharedArrays<Numbers>, length: number): Numbers =>
  new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT));
