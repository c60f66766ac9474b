import type { ExpertScoreInput } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import type { ProjectKey, StoreOutcome } from './record-stores.port';

/** A score and the project that it is of. */
export interface ScoredProject {
  readonly project: ProjectKey | { readonly projectId: string };
  readonly score: ExpertScoreInput;
}

/** One axis of a project over all experts who are counted. */
export interface AxisSummary {
  /** 0-100, two decimals. */
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  readonly raters: number;
}

/** One score as the organisation that asked for it sees it. */
export interface OwnScore extends Pick<
  ExpertScoreInput,
  'lead' | 'feasibility' | 'prospect' | 'scoredOn' | 'rater' | 'conflict'
> {
  readonly recordedAt: Date;
  /** Whether it is the expert's latest and free of a conflict. */
  readonly isCounted: boolean;
}

export interface ExpertScores {
  readonly raters: number;
  readonly lead?: AxisSummary;
  readonly feasibility?: AxisSummary;
  readonly prospect?: AxisSummary;
  /** Scores of the caller's own experts, newest first. */
  readonly own: readonly OwnScore[];
}

/** Scores of experts, insert-only: a later score of the same expert takes the place of an earlier one. */
export abstract class ExpertScoreStore {
  /**
   * Adds scores in the caller's transaction. A score that says what the expert's latest of the same day says is `unchanged`. Refused are, by outcome:
   * `expert-score.project-unknown`, `expert-score.conflict-of-interest` (the expert's institution is the project's, or of its group, and no
   * conflict is declared), `expert-score.in-the-future`.
   */
  abstract add(scope: Scope, batch: readonly ScoredProject[]): Promise<readonly StoreOutcome[]>;
  /** @throws DomainError not-found unless the project is one that the caller may score or has submitted */
  abstract of(scope: Scope, projectId: string): Promise<ExpertScores>;
}
