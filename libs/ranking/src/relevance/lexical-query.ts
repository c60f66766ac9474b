import { inverseDocumentFrequency, kindOf, type Analysis, type CorpusStatistics, type Term } from '@throughtrain/text';
import type { RelevanceVersion } from './relevance-version';

/** A demand or a brief, ready to be scored against documents. */
export interface LexicalQuery {
  /** Weight of each term, sorted by term. */
  readonly weights: readonly (readonly [term: Term, weight: number])[];
  /** Z: summed idf × kind weight of the title's own terms; > 0 unless the query is empty. */
  readonly scale: number;
}

/**
 * Makes the two-part query: a term of the title counts 1, a term of the whole text `wholeTextWeight` × (1 + ln occurrences), a term of both
 * the larger of the two: added, a single concept that a demand repeats would pass for a related project. Weights include the kind, not the idf.
 * @param analysis the demand, its title in the title field, everything else in the others
 */
export function lexicalQuery(
  analysis: Analysis,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
): LexicalQuery {
  let scale = 0;
  const weights = analysis.terms.map(([term, [title, keywords, body]]) => {
    const kind = version.kindWeights[kindOf(term)];
    const whole = version.wholeTextWeight * (1 + Math.log(title + keywords + body));
    if (title > 0) scale += kind * inverseDocumentFrequency(statistics, term);
    return [term, kind * Math.max(title > 0 ? 1 : 0, whole)] as const;
  });
  // A text without a title that says anything is scaled by all of its terms, so that it is not found everywhere.
  if (scale === 0) {
    scale = analysis.terms.reduce(
      (sum, [term]) => sum + version.kindWeights[kindOf(term)] * inverseDocumentFrequency(statistics, term),
      0,
    );
  }
  return { weights, scale };
}

/**
 * Brings a BM25 sum S to a fixed scale that does not saturate on good matches: 1 - exp(-S / Z).
 * @param sum S ≥ 0
 * @param scale Z ≥ 0; 0 for an empty query, which is relevant to nothing
 * @returns a value in [0, 1)
 */
export function lexicalRelevance(sum: number, scale: number): number {
  return scale > 0 ? 1 - Math.exp(-sum / scale) : 0;
}
