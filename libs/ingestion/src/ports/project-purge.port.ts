import type { Scope } from '@throughtrain/domain';
import type { ProjectKey } from './record-stores.port';

/** Why rows in quarantine are destroyed that are of a purged project. */
export const purgedRowReason = 'purge of its project';

/** A project that is to be purged, as operators find it. */
export interface PurgedProject extends ProjectKey {
  /** Organisation that submitted it. */
  readonly submitterId: string;
}

/** Erases the words of a project wherever they are kept. */
export abstract class ProjectPurge {
  /**
   * Seals the project, whoever submitted it, unless it is sealed already, and locks it.
   * @throws DomainError not-found
   */
  abstract seal(operator: Scope, projectId: string): Promise<PurgedProject>;
  /**
   * Erases all words of a sealed project: revisions, analyses, entries of lists, answers, contact, what was told of its duplicates, names of
   * organisations that nothing else names, reasons that people wrote about any of it; and files, headers and reports of the submitter's
   * project imports, of which unfinished ones end. Ids stay, hashes of the content go. Repeating it changes nothing.
   */
  abstract eraseWords(projectId: string): Promise<void>;
}
