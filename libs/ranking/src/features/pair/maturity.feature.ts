import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/**
 * 1 when the project can be ready in time, falling to 0 with the years missing:
 * missing = max(0, (ready level - trl) × years per level - years to the deadline); value = max(0, 1 - missing / years to zero).
 */
export const maturityFeature = {
  name: 'maturity',
  weight: 'pair.weight.maturity',
  neutral: 'pair.neutral.maturity',
  value: ({ trl, monthsToDeadline }, { values }) => {
    if (trl === undefined || monthsToDeadline === undefined) return undefined;
    const needed = Math.max(0, values['maturity.readyLevel'] - trl) * values['maturity.yearsPerLevel'];
    const missing = Math.max(0, needed - Math.max(0, monthsToDeadline) / 12);
    return Math.max(0, 1 - missing / values['maturity.yearsToZero']);
  },
} as const satisfies Feature<'maturity', PairInputs>;
