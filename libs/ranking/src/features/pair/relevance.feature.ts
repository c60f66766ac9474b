import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Level A as it is. */
export const relevanceFeature = {
  name: 'relevance',
  weight: 'pair.weight.relevance',
  value: ({ relevance }) => relevance,
} as const satisfies Feature<'relevance', PairInputs>;
