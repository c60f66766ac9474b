import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** Past intent. Until earlier roadshows are read, every project has the mean of the prior, which is known rather than guessed. */
export const interestFeature = {
  name: 'interest',
  weight: 'roadshow.weight.interest',
  value: (_inputs, { values }) =>
    values['intent.priorFor'] / (values['intent.priorFor'] + values['intent.priorAgainst']),
} as const satisfies Feature<'interest', RoadshowInputs>;
