import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Same city 1, same province and neighbouring provinces by the profile, else 0. */
export const regionFeature = {
  name: 'region',
  weight: 'pair.weight.region',
  neutral: 'pair.neutral.region',
  value: ({ region }, { values }) => {
    switch (region) {
      case undefined:
        return undefined;
      case 'same-city':
        return 1;
      case 'same-province':
        return values['region.sameProvince'];
      case 'neighbouring':
        return values['region.neighbouring'];
      case 'apart':
        return 0;
    }
  },
} as const satisfies Feature<'region', PairInputs>;
