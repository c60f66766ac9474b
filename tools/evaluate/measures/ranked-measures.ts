/** Measures of one ranked list. */
export interface RankedMeasures {
  /** Normalised discounted cumulative gain of the first ten, the grade as gain. */
  readonly ndcg10: number;
  /** The same with 2^grade - 1 as gain. */
  readonly ndcg10Exponential: number;
  readonly averagePrecision: number;
  readonly reciprocalRank: number;
  readonly recall100: number;
  readonly precision10: number;
  /** Share of the first ten, or of all where there are fewer, that somebody judged. */
  readonly judged10: number;
}

const near = 10;
const far = 100;

/**
 * Measures a list as trec_eval 9.0 does (ndcg_cut_10, map, recip_rank, recall_100, P_10): relevant is a grade from 1, what was not judged is not relevant, and a topic that
 * nothing answers counts 0. All in [0, 1].
 * @param ranked grades in order, best first; undefined where nobody judged
 * @param judged grades of all that was judged for the topic, ranked or not
 * @see Järvelin and Kekäläinen, ACM TOIS 20 (2002), with the discount log2(rank + 1); Burges et al., ICML 2005, for 2^grade - 1
 */
export function measureRanking(ranked: readonly (number | undefined)[], judged: readonly number[]): RankedMeasures {
  const relevant = judged.filter(isRelevant).length;
  const first = ranked.findIndex(isRelevant);
  const found = (limit: number): number => ranked.slice(0, limit).filter(isRelevant).length;
  const shown = ranked.slice(0, near);
  return {
    ndcg10: normalisedGain(ranked, judged, (grade) => grade),
    ndcg10Exponential: normalisedGain(ranked, judged, (grade) => 2 ** grade - 1),
    averagePrecision: averagePrecision(ranked, relevant),
    reciprocalRank: first < 0 ? 0 : 1 / (first + 1),
    recall100: relevant === 0 ? 0 : found(far) / relevant,
    precision10: found(near) / near,
    judged10: shown.filter((grade) => grade !== undefined).length / Math.max(1, shown.length),
  };
}

function isRelevant(grade: number | undefined): boolean {
  return grade !== undefined && grade > 0;
}

function averagePrecision(ranked: readonly (number | undefined)[], relevant: number): number {
  let found = 0;
  let sum = 0;
  ranked.forEach((grade, index) => {
    if (!isRelevant(grade)) return;
    found += 1;
    sum += found / (index + 1);
  });
  return relevant === 0 ? 0 : sum / relevant;
}

function normalisedGain(
  ranked: readonly (number | undefined)[],
  judged: readonly number[],
  gain: (grade: number) => number,
): number {
  const discounted = (grades: readonly (number | undefined)[]): number =>
    grades.slice(0, near).reduce<number>((sum, grade, index) => sum + gain(grade ?? 0) / Math.log2(index + 2), 0);
  const ideal = discounted(judged.toSorted((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(ranked) / ideal;
}
