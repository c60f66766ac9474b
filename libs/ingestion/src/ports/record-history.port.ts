import type { ProjectStatus, RevisionSource, Scope } from '@throughtrain/domain';

/** One revision of a record beside the one before it. */
export interface StoredRevision {
  readonly revision: number;
  /** Of a project. */
  readonly status?: ProjectStatus;
  readonly recordedAt: Date;
  readonly by: { readonly organisation: string; readonly name?: string };
  readonly source?: RevisionSource;
  /** As it was audited. */
  readonly reason?: string;
  /** Absent when the project is sealed by now: none of its words are told. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** Absent for the first revision too. */
  readonly before?: Readonly<Record<string, unknown>>;
}

/** Revisions of the records that an organisation has brought in. */
export abstract class RecordHistory {
  /** Newest first, those below a revision. @throws DomainError not-found */
  abstract revisions(
    scope: Scope,
    kind: 'project' | 'demand',
    id: string,
    below: number | undefined,
    limit: number,
  ): Promise<readonly StoredRevision[]>;
}
