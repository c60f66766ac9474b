import { Injectable } from '@nestjs/common';
import { DomainError, organisationIdentity, roles, type Role, type Scope } from '@throughtrain/domain';
import { PrincipalRepository, type NewKey, type NewPrincipal, type Principal } from '@throughtrain/ingestion';
import { BatchedLookup } from './batched-lookup';
import { ApiKeyRow } from './entities/api-key.entity';
import { OrganisationRow } from './entities/organisation.entity';
import { PrincipalRow } from './entities/principal.entity';
import { registerOrganisations } from './organisation-rows';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork, type PreparedStatement } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

const isValidKey = `api_key.revoked_at is null and (api_key.expires_at is null or api_key.expires_at > now())`;

const authenticateSql: PreparedStatement = {
  name: 'authenticate',
  text: `
  select asked.place::integer as place, principal.id, principal.organisation_id, principal.roles
    from unnest($1::bytea[]) with ordinality as asked (hash, place)
    join api_key on api_key.hash = asked.hash
    join principal on principal.id = api_key.principal_id
   where ${isValidKey}
     and principal.disabled_at is null`,
};

interface AuthenticatedRow {
  readonly place: number;
  readonly id: string;
  readonly organisation_id: string;
  readonly roles: readonly string[];
}

const principalsSql = `
  select p.id, p.name, p.roles, p.created_at as "createdAt", p.disabled_at as "deactivatedAt",
         json_build_object('id', o.id, 'name', o.name, 'kind', o.kind) as organisation,
         (select hint from api_key where principal_id = p.id and ${isValidKey} and p.disabled_at is null order by created_at desc limit 1) as "keyHint"
    from principal p
    join organisation o on o.id = p.organisation_id`;

interface PrincipalView extends Omit<Principal, 'keyHint' | 'deactivatedAt' | 'roles'> {
  readonly roles: readonly string[];
  readonly keyHint: string | null;
  readonly deactivatedAt: Date | null;
}

/** Organisations, principals and keys in their tables. */
@Injectable()
export class SqlPrincipalRepository extends PrincipalRepository {
  private readonly keys: BatchedLookup<AuthenticatedRow>;

  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
    this.keys = new BatchedLookup(uow, authenticateSql);
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

  async find(principalId: string): Promise<Principal> {
    return toPrincipal(onlyRow(await this.uow.rows<PrincipalView>(`${principalsSql} where p.id = $1`, [principalId])));
  }

  async list(after: string | undefined, limit: number): Promise<readonly Principal[]> {
    const rows = await this.uow.rows<PrincipalView>(
      `${principalsSql}
        where $1::uuid is null or (p.created_at, p.id) < (select created_at, id from principal where id = $1)
        order by p.created_at desc, p.id desc
        limit $2`,
      [after ?? null, limit],
    );
    return rows.map(toPrincipal);
  }

  async deactivate(principalId: string): Promise<void> {
    const [deactivated] = await this.uow.rows(
      'update principal set disabled_at = now() where id = $1 and disabled_at is null returning id',
      [principalId],
    );
    if (deactivated !== undefined) return;
    await this.find(principalId);
    throw new DomainError('conflict', 'principal.deactivated');
  }

  async replaceKey(principalId: string, { keyHash, keyHint }: NewKey): Promise<void> {
    await this.uow.run(async () => {
      // Two at once take turns, so that one key is left.
      const { disabledAt } = onlyRow(
        await this.uow.rows<{ disabledAt: Date | null }>(
          'select disabled_at as "disabledAt" from principal where id = $1 for no key update',
          [principalId],
        ),
      );
      if (disabledAt !== null) throw new DomainError('conflict', 'principal.deactivated');
      await this.uow.rows('update api_key set revoked_at = now() where principal_id = $1 and revoked_at is null', [
        principalId,
      ]);
      await this.uow.manager.insert(ApiKeyRow, { principalId, hash: keyHash, hint: keyHint });
    });
  }

  async authenticate(keyHash: Buffer): Promise<Scope | undefined> {
    const row = await this.keys.find(`\\x${keyHash.toString('hex')}`);
    return row && { principalId: row.id, organisationId: row.organisation_id, roles: knownRoles(row.roles) };
  }

  private async organisationOf({ organisation }: NewPrincipal): Promise<string> {
    if ('id' in organisation) {
      const isThere = await this.uow.manager.existsBy(OrganisationRow, { id: organisation.id });
      if (!isThere) throw new DomainError('not-found', 'resource.not-found');
      return organisation.id;
    }
    const ids = await registerOrganisations(this.uow, [organisation], 'registration');
    const id = ids.get(organisationIdentity(organisation.creditCode, organisation.name));
    if (id === undefined) throw new Error('An organisation that was just registered is not there');
    return id;
  }
}

function toPrincipal({ roles: stored, ...principal }: PrincipalView): Principal {
  return { ...withoutNulls(principal), roles: knownRoles(stored) };
}

/** A role that a later release stored is no role here. */
export function knownRoles(stored: readonly string[]): Role[] {
  return roles.filter((role) => stored.includes(role));
}
