import type { AttemptEnd, CountedLease } from '@throughtrain/domain';
import type { ScoredLibrary } from './library-scorer.port';
import type { MatchRunInput } from './match-run.repository.port';

/** A part of the library that is to be scored for a run. */
export interface ShardOfRun {
  readonly matchRunId: string;
  readonly shard: number;
}

/** What has become of one part. */
export interface ShardState {
  readonly shard: number;
  readonly isDone: boolean;
  /** Code of the error that ended it. */
  readonly failure?: string;
}

export interface ClaimedShard extends CountedLease {
  /** Parts that the run's library is split into. */
  readonly count: number;
  readonly input: MatchRunInput;
}

/** The parts of runs, each claimed by a lease with a fence, from their request until their run has ended. */
export abstract class ShardScoreRepository {
  /**
   * Asks for the parts of a run that were not asked for yet. What was asked for of another split is forgotten. Until the transaction ends, no part of the run ends.
   * @returns the new ones, from 0
   */
  abstract request(matchRunId: string, count: number): Promise<readonly number[]>;
  /** All parts of a run, in order. */
  abstract states(matchRunId: string): Promise<readonly ShardState[]>;
  /** What the parts of a run were scored to, in order; those that are done. */
  abstract results(matchRunId: string): Promise<readonly ScoredLibrary[]>;
  /** @returns undefined when it is done or its run has ended; @throws DomainError unavailable `lease.lost` while another worker holds it */
  abstract claim(part: ShardOfRun, leaseMs: number): Promise<ClaimedShard | undefined>;
  /**
   * Writes projects scored, of how many, and renews the lease; 0 of 0 while the library is read.
   * @throws DomainError conflict `match-run.cancelled` when the run has ended; unavailable `lease.lost`
   */
  abstract progress(
    part: ShardOfRun,
    fence: number,
    progress: { readonly done: number; readonly total: number },
    leaseMs: number,
  ): Promise<void>;
  /** Until the transaction ends, no other part of the run ends. @throws as {@link progress} */
  abstract complete(part: ShardOfRun, fence: number, result: ScoredLibrary): Promise<void>;
  /** As {@link complete}. */
  abstract fail(part: ShardOfRun, fence: number, code: string): Promise<void>;
  /** Gives the lease back after an attempt that did not end the work; nothing when it is no longer ours. */
  abstract release(part: ShardOfRun, fence: number, end: AttemptEnd): Promise<void>;
  /** Unfinished parts of unfinished runs whose lease has ended and that have no pending job. */
  abstract abandoned(limit: number): Promise<readonly ShardOfRun[]>;
  /** Forgets the parts of runs that have ended. */
  abstract tidy(): Promise<void>;
}
