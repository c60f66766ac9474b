import type { DuplicateDecision, Project } from '@throughtrain/domain';
import type { Analysis } from '@throughtrain/text';
import type { LibraryShards } from '../shards/library-shards';

/** What analysis and which encoder are asked for. */
export interface TextVersions {
  readonly analyserVersion: string;
  /** Absent when no vectors are wanted. */
  readonly encoderVersion?: string;
}

/** A project of the library with the analysis of its current revision; no analysis when this version has not made one. */
export interface LibraryProject {
  readonly project: Project;
  readonly analysis: Analysis | undefined;
  /** Meaning of the text by the encoder asked for, in eight bits a number; absent when none was asked for. */
  readonly vector?: Int8Array;
}

/**
 * The change feed, read by transaction: a position is the server's identity and the oldest transaction that may still be running, so
 * everything below it is final. Sequences and clocks commit out of order and are not used.
 */
export abstract class LibraryFeed {
  /** The newest position that is final. */
  abstract position(): Promise<string>;
  /**
   * Waits until everything that was committed before the call is final, so that {@link position} holds it.
   * @returns false when older transactions still ran after the time given
   */
  abstract settle(withinMs: number): Promise<boolean>;
  /**
   * Current revisions at `to` of the projects that changed from `from` on (all projects when absent), in id order, in batches.
   * @param shards parts of the library of which the texts are wanted; other projects come without
   * @throws DomainError conflict `library.position-foreign` when a position is of another server
   */
  abstract changes(
    range: { readonly from?: string; readonly to: string },
    versions: TextVersions,
    shards?: LibraryShards,
  ): AsyncIterable<readonly LibraryProject[]>;
  /**
   * The given projects as they were at a position, in batches; those that did not exist then are left out.
   * @throws DomainError conflict `library.position-foreign`
   */
  abstract read(
    projectIds: readonly string[],
    at: string,
    versions: TextVersions,
  ): AsyncIterable<readonly LibraryProject[]>;
  /**
   * Decisions about duplicates in force at a position: one for a pair, by pair.
   * @throws DomainError conflict `library.position-foreign`
   */
  abstract decisions(at: string): Promise<readonly DuplicateDecision[]>;
  /** @returns negative, 0 or positive as `a` is before, at or after `b`; undefined when they are of different servers */
  abstract compare(a: string, b: string): number | undefined;
}
