import type { Lease, Scope } from '@throughtrain/domain';

/** `changed`: what no search has compared as it is now; `all`: the whole library again. */
export type DuplicateSearchScope = 'changed' | 'all';

export interface DuplicateSearch {
  readonly id: string;
  readonly scope: DuplicateSearchScope;
  readonly state: 'queued' | 'running' | 'completed' | 'failed';
  readonly counts: DuplicateSearchCounts;
  readonly failureCode?: string;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

export interface DuplicateSearchCounts {
  readonly projects: number;
  /** Pairs that met under some key and were compared. */
  readonly pairs: number;
  readonly certain: number;
  readonly likely: number;
}

/** Searches of the library for duplicates. They read the projects of all organisations, so only their states are anybody's. */
export abstract class DuplicateSearchRepository {
  /** @returns the id of the new search, in state `queued` */
  abstract request(scope: Scope, of: DuplicateSearchScope): Promise<string>;
  /**
   * Claims a queued or abandoned search and sets it `running`.
   * @returns undefined when it has ended or does not exist
   * @throws DomainError unavailable `lease.lost` while another worker holds it
   */
  abstract claim(searchId: string, leaseMs: number): Promise<Lease | undefined>;
  /** Projects that it may have to compare; those of one institution, which meet most, beside each other. */
  abstract pending(searchId: string): Promise<readonly string[]>;
  /**
   * Adds what a batch did and renews the lease; belongs into the transaction of the batch.
   * @throws DomainError unavailable `lease.lost` when the fence is no longer ours
   */
  abstract advance(searchId: string, fence: number, counts: DuplicateSearchCounts, leaseMs: number): Promise<void>;
  /** Gives the lease back before its end; does nothing when the fence is no longer ours. */
  abstract release(searchId: string, fence: number): Promise<void>;
  /** @throws DomainError unavailable `lease.lost` */
  abstract finish(searchId: string, fence: number, failureCode?: string): Promise<void>;
  /** @throws DomainError not-found `resource.not-found` */
  abstract find(searchId: string): Promise<DuplicateSearch>;
  /** Unfinished searches whose lease has ended, oldest first, that have no pending job. */
  abstract abandoned(limit: number): Promise<readonly string[]>;
}
