import type { Feature } from '../feature';
import type { PairInputs } from './pair-inputs';

/** Share of the price range that the budget pays. */
export const budgetFeature = {
  name: 'budget',
  weight: 'pair.weight.budget',
  neutral: 'pair.neutral.budget',
  value: ({ budgetShare }) => budgetShare,
} as const satisfies Feature<'budget', PairInputs>;

/**
 * @param budgetWan what the enterprise would spend, 万元
 * @param priceWan what the project asks, 万元
 * @returns 1 when the budget pays the highest price, 0 when it does not pay the lowest, else the share of the range
 */
export function budgetShareOf(budgetWan: number, priceWan: { readonly min: number; readonly max: number }): number {
  if (budgetWan >= priceWan.max) return 1;
  if (budgetWan < priceWan.min) return 0;
  return (budgetWan - priceWan.min) / (priceWan.max - priceWan.min);
}
