import type { OrganisationKind, Role, Scope } from '@throughtrain/domain';

export interface NewOrganisation {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly creditCode?: string;
  readonly regionCode?: string;
}

export interface NewPrincipal {
  /** An organisation that exists, or one to register (found again by its credit code or name). */
  readonly organisation: { readonly id: string } | NewOrganisation;
  readonly name: string;
  readonly roles: readonly Role[];
  /** SHA-256 of the key. */
  readonly keyHash: Buffer;
  /** First characters of the key, to tell keys apart. */
  readonly keyHint: string;
}

/** Who may act, and the hashes of their keys. */
export abstract class PrincipalRepository {
  /** @throws DomainError not-found when the organisation does not exist */
  abstract register(
    principal: NewPrincipal,
  ): Promise<{ readonly principalId: string; readonly organisationId: string }>;
  /** @returns who holds the key, undefined when it is unknown, expired, revoked or its principal is disabled */
  abstract authenticate(keyHash: Buffer): Promise<Scope | undefined>;
}
