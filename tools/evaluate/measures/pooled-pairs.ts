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
  private readonly pairs: readonly JudgedPair[];
  private readonly highest: number;

  constructor(pairs: readonly JudgedPair[]) {
    this.pairs = pairs.toSorted((a, b) => a.score - b.score);
    this.highest = pairs.reduce((most, { grade }) => Math.max(most, grade), 0);
  }

  /**
   * Rank correlation of score and grade with average ranks for ties; undefined where one of them is the same for all.
   * @returns in [-1, 1]
   * @see Spearman, American Journal of Psychology 15 (1904)
   */
  spearman(weights: TopicWeights): number | undefined {
    const gradeRanks = ranksByGrade(this.pairs, weights);
    const moments = { weight: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    for (const { from, to, before, weight } of this.tiedScores(weights)) {
      const x = before + (weight + 1) / 2;
      for (let at = from; at < to; at += 1) {
        const { pair, weight: own } = this.at(at, weights);
        const y = gradeRanks.get(pair.grade) ?? 0;
        moments.weight += own;
        moments.x += own * x;
        moments.y += own * y;
        moments.xx += own * x * x;
        moments.yy += own * y * y;
        moments.xy += own * x * y;
      }
    }
    return correlation(moments);
  }

  /**
   * Chance that a pair of the highest grade scores above one of grade 0, ties half; undefined where there are none of either.
   * @returns in [0, 1]
   */
  strongAgainstNone(weights: TopicWeights): number | undefined {
    let [none, strong, above] = [0, 0, 0];
    for (const { from, to } of this.tiedScores(weights)) {
      let [noneHere, strongHere] = [0, 0];
      for (let at = from; at < to; at += 1) {
        const { pair, weight } = this.at(at, weights);
        if (pair.grade === 0) noneHere += weight;
        else if (pair.grade === this.highest) strongHere += weight;
      }
      above += strongHere * (none + noneHere / 2);
      none += noneHere;
      strong += strongHere;
    }
    return none === 0 || strong === 0 ? undefined : above / (none * strong);
  }

  private at(at: number, weights: TopicWeights): { readonly pair: JudgedPair; readonly weight: number } {
    const pair = this.pairs[at];
    if (pair === undefined) throw new RangeError(`no pair ${at}`);
    return { pair, weight: weights[pair.topic] ?? 0 };
  }

  /** Stretches of equal scores from the lowest, with the weight of what lies below. */
  private *tiedScores(weights: TopicWeights): Generator<{ from: number; to: number; before: number; weight: number }> {
    let before = 0;
    for (let from = 0, to = 0; from < this.pairs.length; from = to) {
      const { score } = this.at(from, weights).pair;
      let weight = 0;
      for (; to < this.pairs.length && this.at(to, weights).pair.score === score; to += 1)
        weight += this.at(to, weights).weight;
      yield { from, to, before, weight };
      before += weight;
    }
  }
}

function ranksByGrade(pairs: readonly JudgedPair[], weights: TopicWeights): ReadonlyMap<number, number> {
  const weightOf = new Map<number, number>();
  for (const { grade, topic } of pairs) weightOf.set(grade, (weightOf.get(grade) ?? 0) + (weights[topic] ?? 0));
  let before = 0;
  return new Map(
    [...weightOf]
      .sort(([a], [b]) => a - b)
      .map(([grade, weight]) => {
        const rank = before + (weight + 1) / 2;
        before += weight;
        return [grade, rank];
      }),
  );
}

interface Moments {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function correlation({ weight, x, y, xx, yy, xy }: Moments): number | undefined {
  const spread = (weight * xx - x * x) * (weight * yy - y * y);
  return spread > 0 ? (weight * xy - x * y) / Math.sqrt(spread) : undefined;
}
