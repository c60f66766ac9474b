import type { Contact, Scope } from '@throughtrain/domain';
import type { ProjectKey } from './record-stores.port';

/** What has a contact: a project, or an enterprise in the list of the caller's host. */
export interface ContactSubject {
  readonly kind: 'project' | 'enterprise';
  readonly id: string;
}

/** A record by the keys of whoever submitted it, and the contact that it came with; without one it has none from now on. */
export interface Filing {
  readonly key: ProjectKey | { readonly externalId: string };
  readonly contact?: Contact | undefined;
}

/** What filing came to, and for what. */
export interface Filed {
  readonly subject: ContactSubject;
  readonly change: 'filed' | 'changed' | 'same' | 'erased' | 'none';
}

/** How the caller's organisation stands to a contact. */
export interface ContactStanding {
  /** It has submitted the record. */
  readonly isKeeper: boolean;
  /** The project, which may be pushed, is on a frozen shortlist of one of its roadshows. */
  readonly isListed: boolean;
  /** At one of its roadshows an enterprise has answered with level 3 or 4, or the project is a published pick. */
  readonly isAgreed: boolean;
}

/** Contacts, encrypted and apart from records. Nothing here is told to anybody before a use case has looked at the standing. */
export abstract class ContactStore {
  /** @returns for each record of the caller's organisation, by kind and in order, whether a contact is on file */
  abstract areOnFile(
    scope: Scope,
    kind: ContactSubject['kind'],
    keys: readonly Filing['key'][],
  ): Promise<readonly boolean[]>;
  /** Files what records of the caller's organisation came with; they were just written in the same transaction. @returns in order */
  abstract file(
    scope: Scope,
    kind: ContactSubject['kind'],
    filings: readonly Filing[],
  ): Promise<readonly (Filed | undefined)[]>;
  /** @throws DomainError not-found when there is no such project or, for an enterprise, none in the caller's list */
  abstract standing(scope: Scope, subject: ContactSubject): Promise<ContactStanding>;
  /** @returns undefined when none is on file */
  abstract read(scope: Scope, subject: ContactSubject): Promise<Contact | undefined>;
  /**
   * Erases the contact of a record of the caller's organisation, and says so in the record.
   * @param hash of a content
   * @throws DomainError not-found `resource.not-found`, `contact.none`
   */
  abstract erase(scope: Scope, subject: ContactSubject, hash: (content: object) => Buffer): Promise<void>;
  /** How many contacts the caller was shown since then; its other requests wait until the transaction ends. */
  abstract revealsSince(scope: Scope, since: Date): Promise<number>;
  /**
   * Erases contacts of projects that were withdrawn, sealed or have lapsed, or whose consent was withdrawn, before then; one that was given
   * anew since counts from that day.
   * @returns ids of the projects, at most `limit`
   */
  abstract eraseEnded(before: Date, now: Date, limit: number): Promise<readonly string[]>;
  /** @returns whether ended contacts were last looked for longer ago than that */
  abstract isErasureDue(everyHours: number): Promise<boolean>;
}
