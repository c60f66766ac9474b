import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Nearness of the SEI codes: same level 2 → 1, same level 1 → `domain.sameFirst`, else 0. */
export const pairDomainFeature = {
  name: 'domain',
  weight: 'pair.weight.domain',
  neutral: 'pair.neutral.domain',
  value: ({ domainDepth }, { values }) =>
    domainDepth === undefined ? undefined : ([0, values['domain.sameFirst'], 1] as const)[domainDepth],
} as const satisfies Feature<'domain', PairInputs>;
