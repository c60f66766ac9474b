import {
  inverseDocumentFrequency,
  kindOf,
  termKinds,
  type Analysis,
  type CorpusStatistics,
  type NearTerms,
  type Term,
} from '@throughtrain/text';
import type { RelevanceVersion } from './relevance-version';

/** A term of the query. */
export interface QueryTerm {
  readonly term: Term;
  readonly weight: number;
  /** The term of the demand's own that it stands for in the other language; absent for the demand's own. */
  readonly standsFor?: Term;
}

/** A demand or a brief, ready to be scored against documents. */
export interface LexicalQuery {
  /** Sorted by term. */
  readonly terms: readonly QueryTerm[];
  /** Z: what S is measured by; > 0 unless the query is empty. */
  readonly scale: number;
  /** What the query says as a share of `leastScaleTerms` rare words, in [0, 1]; less says too little to be answered well, by words or by meaning. */
  readonly fullness: number;
}

/**
 * Makes the two-part query: a term of the title counts 1, a term of the whole text `wholeTextWeight` × (1 + ln occurrences), a term of both
 * the larger of the two: added, a single concept that a demand repeats would pass for a related project. Weights include the kind, not the idf.
 *
 * Z is the largest of three: the summed idf × kind weight of the title's own terms; `leastTitleShare` of the summed weight × idf of all terms,
 * since a short title (材料) before a long text would else be met by any document with a few common words of that text; and
 * `leastScaleTerms` terms as rare as one that was never seen, since a query of one or two words says too little to be answered well. The summed
 * weight × idf of all terms over the last of these, cut at 1, is the fullness of the query, by which its cosines count: the vector of one word is
 * near to much that does not hold the word.
 *
 * Each own term brings in its nearest terms of the other language, by its weight × their cosine × the weight of the expansion; they add nothing to Z.
 * A term that several bring in counts by the largest weight: two words for one thing ask for it once.
 * @param analysis the demand, its title in the title field, everything else in the others
 * @param nearTerms nothing is brought in without it
 */
export function lexicalQuery(
  analysis: Analysis,
  statistics: CorpusStatistics,
  version: RelevanceVersion,
  nearTerms?: NearTerms,
): LexicalQuery {
  if (analysis.terms.length === 0) return { terms: [], scale: 0, fullness: 0 };
  let titleScale = 0;
  let wholeScale = 0;
  const own = analysis.terms.map(([term, [title, keywords, body]]): QueryTerm => {
    const kind = version.kindWeights[kindOf(term)];
    const idf = inverseDocumentFrequency(statistics, term);
    const whole = version.wholeTextWeight * (1 + Math.log(title + keywords + body));
    const weight = kind * Math.max(title > 0 ? 1 : 0, whole);
    if (title > 0) titleScale += kind * idf;
    wholeScale += weight * idf;
    return { term, weight };
  });
  const leastScale = version.leastScaleTerms * unseenIdf(statistics);
  return {
    terms: nearTerms === undefined ? own : expanded(own, version, nearTerms),
    scale: Math.max(titleScale, version.leastTitleShare * wholeScale, leastScale),
    fullness: Math.min(1, wholeScale / leastScale),
  };
}

function expanded(
  own: readonly QueryTerm[],
  { expansion }: RelevanceVersion,
  nearTerms: NearTerms,
): readonly QueryTerm[] {
  const terms = new Map(own.map((one) => [one.term, one]));
  for (const { term: standsFor, weight: ownWeight } of own) {
    const near = (nearTerms.get(standsFor) ?? [])
      .filter(({ cosine }) => cosine >= expansion.least)
      .slice(0, expansion.limit);
    for (const { term, cosine } of near) {
      const known = terms.get(term);
      const weight = ownWeight * expansion.weight * cosine;
      const isOwn = known !== undefined && known.standsFor === undefined;
      if (!isOwn && weight > (known?.weight ?? 0)) terms.set(term, { term, weight, standsFor });
    }
  }
  return [...terms.values()].sort((a, b) => (a.term < b.term ? -1 : 1));
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
