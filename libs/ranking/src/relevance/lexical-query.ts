import {
  inverseDocumentFrequency,
  kindOf,
  termKinds,
  type Analysis,
  type CorpusStatistics,
  type Term,
} from '@throughtrain/text';
import type { RelevanceVersion } from './relevance-version';

/** A demand or a brief, ready to be scored against documents. */
export interface LexicalQuery {
  /** Weight of each term, sorted by term. */
  readonly weights: readonly (readonly [term: Term, weight: number])[];
  /** Z: what S is measured by; > 0 unless the query is empty. */
  readonly scale: number;
}

/**
 * Makes the two-part query: a term of the title counts 1, a term of the whole text `wholeTextWeight` × (1 + ln occurrences), a term of both
 * the larger of the two: added, a single concept that a demand repeats would pass for a related project. Weights include the kind, not the idf.
 *
 * Z is the largest of three: the summed idf × kind weight of the title's own terms; `leastTitleShare` of the summed weight × idf of all terms,
 * since a short title (材料) before a long text would else be met by any document with a few common words of that text; and
 * `leastScaleTerms` terms as rare as one that was never seen, since a query of one or two words says too little to be answered well.
 * @param analysis the demand, its title in the title field, everything else in the others
 */
export function lexicalQuery(
  analysis: Analysis,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
): LexicalQuery {
  if (analysis.terms.length === 0) return { weights: [], scale: 0 };
  let titleScale = 0;
  let wholeScale = 0;
  const weights = analysis.terms.map(([term, [title, keywords, body]]) => {
    const kind = version.kindWeights[kindOf(term)];
    const idf = inverseDocumentFrequency(statistics, term);
    const whole = version.wholeTextWeight * (1 + Math.log(title + keywords + body));
    const weight = kind * Math.max(title > 0 ? 1 : 0, whole);
    if (title > 0) titleScale += kind * idf;
    wholeScale += weight * idf;
    return [term, weight] as const;
  });
  const leastScale = version.leastScaleTerms * unseenIdf(statistics);
  return { weights, scale: Math.max(titleScale, version.leastTitleShare * wholeScale, leastScale) };
}

/** The largest idf of the statistics: that of a term which none of their documents holds. */
function unseenIdf(statistics: CorpusStatistics): number {
  // A kind letter alone is a term that no text has.
  return Math.max(...termKinds.map((kind) => inverseDocumentFrequency(statistics, kind)));
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
