/**
 * The numbers of level A, of the pool and of storage. A change makes a new version, which runs record; they are not part of a
 * weight profile, since another value needs another run rather than another preview.
 */
export const relevanceVersion1 = {
  version: 'words-1',
  k1: 1.2,
  b: 0.3,
  /** Weight of an occurrence in title, keywords and body. */
  fieldWeights: [2, 1.5, 1],
  /** Words and stems count fully; bigrams repeat what words say and catch what the dictionary cuts apart. */
  kindWeights: { w: 1, b: 0.5, s: 1 },
  /** Query weight of a term in the demand's whole text: this × (1 + ln occurrences). A title term counts at least 1. */
  wholeTextWeight: 0.4,
  /** Least Z as a share of the summed weight × idf of all terms of a demand: a title below it says too little of its text. */
  leastTitleShare: 0.15,
  /** Least Z in terms that were never seen, about 30 with the statistics in force: a query says no less than three rare words. */
  leastScaleTerms: 3,
  /** Pairs below this relevance are not stored and take no part in match or score. */
  leastStoredRelevance: 0.1,
  pool: { perDemand: 50, leastPerDemand: 10, pairsBudget: 6_000, byBrief: 300, bySum: 300 },
} as const;
export type RelevanceVersion = typeof relevanceVersion1;

/** @returns how many projects each demand brings into the pool */
export function poolDepth(demands: number, { pool }: RelevanceVersion): number {
  return Math.min(pool.perDemand, Math.max(pool.leastPerDemand, Math.floor(pool.pairsBudget / Math.max(1, demands))));
}
