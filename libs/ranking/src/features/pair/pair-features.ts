import type { WeightProfile } from '../../profile/weight-profile';
import type { Scored } from '../feature';
import { scoreFeatures, scoreOnly } from '../score-features';
import { budgetFeature } from './budget.feature';
import { cooperationFeature } from './cooperation.feature';
import { pairDomainFeature } from './domain.feature';
import { indicatorFeature } from './indicator.feature';
import { maturityFeature } from './maturity.feature';
import type { PairInputs } from './pair-inputs';
import { regionFeature } from './region.feature';
import { relevanceFeature } from './relevance.feature';

/** Level B in the order of its terms. */
export const pairFeatures = [
  relevanceFeature,
  pairDomainFeature,
  indicatorFeature,
  maturityFeature,
  cooperationFeature,
  budgetFeature,
  regionFeature,
] as const;
export type PairFeatureName = (typeof pairFeatures)[number]['name'];

const withIndicators: ReadonlySet<string> = new Set();
const withoutIndicators: ReadonlySet<string> = new Set<PairFeatureName>(['indicator']);

/**
 * match(project, demand) with its terms.
 * @param hasIndicators whether the run compared the figures of its texts; without, `indicator` is left out
 */
export function matchPair(inputs: PairInputs, profile: WeightProfile, hasIndicators = false): Scored<PairFeatureName> {
  return scoreFeatures<PairFeatureName, PairInputs>(pairFeatures, inputs, profile, leftOut(hasIndicators));
}

/** The score of {@link matchPair} without its terms. */
export function pairScore(inputs: PairInputs, profile: WeightProfile, hasIndicators = false): number {
  return scoreOnly<PairFeatureName, PairInputs>(pairFeatures, inputs, profile, leftOut(hasIndicators));
}

const leftOut = (hasIndicators: boolean): ReadonlySet<string> => (hasIndicators ? withIndicators : withoutIndicators);
