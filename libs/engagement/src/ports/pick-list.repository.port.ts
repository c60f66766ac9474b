import type { ProjectDigest, Scope } from '@throughtrain/domain';
import type { BoundLimit, PickCandidate, Reason, ScoreTerm } from '@throughtrain/ranking';

export type DirectiveKind = 'pin' | 'ban' | 'clear';

export interface PickDirective {
  readonly projectId: string;
  readonly kind: Exclude<DirectiveKind, 'clear'>;
  readonly reason: string;
}

/** What picking reads, in one consistent view. */
export interface PickInput {
  readonly pickCount: number;
  /** Profile of the newest run that made one of the shortlists. */
  readonly profileVersion: number;
  /** Entries of all frozen shortlists of the roadshow; each project and duplicate group once, closed ones left out. */
  readonly candidates: readonly PickSource[];
  /** Current pins and bans. */
  readonly directives: readonly PickDirective[];
}

export interface PickSource extends Omit<PickCandidate, 'match'> {
  readonly revision: number;
  /** Terms of the shortlist score. */
  readonly terms: readonly ScoreTerm[];
  /** The demand that it answers best; absent when it stands there by the brief alone. */
  readonly best?: PickedDemand;
}

/** The demand that a pick answers best, as the shortlist told it. */
export interface PickedDemand {
  readonly demandId: string;
  readonly demandTitle: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly match: number;
}

/** What enterprises had answered when the list was made. */
export interface AnswerCount {
  readonly count: number;
  /** At the level from which an enterprise counts as covered, and above. */
  readonly interested: number;
}

export interface PickEntry {
  readonly position: number;
  readonly projectId: string;
  readonly revision: number;
  readonly score: number;
  readonly terms: readonly ScoreTerm[];
  readonly reasons: readonly Reason[];
  readonly best?: PickedDemand;
  readonly answers: AnswerCount;
  readonly pinned: boolean;
}

export interface PickListContent {
  readonly profileVersion: number;
  readonly requested: number;
  readonly limits: readonly BoundLimit[];
  readonly picks: readonly PickEntry[];
  readonly reserves: readonly PickEntry[];
}

export interface PickEntryView extends PickEntry, ProjectDigest {}

export interface PickList extends Omit<PickListContent, 'picks' | 'reserves'> {
  readonly id: string;
  readonly roadshowId: string;
  readonly version: number;
  readonly state: 'draft' | 'published' | 'superseded';
  readonly createdAt: Date;
  readonly publishedAt?: Date;
  readonly picks: readonly PickEntryView[];
  readonly reserves: readonly PickEntryView[];
}

/** Versions of the pick lists of a roadshow, and the pins and bans that they follow. */
export abstract class PickListRepository {
  /** Nobody else picks or directs for the roadshow until the transaction ends. @throws DomainError not-found; conflict `pick-list.no-shortlist` */
  abstract input(scope: Scope, roadshowId: string): Promise<PickInput>;
  /** Adds the next version as a draft. @returns its id */
  abstract add(scope: Scope, roadshowId: string, content: PickListContent): Promise<string>;
  /** @throws DomainError not-found */
  abstract find(scope: Scope, pickListId: string): Promise<PickList>;
  /** Versions of a roadshow, newest first, without entries. @throws DomainError not-found */
  abstract versions(scope: Scope, roadshowId: string): Promise<readonly Omit<PickList, 'picks' | 'reserves'>[]>;
  /** The published list. @throws DomainError not-found */
  abstract published(scope: Scope, roadshowId: string): Promise<PickList>;
  /** Another text whenever what `find` tells has changed; what is read after it is never older. @throws DomainError not-found */
  abstract stamp(scope: Scope, pickListId: string): Promise<string>;
  /** The same of `published`. @throws DomainError not-found */
  abstract publishedStamp(scope: Scope, roadshowId: string): Promise<string>;
  /**
   * `draft` → `published`; the list published before becomes `superseded`.
   * @throws DomainError not-found; conflict `pick-list.already-published`, `pick-list.superseded` (a newer version exists), `pick-list.empty`,
   *   `pick-list.project-withdrawn`, `pick-list.outdated` (pins or bans have changed since)
   */
  abstract publish(scope: Scope, pickListId: string): Promise<void>;
  /**
   * Adds a directive for a project of the roadshow's frozen shortlists; the newest counts.
   * @throws DomainError not-found; conflict `pick-list.too-many-pins`
   */
  abstract direct(
    scope: Scope,
    roadshowId: string,
    directive: { readonly projectId: string; readonly kind: DirectiveKind; readonly reason: string },
  ): Promise<void>;
  abstract directives(scope: Scope, roadshowId: string): Promise<readonly PickDirective[]>;
}
