import type { LexicalQuery, RelevanceVersion } from '@throughtrain/ranking';
import { inverseDocumentFrequency, kindOf, termKinds, type CorpusStatistics } from '@throughtrain/text';
import type { TermTable } from '../index/term-table';
import { shared } from '../index/shared';
import { askedTerms, type AskedTerms } from './asked-terms';
import { strideOf } from './dot-products';
import { pairsAtOnce } from './kernels/bound-kernel';

/** The queries of a request turned by term, as numbers that threads share. */
export interface CompiledQueries {
  /** Places of queries. Demands have the first; what is empty asks for nothing. */
  readonly count: number;
  readonly demands: number;
  /** Place of the brief, in a group of its own. */
  readonly brief: number | undefined;
  readonly asked: AskedTerms;
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

/** Numbers of queries have 16 bits. */
const mostQueries = 1 << 16;

/**
 * @param dimensions of the library's vectors; a query has a vector of the same length or none
 * @throws RangeError for a vector of another length, or too many queries
 */
export async function compileQueries(
  texts: QueryTexts,
  terms: TermTable,
  dimensions: number,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
): Promise<CompiledQueries> {
  const { queries, vectors, brief } = placed(texts);
  if (queries.length > mostQueries) throw new RangeError(`more than ${mostQueries} queries`);
  if (dimensions > 0 && vectors.some((vector) => vector !== undefined && vector.length !== dimensions))
    throw new RangeError(`a query's vector has not ${dimensions} numbers, as those of the library`);
  const stride = strideOf(dimensions);
  const compiled = {
    count: queries.length,
    demands: texts.demands,
    brief,
    asked: await askedTerms(queries, terms, (term) => ({
      scale: inverseDocumentFrequency(statistics, term) * (version.k1 + 1),
      kind: termKinds.indexOf(kindOf(term)),
    })),
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
