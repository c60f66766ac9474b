import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/**
 * How many enterprises the project answers: 1 - exp(-Σw / K), w = (r - related) / (close - related) cut to [0, 1] by enterprise,
 * K = max(least scale, enterprises / enterprises per scale).
 */
export const pullFeature = {
  name: 'pull',
  weight: 'roadshow.weight.pull',
  value: ({ relevanceByEnterprise, enterprises }, { values }) => {
    const related = values['band.related'];
    const width = Math.max(1e-6, values['band.close'] - related);
    const sum = relevanceByEnterprise.reduce((total, r) => total + Math.min(1, Math.max(0, (r - related) / width)), 0);
    return 1 - Math.exp(-sum / Math.max(values['pull.leastScale'], enterprises / values['pull.enterprisesPerScale']));
  },
} as const satisfies Feature<'pull', RoadshowInputs>;
