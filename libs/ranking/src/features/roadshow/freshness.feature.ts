import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** 1 when confirmed within `freshness.fullYears`, 0 after `freshness.zeroYears`, linear between. */
export const freshnessFeature = {
  name: 'freshness',
  weight: 'roadshow.weight.freshness',
  neutral: 'roadshow.neutral.freshness',
  value: ({ yearsSinceConfirmed }, { values }) => {
    if (yearsSinceConfirmed === undefined) return undefined;
    const [full, zero] = [values['freshness.fullYears'], values['freshness.zeroYears']];
    return Math.min(1, Math.max(0, (zero - yearsSinceConfirmed) / Math.max(1e-6, zero - full)));
  },
} as const satisfies Feature<'freshness', RoadshowInputs>;
