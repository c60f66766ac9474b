import { foldOrganisationName, organisationIdentity, type Organisation } from '@throughtrain/domain';
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

const insertNamesSql = `
  insert into organisation_name (organisation_id, folded, name, source)
  select wanted.*, $4
    from unnest($1::uuid[], $2::text[], $3::text[]) as wanted (organisation_id, folded, name)
   where not exists (
     select from organisation_name known where known.organisation_id = wanted.organisation_id and known.folded = wanted.folded
   )
   order by organisation_id, folded
  on conflict do nothing
  returning folded`;

const lockNamesSql = `
  select pg_advisory_xact_lock(hashtextextended(folded, 0))
    from (select folded from unnest($1::text[]) as folded order by folded) sorted`;

// Who bears a name by code counts once, however many of its codes were merged. What an operator has decided stays.
const linkSql = `
  with named as (
    select n.folded, n.organisation_id as id, o.credit_code is not null as has_code
      from organisation_name n
      join organisation o on o.id = n.organisation_id
     where n.folded = any($1::text[])
  ), bearer as (
    select folded, min(canonical::text)::uuid as id, count(distinct canonical) as count
      from named
     cross join lateral canonical_organisation(named.id) as canonical
     where has_code
     group by folded
  )
  insert into organisation_link (alias_id, canonical_id)
  select named.id, wanted.id
    from named
    left join bearer using (folded)
   cross join lateral (select case when bearer.count = 1 then bearer.id else named.id end as id) wanted
    left join lateral (
         select canonical_id, made_by from organisation_link where alias_id = named.id order by id desc limit 1) latest on true
   where not named.has_code and latest.made_by is null and coalesce(latest.canonical_id, named.id) <> wanted.id
   order by named.id`;

/**
 * Finds organisations by identity and registers those that are new. One that exists keeps its data: it belongs to all hosts,
 * and what one of them says about it is kept with that host. An organisation that is known by a name alone is linked to the one with a
 * credit code that bears the name, as long as exactly one does.
 * @param source where the names were seen
 * @returns the id of each given organisation by `organisationIdentity(creditCode, name)`
 */
export async function registerOrganisations(
  uow: TypeOrmUnitOfWork,
  wanted: readonly NewOrganisationRow[],
  source: 'registration' | 'projects' | 'enterprises',
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const byIdentity = new Map(wanted.map((one) => [identityOf(one), one]));
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
  const ids = new Map(found.map(({ id, identity }) => [identity, id]));
  await recordNames(uow, wanted, ids, source);
  return ids;
}

async function recordNames(
  uow: TypeOrmUnitOfWork,
  wanted: readonly NewOrganisationRow[],
  ids: ReadonlyMap<string, string>,
  source: string,
): Promise<void> {
  const names = wanted.flatMap((one) => {
    const id = ids.get(identityOf(one));
    return id === undefined ? [] : [{ id, folded: foldOrganisationName(one.name), name: one.name }];
  });
  const added = await uow.rows<{ folded: string }>(insertNamesSql, [
    names.map(({ id }) => id),
    names.map(({ folded }) => folded),
    names.map(({ name }) => name),
    source,
  ]);
  if (added.length === 0) return;
  const folded = [...new Set(added.map((name) => name.folded))];
  // Who brings the name and who brings the code at the same moment would not see each other; the second one waits here.
  await uow.rows(lockNamesSql, [folded]);
  await uow.rows(linkSql, [folded]);
}

const identityOf = ({ creditCode, name }: NewOrganisationRow): string => organisationIdentity(creditCode, name);
