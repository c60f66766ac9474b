import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** 1 when a mode that the enterprise wants is offered, else 0. */
export const cooperationFeature = {
  name: 'cooperation',
  weight: 'pair.weight.cooperation',
  neutral: 'pair.neutral.cooperation',
  value: ({ cooperationMeets }) => (cooperationMeets === undefined ? undefined : Number(cooperationMeets)),
} as const satisfies Feature<'cooperation', PairInputs>;
