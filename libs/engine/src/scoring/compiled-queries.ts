import type { LexicalQuery, RelevanceVersion } from '@throughtrain/ranking';
import { inverseDocumentFrequency, kindOf, termKinds, type CorpusStatistics } from '@throughtrain/text';
import type { TermTable } from '../index/term-table';
import { turn } from '../turn';
import { strideOf } from './dot-products';

/** Between two turns of the event loop: some ten milliseconds of work. */
const queriesPerTurn = 50;
const rowsPerTurn = 5_000;

/** The queries of a request turned by term, as numbers that threads share. A row is a term that the library knows and some query asks for. */
export interface CompiledQueries {
  readonly count: number;
  /** By number of the term: its row + 1, 0 for a term that nothing asks for. */
  readonly rowOfTerm: Uint32Array;
  /** idf × (k1 + 1). */
  readonly rowScales: Float64Array;
  readonly rowKinds: Uint8Array;
  /** Where the uses of each row begin; one more than there are rows. */
  readonly rowStarts: Uint32Array;
  readonly useQueries: Uint16Array;
  readonly useWeights: Float64Array;
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

/** Queries in their order, each with its vector if it has one. */
export interface QueryTexts {
  readonly queries: readonly LexicalQuery[];
  readonly vectors: readonly (Int8Array | undefined)[];
}

/** @param dimensions of the library's vectors; a query has a vector of the same length or none */
export async function compileQueries(
  { queries, vectors }: QueryTexts,
  terms: TermTable,
  dimensions: number,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
): Promise<CompiledQueries> {
  const rows = await usesByTerm(queries, terms);
  const uses = rows.reduce((sum, row) => sum + row.uses.length, 0);
  const stride = strideOf(dimensions);
  const compiled = {
    count: queries.length,
    rowOfTerm: shared(Uint32Array, terms.size),
    rowScales: shared(Float64Array, rows.length),
    rowKinds: shared(Uint8Array, rows.length),
    rowStarts: shared(Uint32Array, rows.length + 1),
    useQueries: shared(Uint16Array, uses),
    useWeights: shared(Float64Array, uses),
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
  let use = 0;
  for (const [row, { term, number, uses: list }] of rows.entries()) {
    if (row % rowsPerTurn === 0) await turn();
    compiled.rowOfTerm[number] = row + 1;
    compiled.rowScales[row] = inverseDocumentFrequency(statistics, term) * (version.k1 + 1);
    compiled.rowKinds[row] = termKinds.indexOf(kindOf(term));
    for (const { query, weight } of list) {
      compiled.useQueries[use] = query;
      compiled.useWeights[use] = weight;
      use += 1;
    }
    compiled.rowStarts[row + 1] = use;
  }
  if (dimensions > 0) vectors.forEach((vector, query) => vector && compiled.vectors.set(vector, query * stride));
  return compiled;
}

interface Row {
  readonly term: string;
  readonly number: number;
  readonly uses: { readonly query: number; readonly weight: number }[];
}

/** Terms that no document has meet nothing. */
async function usesByTerm(queries: readonly LexicalQuery[], terms: TermTable): Promise<readonly Row[]> {
  const rows = new Map<string, Row | undefined>();
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
  return [...rows.values()].filter((row) => row !== undefined);
}

interface SharedArrays<Numbers> {
  new (buffer: SharedArrayBuffer): Numbers;
  readonly BYTES_PER_ELEMENT: number;
}

const shared = <Numbers>(Kind: SharedArrays<Numbers>, length: number): Numbers =>
  new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT));
