import type { DomainDepth } from '@throughtrain/domain';
import type { QualityInputs } from './quality-inputs';

/** Inputs of match(project, roadshow) once the pairs are scored. Absent: unknown. */
export interface RoadshowInputs {
  /** Highest match with a demand; absent when no pair is stored. */
  readonly bestMatch?: number | undefined;
  /** Highest relevance to one of its demands, for each enterprise that has a stored pair. */
  readonly relevanceByEnterprise: readonly number[];
  /** Enterprises enrolled with at least one demand. */
  readonly enterprises: number;
  readonly domainDepth?: DomainDepth | undefined;
  /** Relevance to the brief; absent when the roadshow has none. */
  readonly briefRelevance?: number | undefined;
  readonly quality: QualityInputs;
  readonly yearsSinceConfirmed?: number | undefined;
}
