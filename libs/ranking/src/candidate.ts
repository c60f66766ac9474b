import type { Stage } from '@throughtrain/domain';
import type { PairInputs } from './features/pair/pair-inputs';
import type { QualityInputs } from './features/roadshow/quality-inputs';

/** One stored pair: the demand by its place in the run's list, and the raw inputs of level B. */
export interface CandidatePair extends PairInputs {
  readonly demand: number;
}

/** A project in a run's pool with everything that a profile, a cap or a page needs; raw inputs, no scores. */
export interface Candidate {
  readonly projectId: string;
  readonly revision: number;
  /** As the record names them; without any, those that its sub-domains lie within by the crosswalk. */
  readonly seiCodes: readonly string[];
  /** Codes that take in only some of its sub-domains; absent when the record names SEI codes itself. */
  readonly partlySeiCodes?: readonly string[] | undefined;
  /** HTE level 3; absent when the project names none. */
  readonly subDomain?: string | undefined;
  /** Resolved identity of the first completing institution; absent when unknown. */
  readonly institutionId?: string | undefined;
  readonly trl?: number | undefined;
  /** Stage as the submitter names it; absent when unknown. */
  readonly stage?: Stage | undefined;
  readonly quality: QualityInputs;
  /** Years (two decimals) from the last confirmation to the run's clock. */
  readonly yearsSinceConfirmed?: number | undefined;
  /** Frozen shortlists of the last months that showed it. */
  readonly timesShown: number;
  /** Relevance to the brief; absent when the roadshow has none. */
  readonly briefRelevance?: number | undefined;
  /** Pairs with at least the stored relevance, by demand. */
  readonly pairs: readonly CandidatePair[];
}

/** A demand as ranking sees it. */
export interface RankedDemand {
  readonly enterpriseId: string;
  /** HTE level 3; absent when the demand names none. */
  readonly subDomain?: string | undefined;
}

/** What is equal for all candidates of a run. */
export interface RankContext {
  /** SEI code of the shortlist. */
  readonly domain: string;
  readonly demands: readonly RankedDemand[];
  readonly hasBrief: boolean;
  /** Whether the run compared the figures of its texts; absent for runs that could not. */
  readonly hasIndicators?: boolean | undefined;
}
