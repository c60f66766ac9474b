import type { WeightProfile } from '../../profile/weight-profile';
import type { Scored } from '../feature';
import { scoreFeatures, scoreOnly } from '../score-features';
import { budgetFeature } from './budget.feature';
import { cooperationFeature } from './cooperation.feature';
import { pairDomainFeature } from './domain.feature';
import { maturityFeature } from './maturity.feature';
import type { PairInputs } from './pair-inputs';
import { regionFeature } from './region.feature';
import { relevanceFeature } from './relevance.feature';

/** Level B in the order of its terms. `indicator` joins when figures are read from texts. */
export const pairFeatures = [
  relevanceFeature,
  pairDomainFeature,
  maturityFeature,
  cooperationFeature,
  budgetFeature,
  regionFeature,
] as const;
export type PairFeatureName = (typeof pairFeatures)[number]['name'];

const nothingLeftOut: ReadonlySet<string> = new Set();

/** match(project, demand) with its terms. */
export function matchPair(inputs: PairInputs, profile: WeightProfile): Scored<PairFeatureName> {
  return scoreFeatures<PairFeatureName, PairInputs>(pairFeatures, inputs, profile, nothingLeftOut);
}

/** The score of {@link matchPair} without its terms. */
export function pairScore(inputs: PairInputs, profile: WeightProfile): number {
  return scoreOnly<PairFeatureName, PairInputs>(pairFeatures, inputs, profile, nothingLeftOut);
}
