import { Injectable } from '@nestjs/common';
import { DomainError, type Organisation, type Scope } from '@throughtrain/domain';
import { OrganisationRepository, type OrganisationLink, type OrganisationView } from '@throughtrain/ingestion';
import { notFound, onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type Nullable<Row> = {
  [Key in keyof Row]-?: undefined extends Row[Key] ? Exclude<Row[Key], undefined> | null : Row[Key];
};

const organisationSql = `
  select id, name, kind, credit_code as "creditCode", region_code as "regionCode", group_name as "group",
         canonical_organisation(id) as "canonicalId"
    from organisation
   where id = $1`;

const namesSql = `
  select name, source, first_seen_at as "firstSeenAt" from organisation_name where organisation_id = $1 order by first_seen_at, folded`;

// Only those that were ever linked can count as another.
const aliasesSql = `
  select o.id, o.name, o.credit_code as "creditCode"
    from (select distinct alias_id from organisation_link) linked
    join organisation o on o.id = linked.alias_id
   where o.id <> $1 and canonical_organisation(o.id) = $1
   order by o.id`;

const linksSql = `
  select alias_id as "aliasId", canonical_id as "canonicalId", case when made_by is null then 'rule' else 'operator' end as "madeBy",
         reason, made_at as "madeAt"
    from organisation_link
   where alias_id = $1 or canonical_id = $1
   order by id`;

/** Organisations with the names that they were seen under and the links between those that are one. */
@Injectable()
export class SqlOrganisationRepository extends OrganisationRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async find(id: string): Promise<OrganisationView> {
    const [names, aliases, links] = [
      await this.uow.rows<OrganisationView['names'][number]>(namesSql, [id]),
      await this.uow.rows<Nullable<OrganisationView['aliases'][number]>>(aliasesSql, [id]),
      await this.uow.rows<Nullable<OrganisationLink>>(linksSql, [id]),
    ];
    const own = await this.uow.rows<Nullable<Organisation & { canonicalId: string }>>(organisationSql, [id]);
    return {
      ...withoutNulls(onlyRow(own)),
      names,
      aliases: aliases.map(withoutNulls),
      links: links.map(withoutNulls),
    };
  }

  async link(
    scope: Scope,
    {
      aliasId,
      canonicalId,
      reason,
    }: { readonly aliasId: string; readonly canonicalId: string; readonly reason: string },
  ): Promise<void> {
    await this.uow.run(async () => {
      const both = [...new Set([aliasId, canonicalId])];
      const locked = await this.uow.rows(
        'select id from organisation where id = any($1::uuid[]) order by id for update',
        [both],
      );
      if (locked.length < both.length) throw notFound();
      const { from, to } = onlyRow(
        await this.uow.rows<{ from: string; to: string }>(
          'select canonical_organisation($1) as "from", canonical_organisation($2) as "to"',
          [aliasId, canonicalId],
        ),
      );
      const isSplit = aliasId === canonicalId;
      if (isSplit ? from === aliasId : from === to || to === aliasId)
        throw new DomainError('conflict', 'organisation.merged-already');
      await this.uow.rows(
        'insert into organisation_link (alias_id, canonical_id, made_by, reason) values ($1, $2, $3, $4)',
        [aliasId, canonicalId, scope.principalId, reason],
      );
    });
  }
}
