import type { WeightProfile } from '../../profile/weight-profile';
import type { Feature } from '../feature';
import type { QualityInputs } from './quality-inputs';
import type { RoadshowInputs } from './roadshow-inputs';

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

/** @returns weighted mean of the axes, an unknown axis at its neutral value; undefined when all are unknown */
export function qualityValue(inputs: QualityInputs, { values }: WeightProfile): number | undefined {
  const { lead, feasibility } = qualityByRule(inputs);
  if (lead === undefined && feasibility === undefined) return undefined;
  const neutral = values['quality.neutral'];
  const weights = [
    values['quality.weight.lead'],
    values['quality.weight.feasibility'],
    values['quality.weight.prospect'],
  ] as const;
  const total = weights[0] + weights[1] + weights[2];
  return ((lead ?? neutral) * weights[0] + (feasibility ?? neutral) * weights[1] + neutral * weights[2]) / total;
}

export const qualityFeature = {
  name: 'quality',
  weight: 'roadshow.weight.quality',
  neutral: 'roadshow.neutral.quality',
  value: ({ quality }, profile) => qualityValue(quality, profile),
} as const satisfies Feature<'quality', RoadshowInputs>;
