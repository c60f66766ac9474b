import { bm25, joinRelevance, lexicalQuery, lexicalRelevance, relevanceInForce } from '@throughtrain/ranking';
import {
  analyse,
  fieldLengths,
  inverseDocumentFrequency,
  kindOf,
  type Analysis,
  type CorpusStatistics,
  type TableVectors,
  textWeights,
  type NearTerms,
  type Term,
} from '@throughtrain/text';
import type { Task } from './measure-tasks';

/** Scores of all documents of a task for one query. */
export type Scorer = (query: number) => Float64Array;

/** Analyses of a task, made once for all systems. */
export interface AnalysedTask {
  readonly task: Task;
  readonly queries: readonly Analysis[];
  readonly documents: readonly Analysis[];
}

export function analyseTask(task: Task): AnalysedTask {
  const queries = task.queries.map((texts) => analyse(texts));
  const documents = task.documents === task.queries ? queries : task.documents.map((texts) => analyse(texts));
  return { task, queries, documents };
}

/** Cosines of the table's vectors; 0 where a text has no known word. */
export function meaning({ queries, documents }: AnalysedTask, vectors: TableVectors): Scorer {
  const vectorOf = (analysis: Analysis): Float32Array =>
    vectors.vectorOf(textWeights(analysis)) ?? new Float32Array(vectors.dimensions);
  const rows = documents.map(vectorOf);
  return (query) => {
    const own = vectorOf(queries[query] ?? { terms: [] });
    return Float64Array.from(rows, (row) => product(row, own));
  };
}

function product(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k += 1) sum += (left[k] ?? 0) * (right[k] ?? 0);
  return sum;
}

/**
 * Lexical relevance as in production.
 * @param nearTerms when given, each word of a query is joined by its nearest terms of the other language
 */
export function words(
  { queries, documents }: AnalysedTask,
  statistics: CorpusStatistics,
  nearTerms?: NearTerms,
): Scorer {
  const postings = new Map<Term, { document: number; impact: number }[]>();
  documents.forEach((analysis, document) => {
    const lengths = fieldLengths(analysis);
    for (const [term, counts] of analysis.terms) {
      const kind = kindOf(term);
      const { averageLengths } = statistics.kinds[kind];
      const idf = inverseDocumentFrequency(statistics, term);
      const impact = bm25({ counts, lengths: lengths[kind], averageLengths, idf }, relevanceInForce);
      const known = postings.get(term);
      if (known === undefined) postings.set(term, [{ document, impact }]);
      else known.push({ document, impact });
    }
  });
  return (query) => {
    const analysis = queries[query] ?? { terms: [] };
    const { terms, scale } = lexicalQuery(analysis, statistics, relevanceInForce, nearTerms);
    const sums = new Float64Array(documents.length);
    for (const { term, weight } of terms)
      for (const { document, impact } of postings.get(term) ?? [])
        sums[document] = (sums[document] ?? 0) + weight * impact;
    return sums.map((sum) => lexicalRelevance(sum, scale));
  };
}

/** Words and meaning on the fixed scale, as in production. */
export function hybrid(
  { queries }: AnalysedTask,
  statistics: CorpusStatistics,
  lexical: Scorer,
  cosines: Scorer,
): Scorer {
  return (query) => {
    const { fullness } = lexicalQuery(queries[query] ?? { terms: [] }, statistics, relevanceInForce);
    const cosine = cosines(query);
    return lexical(query).map((value, document) =>
      joinRelevance(value, fullness * (cosine[document] ?? 0), relevanceInForce.meaningShare),
    );
  };
}
