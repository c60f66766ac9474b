import type { AxisMean, ExpertMeans } from './quality-inputs';
import { qualityAxes, type QualityAxis } from './quality.feature';

/** What one expert said of one record of a project. */
export interface ExpertScore extends Readonly<Partial<Record<QualityAxis, number>>> {
  readonly raterId: string;
  /** Day (YYYY-MM-DD) of the score. */
  readonly scoredOn: string;
  /** Place in the order in which scores were recorded. */
  readonly sequence: number;
  /** Whether the expert declared a conflict of interest; such a score is kept and not counted. */
  readonly hasConflict: boolean;
}

/**
 * The means of the latest score of each expert, axes from 0 to 100 brought to [0, 1]. An expert whose latest score declares a conflict is not
 * counted, whatever came before.
 * @param scores of all records of one project
 * @returns undefined when nobody is counted
 */
export function expertMeans(scores: readonly ExpertScore[]): ExpertMeans | undefined {
  const latest = new Map<string, ExpertScore>();
  for (const score of scores) {
    const known = latest.get(score.raterId);
    if (known === undefined || isLater(score, known)) latest.set(score.raterId, score);
  }
  const counted = [...latest.values()].filter(({ hasConflict }) => !hasConflict);
  if (counted.length === 0) return undefined;
  const means = qualityAxes.flatMap((axis) => {
    const mean = meanOf(counted.flatMap((score) => score[axis] ?? []));
    return mean === undefined ? [] : [[axis, mean] as const];
  });
  return { raters: counted.length, ...(Object.fromEntries(means) as Partial<Record<QualityAxis, AxisMean>>) };
}

function isLater(a: ExpertScore, b: ExpertScore): boolean {
  return a.scoredOn === b.scoredOn ? a.sequence > b.sequence : a.scoredOn > b.scoredOn;
}

function meanOf(values: readonly number[]): AxisMean | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return { mean: Math.round((sum / values.length) * 100) / 10_000, raters: values.length };
}
