import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Nearness of the codes: same sub-domain → 1, same second level → `domain.sameSecond`, same first → `domain.sameFirst`, else 0. */
export const pairDomainFeature = {
  name: 'domain',
  weight: 'pair.weight.domain',
  neutral: 'pair.neutral.domain',
  value: ({ domainDepth }, { values }) =>
    domainDepth === undefined
      ? undefined
      : ([0, values['domain.sameFirst'], values['domain.sameSecond'], 1] as const)[domainDepth],
} as const satisfies Feature<'domain', PairInputs>;
