import type { CodeDepth, RegionNearness } from '@throughtrain/domain';
import type { IndicatorShares } from '../../indicators/compare-indicators';

/** Raw inputs of one (project, demand), stored by the run so that any profile can be applied later. Absent: unknown. */
export interface PairInputs {
  /** Level A, in [0, 1]. */
  readonly relevance: number;
  readonly domainDepth?: CodeDepth | undefined;
  /** Absent when the demand has no measurable figure, or none were read. */
  readonly indicators?: IndicatorShares | undefined;
  /** Readiness level 1-13. */
  readonly trl?: number | undefined;
  /** Whole months from the run to the demand's deadline; negative when it has passed. */
  readonly monthsToDeadline?: number | undefined;
  readonly cooperationMeets?: boolean | undefined;
  /** Share of the price range that the budget pays, in [0, 1]. */
  readonly budgetShare?: number | undefined;
  readonly region?: RegionNearness | undefined;
}
