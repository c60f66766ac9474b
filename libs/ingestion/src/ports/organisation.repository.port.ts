import type { Organisation, Scope } from '@throughtrain/domain';

/** A link: the alias counts as the other. One to itself takes an earlier one back. */
export interface OrganisationLink {
  readonly aliasId: string;
  readonly canonicalId: string;
  /** By a name that exactly one organisation with a credit code bears, or by an operator. */
  readonly madeBy: 'rule' | 'operator';
  readonly reason?: string;
  readonly madeAt: Date;
}

/** Everything that operators are told of an organisation. */
export interface OrganisationView extends Organisation {
  /** The organisation that it counts as, mostly itself. */
  readonly canonicalId: string;
  /** Names under which it was seen, one spelling each, oldest first. */
  readonly names: readonly { readonly name: string; readonly source: string; readonly firstSeenAt: Date }[];
  /** Organisations that count as this one. */
  readonly aliases: readonly Pick<Organisation, 'id' | 'name' | 'creditCode'>[];
  /** Its own links and those to it, oldest first. */
  readonly links: readonly OrganisationLink[];
}

/** Who is registered, across all hosts and channels. Operators see to it, so nothing here is bound to one organisation. */
export abstract class OrganisationRepository {
  /** @throws DomainError not-found */
  abstract find(id: string): Promise<OrganisationView>;
  /**
   * Lets one organisation count as another, or as itself again when both are the same.
   * @throws DomainError not-found; conflict `organisation.merged-already` when it does already, or the other counts as this one
   */
  abstract link(
    scope: Scope,
    link: { readonly aliasId: string; readonly canonicalId: string; readonly reason: string },
  ): Promise<void>;
}
