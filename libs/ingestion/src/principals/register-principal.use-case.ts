import {
  AuditLog,
  DomainError,
  isCreditCode,
  needsCreditCode,
  UnitOfWork,
  type OrganisationHead,
  type Scope,
} from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import {
  PrincipalRepository,
  type NewKey,
  type NewOrganisation,
  type NewPrincipal,
} from '../ports/principal.repository.port';
import { newApiKey } from './api-key';

export interface RegisteredPrincipal {
  readonly principalId: string;
  readonly organisationId: string;
  readonly organisation: OrganisationHead;
  /** Shown once. */
  readonly apiKey: string;
}

/** Registers who may act for an organisation and hands out the key. */
@Injectable()
export class RegisterPrincipal {
  constructor(
    private readonly principals: PrincipalRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param by the operator who asks; absent at the very first start, when nobody is registered yet
   * @throws DomainError invalid `organisation.credit-code-required`, `organisation.invalid-credit-code`; not-found
   */
  async execute(by: Scope | undefined, wanted: Omit<NewPrincipal, keyof NewKey>): Promise<RegisteredPrincipal> {
    if ('name' in wanted.organisation) checkOrganisation(wanted.organisation);
    const { key, hash, hint } = newApiKey();
    return this.uow.run(async () => {
      const registered = await this.principals.register({ ...wanted, keyHash: hash, keyHint: hint });
      const scope = by ?? { ...registered, roles: wanted.roles };
      await this.audit.record(scope, {
        action: 'principal.register',
        subjectType: 'principal',
        subjectId: registered.principalId,
        after: { organisationId: registered.organisationId, roles: wanted.roles },
      });
      const { organisation } = await this.principals.find(registered.principalId);
      return { ...registered, organisation, apiKey: key };
    });
  }
}

function checkOrganisation({ creditCode, kind }: NewOrganisation): void {
  if (creditCode === undefined && needsCreditCode(kind))
    throw new DomainError('invalid', 'organisation.credit-code-required');
  if (creditCode !== undefined && !isCreditCode(creditCode))
    throw new DomainError('invalid', 'organisation.invalid-credit-code');
}
