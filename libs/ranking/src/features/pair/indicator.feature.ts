import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Share of the demand's measurable figures that the project meets; those of which it says nothing count by the neutral value, so that hiding one gains nothing. */
export const indicatorFeature = {
  name: 'indicator',
  weight: 'pair.weight.indicator',
  neutral: 'pair.neutral.indicator',
  value: ({ indicators }, { values }) =>
    indicators === undefined || indicators.unknown === 1
      ? undefined
      : Math.min(1, indicators.met + indicators.unknown * values['pair.neutral.indicator']),
} as const satisfies Feature<'indicator', PairInputs>;
