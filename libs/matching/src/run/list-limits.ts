import { poolDepth, relevanceInForce } from '@throughtrain/ranking';

/** Lengths of the lists that a pool is made of. */
export interface ListLimits {
  readonly perDemand: number;
  readonly byBrief: number;
  readonly bySum: number;
}

/** @param demands of the run */
export function listLimits(demands: number): ListLimits {
  const { byBrief, bySum } = relevanceInForce.pool;
  return { perDemand: poolDepth(demands, relevanceInForce), byBrief, bySum };
}
