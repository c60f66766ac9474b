import type { OrganisationHead, OrganisationKind, Role, Scope } from '@throughtrain/domain';

export interface NewOrganisation {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly creditCode?: string;
  readonly regionCode?: string;
}

/** A key as it is stored. */
export interface NewKey {
  /** SHA-256 of the key. */
  readonly keyHash: Buffer;
  /** First characters of the key, to tell keys apart. */
  readonly keyHint: string;
}

export interface NewPrincipal extends NewKey {
  /** An organisation that exists, or one to register (found again by its credit code or name). */
  readonly organisation: { readonly id: string } | NewOrganisation;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organisation: OrganisationHead;
  /** First characters of its key; absent when it has none that is valid. */
  readonly keyHint?: string;
  readonly createdAt: Date;
  readonly deactivatedAt?: Date;
}

/** Who may act, and the hashes of their keys. Operators see to those of all organisations, so nothing here is bound to one. */
export abstract class PrincipalRepository {
  /** @throws DomainError not-found when the organisation does not exist */
  abstract register(
    principal: NewPrincipal,
  ): Promise<{ readonly principalId: string; readonly organisationId: string }>;
  /** @throws DomainError not-found `resource.not-found` */
  abstract find(principalId: string): Promise<Principal>;
  /** Newest first, after the one with the given id. */
  abstract list(after: string | undefined, limit: number): Promise<readonly Principal[]>;
  /** Takes a principal out of service for good. @throws DomainError not-found; conflict `principal.deactivated` */
  abstract deactivate(principalId: string): Promise<void>;
  /** Revokes the keys of a principal and adds another. @throws DomainError not-found; conflict `principal.deactivated` */
  abstract replaceKey(principalId: string, key: NewKey): Promise<void>;
  /** @returns who holds the key, undefined when it is unknown, expired, revoked or its principal is disabled */
  abstract authenticate(keyHash: Buffer): Promise<Scope | undefined>;
}
