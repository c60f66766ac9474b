import { organisationIdentity, type Organisation } from '@throughtrain/domain';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

export type NewOrganisationRow = Omit<Organisation, 'id'>;

// Sorted, so that two imports that bring the same new organisations wait for each other instead of deadlocking.
const insertSql = `
  insert into organisation (identity, credit_code, name, kind, region_code, group_name)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as wanted (identity)
   where not exists (select from organisation known where known.identity = wanted.identity)
   order by identity
  on conflict do nothing`;

const findSql = 'select id, identity from organisation where identity = any($1::text[])';

/**
 * Finds organisations by identity and registers those that are new. One that exists keeps its data: it belongs to all hosts,
 * and what one of them says about it is kept with that host.
 * @returns the id of each given organisation by `organisationIdentity(creditCode, name)`
 */
export async function registerOrganisations(
  uow: TypeOrmUnitOfWork,
  wanted: readonly NewOrganisationRow[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const byIdentity = new Map(wanted.map((one) => [organisationIdentity(one.creditCode, one.name), one]));
  const [identities, rows] = [[...byIdentity.keys()], [...byIdentity.values()]];
  await uow.rows(insertSql, [
    identities,
    rows.map(({ creditCode }) => creditCode ?? null),
    rows.map(({ name }) => name),
    rows.map(({ kind }) => kind),
    rows.map(({ regionCode }) => regionCode ?? null),
    rows.map(({ group }) => group ?? null),
  ]);
  // A statement of its own: it sees what others have committed while the insert waited for them.
  const found = await uow.rows<{ id: string; identity: string }>(findSql, [identities]);
  return new Map(found.map(({ id, identity }) => [identity, id]));
}
