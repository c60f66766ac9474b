/** Numbers of level A, of the pool and of storage. */
export interface RelevanceVersion {
  readonly version: string;
  readonly k1: number;
  readonly b: number;
  /** Weight of an occurrence in title, keywords and body. */
  readonly fieldWeights: readonly [title: number, keywords: number, body: number];
  /** Weight of a Chinese word, a pair of characters, a stem. */
  readonly kindWeights: Readonly<Record<'w' | 'b' | 's', number>>;
  /** Query weight of a term in the demand's whole text: this × (1 + ln occurrences). A title term counts at least 1. */
  readonly wholeTextWeight: number;
  /** Least Z as a share of the summed weight × idf of all terms of a demand: a title below it says too little of its text. */
  readonly leastTitleShare: number;
  /** Least Z in terms that were never seen, about 30 with the statistics in force: what says less than three rare words is met in part only. */
  readonly leastScaleTerms: number;
  /** Words of the other language that a term of a demand brings in; `weight` is multiplied by their cosine. */
  readonly expansion: { readonly limit: number; readonly least: number; readonly weight: number };
  /** Share of the cosine in the relevance, in [0, 1]; the rest is the words'. */
  readonly meaningShare: number;
  /** Pairs below this relevance are not stored and take no part in match or score. */
  readonly leastStoredRelevance: number;
  readonly pool: {
    readonly perDemand: number;
    readonly leastPerDemand: number;
    readonly pairsBudget: number;
    readonly byBrief: number;
    readonly bySum: number;
  };
}

/** A change makes a new version, which runs record; it is not part of a weight profile, since another value needs another run rather than another preview. */
export const relevanceInForce: RelevanceVersion = {
  version: 'hybrid-2',
  k1: 1.2,
  b: 0.3,
  fieldWeights: [2, 1.5, 1],
  // Words and stems count fully; bigrams repeat what words say and catch what the dictionary cuts apart.
  kindWeights: { w: 1, b: 0.5, s: 1 },
  wholeTextWeight: 0.4,
  leastTitleShare: 0.15,
  leastScaleTerms: 3,
  expansion: { limit: 3, least: 0.35, weight: 0.5 },
  meaningShare: 0.3,
  leastStoredRelevance: 0.1,
  pool: { perDemand: 50, leastPerDemand: 10, pairsBudget: 6_000, byBrief: 300, bySum: 300 },
};

/** @returns how many projects each demand brings into the pool */
export function poolDepth(demands: number, { pool }: RelevanceVersion): number {
  return Math.min(pool.perDemand, Math.max(pool.leastPerDemand, Math.floor(pool.pairsBudget / Math.max(1, demands))));
}
