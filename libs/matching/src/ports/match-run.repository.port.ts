import type { Affiliation, AttemptEnd, CountedLease, Scope } from '@throughtrain/domain';
import type { ExpertScore, ProjectGate } from '@throughtrain/ranking';
import type { RoadshowContent } from './roadshow.repository.port';
import type { Candidate } from '@throughtrain/ranking';
import type { ShortlistResult } from '../run/match-result';

export type MatchRunState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A demand in the snapshot of a run; its text is the insert-only revision. */
export interface RunDemand extends Affiliation {
  readonly id: string;
  readonly revision: number;
  readonly enterpriseId: string;
  /** As the host knew it at the time of the request. */
  readonly enterpriseName: string;
  readonly regionCode?: string;
  /** The organisation that the enterprise counts as, where it is linked to another. */
  readonly canonicalId?: string;
}

/** Everything that a run reads and that may change later, copied; with it the run can be repeated byte for byte. */
export interface MatchRunInput {
  readonly roadshow: RoadshowContent;
  /** Moment of the request (ISO 8601): the run's clock. */
  readonly now: string;
  /** Position of the library: the state made by all transactions below it. */
  readonly libraryPosition: string;
  /** False when a transaction that was under way for long kept the position back: what was imported meanwhile is not in it. */
  readonly librarySettled: boolean;
  readonly profileVersion: number;
  readonly analyserVersion: string;
  /** The encoder in force; absent before there was one, when words count alone. */
  readonly encoderVersion?: string;
  readonly statisticsVersion: string;
  readonly relevanceVersion: string;
  readonly codeVersion: string;
  readonly demands: readonly RunDemand[];
  /** Projects published for this host within three years. */
  readonly onStage: readonly string[];
  /** [enterprise, project]: declined before. */
  readonly declined: readonly (readonly [string, string])[];
  /** Frozen shortlists of the profile's months that showed a project, for those above zero. */
  readonly timesShown: Readonly<Record<string, number>>;
}

/** The part of the input that is read in one go when a run is asked for. */
export type RunSnapshot = Pick<
  MatchRunInput,
  'libraryPosition' | 'encoderVersion' | 'demands' | 'onStage' | 'declined' | 'timesShown'
>;

export interface SnapshotOptions {
  readonly now: Date;
  readonly newcomerMonths: number;
  readonly analyserVersion: string;
}

/** What a reader of a run is told of its input; the rest is long. */
export type PinnedInput = Omit<MatchRunInput, 'roadshow' | 'demands' | 'onStage' | 'declined' | 'timesShown'> & {
  /** How many. */
  readonly demands: number;
};

export interface RunProgress {
  readonly stage: 'queued' | 'loading' | 'scoring' | 'choosing' | 'storing' | 'done';
  readonly done: number;
  readonly total: number;
  /** Parts of the library that nobody serves and that the run waits for. */
  readonly waitingForShards?: readonly number[];
}

export interface RunSummary {
  readonly projectsScored: number;
  readonly demands: number;
  readonly poolSize: number;
  readonly pairsStored: number;
  readonly bytesPerPair: number;
  readonly exclusions: Readonly<Partial<Record<ProjectGate, number>>>;
  /** SHA-256 over the shortlists: equal inputs give equal hashes. */
  readonly resultHash: string;
  /** From the moment in which a worker took the run up for the first time. */
  readonly ms: number;
}

export interface MatchRun {
  readonly id: string;
  readonly roadshowId: string;
  readonly replayOf?: string;
  readonly state: MatchRunState;
  readonly progress: RunProgress;
  readonly pinned: PinnedInput;
  readonly summary?: RunSummary;
  readonly failure?: { readonly code: string };
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

export interface ClaimedRun extends CountedLease {
  /** When it was claimed for the first time. */
  readonly startedAt: Date;
  readonly input: MatchRunInput;
}

/** What a finished run stores, in one transaction. */
export interface RunResult {
  readonly summary: RunSummary;
  readonly exclusions: readonly { readonly projectId: string; readonly gate: ProjectGate }[];
  readonly candidates: readonly Candidate[];
  readonly shortlists: readonly ShortlistResult[];
}

/** Match runs from their request to their stored result, claimed by a lease with a fence. */
export abstract class MatchRunRepository {
  /**
   * Reads what a run must pin: library position, demands of enrolled enterprises in id order, exposures, refusals.
   * @throws DomainError not-found `resource.not-found`
   */
  abstract snapshot(scope: Scope, roadshowId: string, options: SnapshotOptions): Promise<RunSnapshot>;
  abstract add(
    scope: Scope,
    run: { readonly roadshowId: string; readonly input: MatchRunInput; readonly replayOf?: string },
  ): Promise<string>;
  /** @throws DomainError not-found */
  abstract find(scope: Scope, runId: string): Promise<MatchRun>;
  /** Everything that a run of the caller's host pinned. @throws DomainError not-found */
  abstract inputOf(scope: Scope, runId: string): Promise<MatchRunInput>;
  /** The newest hundred, newest first. @throws DomainError not-found */
  abstract list(scope: Scope, roadshowId: string): Promise<readonly MatchRun[]>;
  /** @returns undefined when it has ended; @throws DomainError unavailable `lease.lost` while another worker holds it */
  abstract claim(runId: string, leaseMs: number): Promise<ClaimedRun | undefined>;
  /**
   * Writes progress and renews the lease.
   * @throws DomainError conflict `match-run.cancelled`; unavailable `lease.lost`
   */
  abstract progress(runId: string, fence: number, progress: RunProgress, leaseMs: number): Promise<void>;
  /** Stores the result and completes the run, all or nothing. @throws as {@link progress} */
  abstract complete(runId: string, fence: number, result: RunResult): Promise<void>;
  abstract fail(runId: string, fence: number, code: string): Promise<void>;
  /** Gives the lease back after an attempt that did not end the run, so that the next can claim at once; nothing when it is no longer ours. */
  abstract release(runId: string, fence: number, end: AttemptEnd): Promise<void>;
  /** @returns an unfinished run of the roadshow; requests of one roadshow wait for each other until the transaction ends */
  abstract unfinished(scope: Scope, roadshowId: string): Promise<string | undefined>;
  /** State and progress alone, for those who watch. @throws DomainError not-found */
  abstract watch(scope: Scope, runId: string): Promise<Pick<MatchRun, 'id' | 'state' | 'progress' | 'failure'>>;
  /** @throws DomainError not-found; conflict `match-run.already-finished` */
  abstract cancel(scope: Scope, runId: string): Promise<void>;
  /** Scores of experts for the given projects that were recorded below the position, by project; projects without any are absent. */
  abstract expertScores(
    libraryPosition: string,
    projectIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ExpertScore[]>>;
  abstract exclusions(
    scope: Scope,
    runId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly { projectId: string; title: string; gate: string }[]>;
  /**
   * Unfinished runs whose lease has ended and that have no pending job, oldest first; not those that wait for parts of the library.
   * @param shards parts that there are; whoever waits for those of another split waits in vain
   */
  abstract abandoned(limit: number, shards: number): Promise<readonly string[]>;
}
