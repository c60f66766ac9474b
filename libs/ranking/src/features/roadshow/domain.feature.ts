import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** Nearness of the project's SEI codes to the roadshow's domain: within it → 1, same level 1 → `domain.sameFirst`, else 0. */
export const roadshowDomainFeature = {
  name: 'domain',
  weight: 'roadshow.weight.domain',
  neutral: 'roadshow.neutral.domain',
  value: ({ domainDepth }, { values }) =>
    domainDepth === undefined ? undefined : ([0, values['domain.sameFirst'], 1] as const)[domainDepth],
} as const satisfies Feature<'domain', RoadshowInputs>;
