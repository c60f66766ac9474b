import { Injectable } from '@nestjs/common';
import { DomainError, organisationIdentity, roles, type Role, type Scope } from '@throughtrain/domain';
import { PrincipalRepository, type NewPrincipal } from '@throughtrain/ingestion';
import { ApiKeyRow } from './entities/api-key.entity';
import { OrganisationRow } from './entities/organisation.entity';
import { PrincipalRow } from './entities/principal.entity';
import { registerOrganisations } from './organisation-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const authenticateSql = `
  select principal.id, principal.organisation_id, principal.roles
    from api_key
    join principal on principal.id = api_key.principal_id
   where api_key.hash = $1
     and api_key.revoked_at is null
     and (api_key.expires_at is null or api_key.expires_at > now())
     and principal.disabled_at is null`;

/** Organisations, principals and keys in their tables. */
@Injectable()
export class SqlPrincipalRepository extends PrincipalRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  register(wanted: NewPrincipal): Promise<{ readonly principalId: string; readonly organisationId: string }> {
    return this.uow.run(async () => {
      const organisationId = await this.organisationOf(wanted);
      const principal = { organisationId, name: wanted.name, roles: [...wanted.roles] };
      const inserted = await this.uow.manager.insert(PrincipalRow, principal);
      const { id: principalId } = inserted.identifiers[0] as { id: string };
      await this.uow.manager.insert(ApiKeyRow, { principalId, hash: wanted.keyHash, hint: wanted.keyHint });
      return { principalId, organisationId };
    });
  }

  async authenticate(keyHash: Buffer): Promise<Scope | undefined> {
    const [row] = await this.uow.rows<{ id: string; organisation_id: string; roles: string[] }>(authenticateSql, [
      keyHash,
    ]);
    return row && { principalId: row.id, organisationId: row.organisation_id, roles: knownRoles(row.roles) };
  }

  private async organisationOf({ organisation }: NewPrincipal): Promise<string> {
    if ('id' in organisation) {
      const isThere = await this.uow.manager.existsBy(OrganisationRow, { id: organisation.id });
      if (!isThere) throw new DomainError('not-found', 'resource.not-found');
      return organisation.id;
    }
    const ids = await registerOrganisations(this.uow, [organisation]);
    const id = ids.get(organisationIdentity(organisation.creditCode, organisation.name));
    if (id === undefined) throw new Error('An organisation that was just registered is not there');
    return id;
  }
}

/** A role that a later release stored is no role here. */
export function knownRoles(stored: readonly string[]): Role[] {
  return roles.filter((role) => stored.includes(role));
}
