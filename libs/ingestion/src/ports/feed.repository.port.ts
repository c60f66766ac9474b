import type { ImportKind } from '@throughtrain/contracts';
import type { Lease, Scope } from '@throughtrain/domain';

export type FeedState = 'active' | 'paused';

export interface NewFeed {
  readonly kind: ImportKind;
  readonly url: string;
  /** 15 and more. */
  readonly everyMinutes: number;
  /** Value of the header Authorization that the address asks for; kept encrypted. */
  readonly authorization?: string | undefined;
}

/** An address from which an import is fetched on a schedule, and how it went. */
export interface Feed extends Omit<NewFeed, 'authorization'> {
  readonly id: string;
  readonly hasAuthorization: boolean;
  readonly state: FeedState;
  /** Why the service paused it itself. */
  readonly pausedBecause?: string;
  readonly nextAt: Date;
  readonly checkedAt?: Date;
  /** What came of the last fetch: `imported`, `not-modified`, `unchanged`, or the code of what went wrong. */
  readonly outcome?: string;
  readonly lastImportId?: string;
  /** Fetches that failed one after the other. */
  readonly failures: number;
  readonly createdAt: Date;
}

/** What tells whether the content has changed since it was last taken. */
export interface FeedVersion {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** SHA-256 of the bytes. */
  readonly contentHash?: Buffer | undefined;
}

export interface ClaimedFeed extends Lease, NewFeed, FeedVersion {
  /** Who set it up; imports are made in this scope. */
  readonly scope: Scope;
  /** False once that principal has been taken out of service. */
  readonly isCreatorActive: boolean;
  readonly failures: number;
}

/** How a fetch ended. */
export interface FeedOutcome {
  readonly outcome: string;
  readonly failures: number;
  readonly nextInMinutes: number;
  /** What was taken; absent when nothing new came. */
  readonly version?: FeedVersion;
  readonly importId?: string;
  /** Set when the feed is paused by the service. */
  readonly pausedBecause?: string;
}

/** Feeds and their schedule, which lives here alone: losing the queue loses none. */
export abstract class FeedRepository {
  /** @throws DomainError conflict `feed.exists` for an address that the organisation fetches for this kind already; `feed.too-many` */
  abstract add(scope: Scope, feed: NewFeed): Promise<string>;
  /** @throws DomainError not-found */
  abstract find(scope: Scope, feedId: string): Promise<Feed>;
  /** Feeds of the organisation, newest first. */
  abstract list(scope: Scope): Promise<readonly Feed[]>;
  /** A feed that is made active again starts without failures. @throws DomainError not-found */
  abstract change(
    scope: Scope,
    feedId: string,
    change: { readonly everyMinutes?: number | undefined; readonly state?: FeedState | undefined },
  ): Promise<void>;
  /** @throws DomainError not-found */
  abstract remove(scope: Scope, feedId: string): Promise<void>;
  /** Makes an active feed due now. @throws DomainError not-found; conflict `feed.paused` */
  abstract makeDue(scope: Scope, feedId: string): Promise<void>;
  /** Active feeds that are due, held by nobody and without a pending job. */
  abstract due(limit: number): Promise<readonly string[]>;
  /** @returns undefined when the feed is not due, paused, gone or held by another worker */
  abstract claim(feedId: string, leaseMs: number): Promise<ClaimedFeed | undefined>;
  /** Renews the lease. @throws DomainError unavailable `lease.lost` */
  abstract keep(feedId: string, fence: number, leaseMs: number): Promise<void>;
  /** @throws DomainError unavailable `lease.lost` */
  abstract finish(feedId: string, fence: number, outcome: FeedOutcome): Promise<void>;
}
