import type { DuplicateEvidence, MeetingKey, ProjectStatus, ToldProject } from '@throughtrain/domain';

/** The current revision of a project, as it is compared; also of one that is sealed. */
export interface ComparableRevision {
  readonly projectId: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly told: ToldProject;
}

/** A project and the keys under which it is filed; without any it meets nobody. */
export interface FiledProject {
  readonly projectId: string;
  readonly revision: number;
  readonly keys: readonly MeetingKey[];
}

/** Two projects, the smaller id first. */
export type ProjectPair = readonly [string, string];

/** What the rule says of a pair: joined by words, kept from matching beside a sealed project, or nothing; `leave` changes nothing. */
export type RuleVerdict = 'merge' | 'hold' | 'release' | 'leave';

export interface ComparedPair {
  readonly pair: ProjectPair;
  readonly revisions: readonly [number, number];
  readonly evidence: DuplicateEvidence;
  readonly verdict: RuleVerdict;
}

/** The library as a search for duplicates reads and writes it, in the caller's transaction. */
export abstract class DuplicateStore {
  /** Waits until no other search is within a batch, so that two projects brought in at once are seen by one of them. */
  abstract enter(): Promise<void>;
  /** Those of the projects that are not compared as they are now, or were last compared before the search began to read all. */
  abstract unchecked(searchId: string, projectIds: readonly string[]): Promise<readonly ComparableRevision[]>;
  /** Which revisions of projects are the current ones, without what they say. */
  abstract heads(projectIds: readonly string[]): Promise<readonly Omit<ComparableRevision, 'told'>[]>;
  /** Current revisions of projects, as far as they exist. */
  abstract read(projectIds: readonly string[]): Promise<readonly ComparableRevision[]>;
  /** Files projects under their keys in place of earlier ones, and marks the revisions as compared. */
  abstract file(projects: readonly FiledProject[]): Promise<void>;
  /** Pairs of a filed project and any other that share keys as {@link MeetingKey} says; keys that very many share count for nothing. */
  abstract meeting(projects: readonly FiledProject[]): Promise<readonly ProjectPair[]>;
  /** Pairs of any of the projects that were told before. */
  abstract told(projectIds: readonly string[]): Promise<readonly ProjectPair[]>;
  /** Replaces what was told of the pairs, and records what the rule says anew where that is not what it said last. */
  abstract record(pairs: readonly ComparedPair[]): Promise<void>;
}
