/** One judged pair with what the ranker gave it. */
export interface JudgedPair {
  /** Place of its topic among the topics. */
  readonly topic: number;
  readonly score: number;
  readonly grade: number;
}

/** Whole numbers by topic: how often each counts. */
export type TopicWeights = ArrayLike<number>;

/**
 * Judged pairs of all topics in one pool: scores on a fixed scale are compared between topics too, as a floor does that is one for all. Sorted once, so that a sample of topics
 * is measured in one pass.
 */
export class PooledPairs {
  /** Topics of the pairs, from the lowest score. */
  private readonly topics: Uint32Array;
  /** Their grades, as places among the grades that occur. */
  private readonly levels: Uint32Array;
  private readonly grades: readonly number[];
  /** Where each stretch of equal scores ends. */
  private readonly ends: readonly number[];
  private readonly sums: Float64Array;

  constructor(pairs: readonly JudgedPair[]) {
    const sorted = pairs.toSorted((a, b) => a.score - b.score);
    this.grades = [...new Set(pairs.map(({ grade }) => grade))].sort((a, b) => a - b);
    this.sums = new Float64Array(this.grades.length);
    const levelOf = new Map(this.grades.map((grade, level) => [grade, level]));
    this.topics = Uint32Array.from(sorted, ({ topic }) => topic);
    this.levels = Uint32Array.from(sorted, ({ grade }) => levelOf.get(grade) ?? 0);
    this.ends = sorted.flatMap(({ score }, at) => (score === sorted[at + 1]?.score ? [] : [at + 1]));
  }

  /**
   * Rank correlation of score and grade with average ranks for ties; undefined where one of them is the same for all.
   * @returns in [-1, 1]
   * @see Spearman, American Journal of Psychology 15 (1904)
   */
  spearman(weights: TopicWeights): number | undefined {
    const gradeRanks = middleRanks(this.weightByLevel(0, this.topics.length, weights));
    const sums = { weight: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    let from = 0;
    for (const end of this.ends) {
      const levels = this.weightByLevel(from, end, weights);
      const x = sums.weight + (total(levels) + 1) / 2;
      levels.forEach((weight, level) => {
        const y = gradeRanks[level] ?? 0;
        sums.weight += weight;
        sums.x += weight * x;
        sums.y += weight * y;
        sums.xx += weight * x * x;
        sums.yy += weight * y * y;
        sums.xy += weight * x * y;
      });
      from = end;
    }
    const spread = (sums.weight * sums.xx - sums.x ** 2) * (sums.weight * sums.yy - sums.y ** 2);
    return spread > 0 ? (sums.weight * sums.xy - sums.x * sums.y) / Math.sqrt(spread) : undefined;
  }

  /**
   * Chance that a pair of the highest grade scores above one of grade 0, ties half; undefined where there are none of either.
   * @returns in [0, 1]
   */
  strongAgainstNone(weights: TopicWeights): number | undefined {
    const highest = this.grades.length - 1;
    if (this.grades[0] !== 0 || highest === 0) return undefined;
    let [none, strong, above, from] = [0, 0, 0, 0];
    for (const end of this.ends) {
      const levels = this.weightByLevel(from, end, weights);
      const [noneHere, strongHere] = [levels[0] ?? 0, levels[highest] ?? 0];
      above += strongHere * (none + noneHere / 2);
      none += noneHere;
      strong += strongHere;
      from = end;
    }
    return none === 0 || strong === 0 ? undefined : above / (none * strong);
  }

  /** Weight of each level in a stretch. The sums are good until the next call: there are millions of them. */
  private weightByLevel(from: number, end: number, weights: TopicWeights): Float64Array {
    const sums = this.sums.fill(0);
    for (let at = from; at < end; at += 1) {
      const level = this.levels[at] ?? 0;
      sums[level] = (sums[level] ?? 0) + (weights[this.topics[at] ?? 0] ?? 0);
    }
    return sums;
  }
}

/** Average rank of each level, from 1. */
function middleRanks(weights: Float64Array): Float64Array {
  let before = 0;
  return weights.map((weight) => {
    before += weight;
    return before - weight + (weight + 1) / 2;
  });
}

function total(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
