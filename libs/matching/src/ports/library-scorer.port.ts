import type { Affiliation, Project } from '@throughtrain/domain';
import type { ProjectGate } from '@throughtrain/ranking';
import type { Analysis } from '@throughtrain/text';
import type { ListLimits } from '../run/list-limits';
import type { LibraryShard } from '../shards/library-shards';
import type { TextVersions } from './library-feed.port';

/** Projects that one demand must not see: affiliated ones and those its enterprise declined. */
export interface PairMask extends Affiliation {
  /** The organisation that the enterprise counts as, which may be another than the one that was invited. */
  readonly enterpriseId: string;
  readonly declined: ReadonlySet<string>;
}

/** One question to the whole library; equal requests give equal answers. */
export interface ScoreRequest extends TextVersions {
  readonly libraryPosition: string;
  readonly statisticsVersion: string;
  readonly relevanceVersion: string;
  /** The demands in the run's order, with what each must not see. */
  readonly queries: readonly {
    readonly analysis: Analysis;
    /** Absent when the run has no encoder, and meaning is left out. */
    readonly vector?: Int8Array | undefined;
    readonly mask: PairMask;
  }[];
  /** The roadshow's brief, if it has one. */
  readonly brief?: Analysis | undefined;
  readonly briefVector?: Int8Array | undefined;
  readonly today: string;
  readonly onStage: ReadonlySet<string>;
}

export interface Scored {
  readonly projectId: string;
  /** Quantised to 1e-6; a sum of relevances may exceed 1. */
  readonly score: number;
}

/** Lists per demand, and aggregates per project, after gates and masks; best first, equal scores by id. */
export interface ScoredLibrary {
  readonly projectsScored: number;
  readonly exclusions: readonly { readonly projectId: string; readonly gate: ProjectGate }[];
  readonly byDemand: readonly (readonly Scored[])[];
  readonly byBrief: readonly Scored[];
  readonly bySum: readonly Scored[];
}

/** A project of the pool with all of its pairs at or above the stored relevance. */
export interface PoolProject {
  readonly project: Project;
  /** Why it takes no part and has no pairs; absent for all that a list names. */
  readonly gate?: ProjectGate | undefined;
  /** Other members of its duplicate group. */
  readonly duplicateIds: readonly string[];
  readonly briefRelevance?: number | undefined;
  readonly pairs: readonly { readonly demand: number; readonly relevance: number }[];
}

/** A term that met in demand and project, and what it adds to S. */
export interface MatchedWord {
  /** As the project has it. */
  readonly word: string;
  readonly contribution: number;
  /** The word of the demand that it stands for in the other language; absent where both have the same word. */
  readonly standsFor?: string;
}

/** Words for things near in meaning, where the two texts do not share one. */
export interface NearWord {
  /** The demand's word. */
  readonly asked: string;
  /** The project's. */
  readonly said: string;
  /** In (0, 1]. */
  readonly cosine: number;
}

/** Why a project is relevant to a demand, from the arithmetic that ranked it. */
export interface RelevanceExplanation {
  /** What words say, in [0, 1). */
  readonly lexical: number;
  /** What meaning says, the cosine by the fullness of the demand, in [-1, 1]; absent in a run without an encoder. */
  readonly cosine?: number;
  /** Words that met, strongest first. */
  readonly words: readonly MatchedWord[];
  readonly nearWords: readonly NearWord[];
}

/** Told now and then while the library is read (`total` 0: not known), scored and explained; throwing stops the work. */
export type ScoreProgress = (done: number, total: number) => Promise<void>;

/** Scores the whole library against all demands at once. The reference implementation is plain; faster ones must agree with it. */
export abstract class LibraryScorer {
  /**
   * @param limits lengths of the lists
   * @param part of the library that is scored; by default all of what is held here
   * @throws DomainError unavailable `library.analysis-missing`; `scorer.parts-differ` for a part that is not held here
   */
  abstract score(
    request: ScoreRequest,
    limits: ListLimits,
    progress: ScoreProgress,
    part?: LibraryShard,
  ): Promise<ScoredLibrary>;
  /** All stored pairs of the given projects, in the order asked. */
  abstract detail(
    request: ScoreRequest,
    projectIds: readonly string[],
    progress: ScoreProgress,
  ): Promise<readonly PoolProject[]>;
  /** What each pair is relevant by, in the order asked. @param limit of the words that met */
  abstract explain(
    request: ScoreRequest,
    pairs: readonly { readonly projectId: string; readonly demand: number }[],
    limit: number,
    progress: ScoreProgress,
  ): Promise<readonly RelevanceExplanation[]>;
}
