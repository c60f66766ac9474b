import type { ProjectDigest, Scope } from '@throughtrain/domain';
import type { BandMeaning, BoundLimit } from '@throughtrain/ranking';
import type { PairTexts } from '@throughtrain/text';
import type { DemandMatch, EntryResult } from '../run/match-result';

export interface ShortlistHead {
  readonly id: string;
  readonly runId: string;
  readonly roadshowId: string;
  readonly domain: string;
  readonly size: number;
  readonly state: 'draft' | 'frozen';
  readonly entries: number;
  readonly limits: readonly BoundLimit[];
  readonly uncovered: readonly { readonly demandId: string; readonly title: string }[];
  readonly deadline?: string;
  readonly frozenAt?: Date;
  readonly pushedAt?: Date;
}

interface ShownInEntry extends ProjectDigest {
  readonly channel: string;
  /** Channels of the other members of its duplicate group. */
  readonly otherChannels: readonly string[];
}

/** A stored entry as a list shows it, with the names that a reader needs. All of its matches would be ten times the list. */
export interface ListedEntry extends Omit<EntryResult, 'terms' | 'matches'>, ShownInEntry {
  /** The demand that it answers best; absent when it stands on the brief alone. */
  readonly best?: DemandMatch;
  /** Demands that it answers. */
  readonly matchCount: number;
}

/** An entry with all that explains it. */
export interface ExplainedEntry extends EntryResult, ShownInEntry {
  /** The highest first. */
  readonly bands: readonly BandMeaning[];
  /** Its own, and those of the demands that it answers. */
  readonly texts: PairTexts;
}

/** Stored shortlists as their readers see them. */
export abstract class ShortlistRepository {
  /** @throws DomainError not-found */
  abstract ofRun(scope: Scope, runId: string): Promise<readonly ShortlistHead[]>;
  /** @throws DomainError not-found */
  abstract find(scope: Scope, shortlistId: string): Promise<ShortlistHead>;
  /** Another text whenever what `find` and `entries` tell has changed; what is read after it is never older. @throws DomainError not-found */
  abstract stamp(scope: Scope, shortlistId: string): Promise<string>;
  /** Entries by rank. @throws DomainError not-found */
  abstract entries(scope: Scope, shortlistId: string): Promise<readonly ListedEntry[]>;
  /** @throws DomainError not-found */
  abstract entry(scope: Scope, shortlistId: string, projectId: string): Promise<ExplainedEntry>;
}
