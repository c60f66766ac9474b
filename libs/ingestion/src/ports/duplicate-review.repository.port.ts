import type {
  DuplicateClass,
  DuplicateDecision,
  DuplicateEvidence,
  Project,
  ProjectStatus,
  Scope,
} from '@throughtrain/domain';
import type { ProjectPair } from './duplicate-store.port';

/**
 * `suggested`: likely, and nobody has decided; `joined`: certain or merged; `split`: taken apart by a person; `held`: one of the two is
 * sealed, and the other is kept from matching until a person decides.
 */
export const duplicateStates = ['suggested', 'joined', 'split', 'held'] as const;
export type DuplicateState = (typeof duplicateStates)[number];

/** A project of a pair or a group. What another organisation has submitted is told by its title, institution and channel alone. */
export interface DuplicateMember {
  readonly projectId?: string;
  readonly externalId?: string;
  readonly isOwn: boolean;
  readonly channel: Project['channel'];
  readonly status: ProjectStatus;
  /** Stands for itself when the project is sealed. */
  readonly title: string;
  readonly institution?: string;
}

/** What was decided about a pair. */
export interface RecordedDecision {
  readonly verdict: DuplicateDecision['verdict'] | 'release';
  readonly byHand: boolean;
  /** Told to operators and to the organisation that decided. */
  readonly reason?: string;
  readonly decidedAt: Date;
}

export interface DuplicatePair {
  /** Place in the list. */
  readonly place: PairPlace;
  readonly members: readonly [DuplicateMember, DuplicateMember];
  readonly class: DuplicateClass;
  readonly score: number;
  /** Absent when one of the two is sealed, and for a pair that was decided without any. */
  readonly evidence?: DuplicateEvidence;
  /** The one in force. */
  readonly decision?: RecordedDecision;
}

/** Where a pair stands in the list, which goes from the surest down. */
export interface PairPlace {
  readonly score: number;
  readonly pair: ProjectPair;
}

/** Everything from which the group of a project follows. */
export interface DuplicateNeighbourhood {
  /** Current revisions of all that is linked to the project directly or through others, itself included. */
  readonly projects: readonly Project[];
  readonly decisions: readonly DuplicateDecision[];
  readonly members: ReadonlyMap<string, DuplicateMember>;
  /** Decisions about the project and another, newest first. */
  readonly history: readonly (RecordedDecision & { readonly other: DuplicateMember })[];
}

/** Pairs and groups as people see and decide them. Operators see all organisations, others what concerns their own projects. */
export abstract class DuplicateReview {
  abstract list(
    scope: Scope,
    state: DuplicateState,
    after: PairPlace | undefined,
    limit: number,
  ): Promise<readonly DuplicatePair[]>;
  /**
   * Locks projects about which the caller may decide: own ones, for operators all.
   * @throws DomainError not-found `resource.not-found` when one of them is not
   */
  abstract lock(scope: Scope, projectIds: readonly string[]): Promise<void>;
  /** Records a decision about each of the pairs, in order. */
  abstract decide(
    scope: Scope,
    pairs: readonly ProjectPair[],
    verdict: 'merge' | 'split',
    reason: string,
  ): Promise<void>;
  /** @throws DomainError not-found `resource.not-found` when the project is not the caller's */
  abstract neighbourhood(scope: Scope, projectId: string): Promise<DuplicateNeighbourhood>;
}
