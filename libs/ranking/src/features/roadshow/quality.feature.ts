import type { WeightProfile } from '../../profile/weight-profile';
import type { Feature } from '../feature';
import type { QualityInputs } from './quality-inputs';
import type { RoadshowInputs } from './roadshow-inputs';

/** 技术领先性, 产业化可行性, 产业发展前景. */
export const qualityAxes = ['lead', 'feasibility', 'prospect'] as const;
export type QualityAxis = (typeof qualityAxes)[number];

/**
 * The three axes of the notice by rule, each in [0, 1] or unknown:
 * lead = .5 + .2 (one patent or more) + .1 (two or more) + .2 (national programme), unknown without patents and programme, so that naming
 * a lesser programme costs nothing;
 * feasibility = .8 min(1, trl / 9) + .1 (a cooperation mode) + .1 (clear ownership), unknown without a readiness level;
 * prospect is left to experts.
 */
export function qualityByRule({ patents, nationalProgramme, trl, cooperationModes, ownershipClear }: QualityInputs): {
  readonly lead?: number;
  readonly feasibility?: number;
} {
  const lead = 0.5 + (patents > 0 ? 0.2 : 0) + (patents > 1 ? 0.1 : 0) + (nationalProgramme ? 0.2 : 0);
  const isLeadKnown = patents > 0 || nationalProgramme !== undefined;
  return {
    ...(isLeadKnown && { lead }),
    ...(trl !== undefined && {
      feasibility: 0.8 * Math.min(1, trl / 9) + (cooperationModes > 0 ? 0.1 : 0) + (ownershipClear ? 0.1 : 0),
    }),
  };
}

/**
 * The weighted mean of the three axes. An axis that n experts scored is (n × their mean + k × what it would be without them) / (n + k) with
 * k = `quality.priorRaters`: one expert alone moves it half-way, ten almost wholly. Without experts an axis is by rule, or neutral.
 * @returns a value in [0, 1], undefined when nothing is known of any axis
 */
export function qualityValue(inputs: QualityInputs, { values }: WeightProfile): number | undefined {
  const rule: Readonly<Partial<Record<QualityAxis, number>>> = qualityByRule(inputs);
  const { experts } = inputs;
  if (experts === undefined && rule.lead === undefined && rule.feasibility === undefined) return undefined;
  const prior = values['quality.priorRaters'];
  const axes = qualityAxes.map((axis) => {
    const { mean = 0, raters = 0 } = experts?.[axis] ?? {};
    const without = rule[axis] ?? values['quality.neutral'];
    const value = raters === 0 ? without : (raters * mean + prior * without) / (raters + prior);
    return { value, weight: values[`quality.weight.${axis}`] };
  });
  const total = axes.reduce((sum, { weight }) => sum + weight, 0);
  return axes.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
}

export const qualityFeature = {
  name: 'quality',
  weight: 'roadshow.weight.quality',
  neutral: 'roadshow.neutral.quality',
  value: ({ quality }, profile) => qualityValue(quality, profile),
} as const satisfies Feature<'quality', RoadshowInputs>;
