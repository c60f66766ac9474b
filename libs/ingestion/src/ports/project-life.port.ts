import type { ProjectRecord } from '@throughtrain/contracts';
import type { ProjectStatus, RevisionAct, Scope } from '@throughtrain/domain';
import type { StoredProject } from './record-stores.port';

/** The latest revision of a project, as far as acts depend on it. */
export interface LifeState {
  readonly projectId: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly consentToPush: boolean;
  /** Days, YYYY-MM-DD. */
  readonly confirmedOn?: string;
  readonly validUntil?: string;
}

/** What somebody did to a project: the next revision says the same but for this. */
export interface ProjectAct {
  readonly projectId: string;
  /** The latest revision, which the act was decided on. */
  readonly revision: number;
  readonly act: RevisionAct;
  readonly says: Partial<Pick<ProjectRecord, 'confirmedOn' | 'consentToPush'>>;
}

/** Projects that wait for their submitter: active ones that nobody has confirmed since a day, or that hold no longer than before it. */
export interface DueFilter {
  readonly due: 'confirmation' | 'expired';
  readonly before: string;
}

/** What becomes of a project between its submissions. */
export abstract class ProjectLife {
  /**
   * Reads projects of the caller's organisation and keeps others from revising them until the transaction ends.
   * @returns those that exist, by id
   */
  abstract lock(scope: Scope, projectIds: readonly string[]): Promise<readonly LifeState[]>;
  /** Adds one revision for each act; the projects are distinct and locked. What a file said last stays what the next file is compared with. */
  abstract revise(scope: Scope, acts: readonly ProjectAct[]): Promise<void>;
  /** Projects of the caller's organisation by id. */
  abstract due(
    scope: Scope,
    filter: DueFilter,
    after: string | undefined,
    limit: number,
  ): Promise<readonly StoredProject[]>;
}
