import type { WeightProfile } from '../../profile/weight-profile';
import type { Scored } from '../feature';
import { scoreFeatures } from '../score-features';
import { bestFeature } from './best.feature';
import { briefFeature } from './brief.feature';
import { roadshowDomainFeature } from './domain.feature';
import { freshnessFeature } from './freshness.feature';
import { interestFeature } from './interest.feature';
import { pullFeature } from './pull.feature';
import { qualityFeature } from './quality.feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** Level C in the order of its terms. */
export const roadshowFeatures = [
  bestFeature,
  pullFeature,
  roadshowDomainFeature,
  briefFeature,
  qualityFeature,
  interestFeature,
  freshnessFeature,
] as const;
export type RoadshowFeatureName = (typeof roadshowFeatures)[number]['name'];

/** match(project, roadshow) with its terms. A roadshow without a brief, or without demands, leaves what reads them out for the whole run. */
export function matchRoadshow(
  inputs: RoadshowInputs,
  profile: WeightProfile,
  hasBrief: boolean,
): Scored<RoadshowFeatureName> {
  const leftOut = new Set([...(hasBrief ? [] : ['brief']), ...(inputs.enterprises > 0 ? [] : ['best', 'pull'])]);
  return scoreFeatures<RoadshowFeatureName, RoadshowInputs>(roadshowFeatures, inputs, profile, leftOut);
}

/** The match term of the pick score: level C without quality and interest, which the pick score weighs on its own. */
export function matchForPick(
  terms: readonly { readonly feature: string; readonly value: number; readonly weight: number }[],
): number {
  const kept = terms.filter(({ feature }) => feature !== 'quality' && feature !== 'interest');
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? kept.reduce((sum, { value, weight }) => sum + value * weight, 0) / total : 0;
}
