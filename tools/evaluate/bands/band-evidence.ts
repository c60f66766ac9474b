import { bandNames, type BandName, type JudgedBand, type JudgedBands, type ObservedShare } from '@throughtrain/ranking';
import { highestGrade } from '../input/judgements';
import { wilsonInterval } from './wilson-interval';

/** Least grade that counts for a band, and the share of the judged pairs at or above its beginning that is to have it. */
export interface BandTarget {
  readonly grade: number;
  readonly share: number;
}
export type BandTargets = Readonly<Record<BandName, BandTarget>>;

/** What is observed of the pairs from one relevance on. */
export interface ThresholdEvidence {
  readonly from: number;
  /** Of all pairs from there on the share that somebody judged. */
  readonly judgedShare: number;
  /** By least grade. */
  readonly byGrade: Readonly<Record<number, ObservedShare>>;
}

const steps = 100;
/** A band begins at a hundredth from the least relevance that is stored. */
const lowestStep = 10;
/** Of a threshold that fewer judged pairs reach nothing is known. */
const leastPairs = 30;
const grades = highestGrade + 1;

/** Counts of pairs by hundredths of their relevance and by grade, from which bands are proposed. */
export class BandEvidence {
  private readonly judged = new Uint32Array((steps + 1) * grades);
  private readonly all = new Uint32Array(steps + 1);

  /** @param grade undefined for a pair that nobody judged */
  add(relevance: number, grade: number | undefined): void {
    // Relevances have six decimals: .29 is a hair below 29 hundredths.
    const step = Math.floor(relevance * steps + 1e-7);
    this.all[step] = (this.all[step] ?? 0) + 1;
    if (grade !== undefined) this.judged[step * grades + grade] = (this.judged[step * grades + grade] ?? 0) + 1;
  }

  /** What every threshold would give, from the lowest. */
  thresholds(leastGrades: readonly number[]): ThresholdEvidence[] {
    return stepsToTry.map((step) => ({
      from: step / steps,
      judgedShare: this.judgedShare(step),
      byGrade: Object.fromEntries(leastGrades.map((grade) => [grade, this.observe(grade, step)])),
    }));
  }

  /**
   * Each band from the lowest relevance on at which the observed share reaches its target.
   * @throws RangeError when none does, or a band would not begin below the next
   */
  propose(targets: BandTargets): JudgedBands['bands'] {
    const beginnings = bandNames.map((band) => this.lowestStep(band, targets[band]));
    const bands = bandNames.map((band, at): readonly [BandName, JudgedBand] => {
      const [step = 0, next = steps + 1] = beginnings.slice(at, at + 2);
      if (step >= next)
        throw new RangeError(`${band} would begin at ${step / steps}, not below ${bandNames[at + 1] ?? ''}`);
      const { grade, share: target } = targets[band];
      return [
        band,
        {
          from: step / steps,
          grade,
          target,
          above: this.observe(grade, step),
          within: this.observe(grade, step, next),
          judgedShare: this.judgedShare(step),
        },
      ];
    });
    return Object.fromEntries(bands) as JudgedBands['bands'];
  }

  private lowestStep(band: BandName, { grade, share }: BandTarget): number {
    const found = stepsToTry.find((step) => {
      const observed = this.observe(grade, step);
      // Not in a gap, of which nothing is known.
      const isSeen = this.observe(grade, step, step + 1).pairs > 0;
      return isSeen && observed.pairs >= leastPairs && observed.met >= share * observed.pairs;
    });
    if (found === undefined)
      throw new RangeError(
        `${band}: from no relevance on do ${share} of ${leastPairs} judged pairs or more have grade ${grade} or above`,
      );
    return found;
  }

  private observe(leastGrade: number, from: number, end = steps + 1): ObservedShare {
    let [pairs, met] = [0, 0];
    for (let at = from * grades; at < end * grades; at += 1) {
      const count = this.judged[at] ?? 0;
      pairs += count;
      if (at % grades >= leastGrade) met += count;
    }
    const [low, high] = wilsonInterval(met, pairs);
    return { pairs, met, share: rounded(met / Math.max(1, pairs)), low: rounded(low), high: rounded(high) };
  }

  private judgedShare(from: number): number {
    const all = this.all.subarray(from).reduce((sum, count) => sum + count, 0);
    return rounded(this.observe(0, from).pairs / Math.max(1, all));
  }
}

const stepsToTry = Array.from({ length: steps - lowestStep }, (_, at) => lowestStep + at);

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
