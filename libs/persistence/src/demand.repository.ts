import { Injectable } from '@nestjs/common';
import type { DemandRecord } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import { DemandStore, type Prepared, type StoredDemand, type StoreOutcome } from '@throughtrain/ingestion';
import { insertAnalyses, planRevisions, sourceOf, type Identified, type RevisionStep } from './revision-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const enterprisesSql = `
  select external_id, enterprise_id from host_enterprise where host_id = $1 and external_id = any($2::text[])`;

// Sorted: two imports that bring the same new demands wait for each other instead of deadlocking.
const insertDemandsSql = `
  insert into demand (host_id, enterprise_id, external_id)
  select $1, enterprise_id, external_id
    from unnest($2::uuid[], $3::text[]) as wanted (enterprise_id, external_id)
   where not exists (
     select from demand known where known.host_id = $1 and known.external_id = wanted.external_id
   )
   order by external_id
  on conflict do nothing`;

// The weaker lock: rows elsewhere that refer to these demands can still be written.
const lockSql = `
  select id, enterprise_id, external_id
    from demand
   where host_id = $1 and external_id = any($2::text[])
   order by id
     for no key update`;

const insertRevisionsSql = `
  insert into demand_revision (demand_id, revision, content, content_hash, recorded_by, source)
  select written.id, revision, content, content_hash, $5, source
    from unnest($1::uuid[], $2::int[], $3::jsonb[], $4::bytea[], $6::jsonb[]) as written (id, revision, content, content_hash, source)`;

const listSql = `
  select demand.id, latest.revision, latest.content as record
    from demand
    join lateral (
      select * from demand_revision where demand_id = demand.id order by revision desc limit 1
    ) latest on true
   where demand.host_id = $1 and ($2::text is null or demand.external_id > $2)
   order by demand.external_id
   limit $3`;

const findSql = `
  select demand.id, latest.revision, latest.content as record
    from demand
    join lateral (
      select * from demand_revision where demand_id = demand.id order by revision desc limit 1
    ) latest on true
   where demand.host_id = $1 and demand.id = $2`;

const unknownEnterprise: StoreOutcome = {
  column: 'enterpriseExternalId',
  code: 'demand.unknown-enterprise',
  message: 'no enterprise of this host has this identifier',
};
const enterpriseChanged: StoreOutcome = {
  column: 'enterpriseExternalId',
  code: 'demand.enterprise-changed',
  message: 'the demand with this identifier belongs to another enterprise',
};

interface DemandRow {
  readonly id: string;
  readonly enterprise_id: string;
  readonly external_id: string;
}

/** The demands that a host has brought in, as identities with insert-only revisions. */
@Injectable()
export class SqlDemandStore extends DemandStore {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  upsert(scope: Scope, batch: readonly Prepared<DemandRecord>[]): Promise<readonly StoreOutcome[]> {
    return this.uow.run(async () => {
      const enterpriseIds = await this.enterprisesOf(scope, batch);
      const enterpriseOf = ({ record }: Prepared<DemandRecord>) => enterpriseIds.get(record.enterpriseExternalId);
      const demands = await this.lockIdentities(
        scope,
        batch.flatMap((prepared) => {
          const enterpriseId = enterpriseOf(prepared);
          return enterpriseId === undefined ? [] : [{ enterpriseId, externalId: prepared.record.externalId }];
        }),
      );
      const own = batch.flatMap((prepared): Identified<DemandRecord>[] => {
        const demand = demands.get(prepared.record.externalId);
        return demand && demand.enterprise_id === enterpriseOf(prepared) ? [{ id: demand.id, prepared }] : [];
      });
      const steps = await planRevisions(this.uow, 'demand', own);
      await this.insertRevisions(scope, steps);
      await insertAnalyses(this.uow, 'demand', steps);
      const outcomes = new Map(steps.map(({ prepared, outcome }) => [prepared.record.externalId, outcome]));
      return batch.map(
        (prepared) =>
          outcomes.get(prepared.record.externalId) ??
          (enterpriseOf(prepared) === undefined ? unknownEnterprise : enterpriseChanged),
      );
    });
  }

  async find(scope: Scope, demandId: string): Promise<StoredDemand> {
    const [demand] = await this.uow.rows<StoredDemand>(findSql, [scope.organisationId, demandId]);
    if (!demand) throw new DomainError('not-found', 'resource.not-found');
    return demand;
  }

  list(scope: Scope, after: string | undefined, limit: number): Promise<readonly StoredDemand[]> {
    return this.uow.rows<StoredDemand>(listSql, [scope.organisationId, after ?? null, limit]);
  }

  private async enterprisesOf(
    scope: Scope,
    batch: readonly Prepared<DemandRecord>[],
  ): Promise<ReadonlyMap<string, string>> {
    const externalIds = new Set(batch.map(({ record }) => record.enterpriseExternalId));
    const rows = await this.uow.rows<{ external_id: string; enterprise_id: string }>(enterprisesSql, [
      scope.organisationId,
      [...externalIds],
    ]);
    return new Map(rows.map((row) => [row.external_id, row.enterprise_id]));
  }

  private async lockIdentities(
    scope: Scope,
    wanted: readonly { readonly enterpriseId: string; readonly externalId: string }[],
  ): Promise<ReadonlyMap<string, DemandRow>> {
    const externalIds = wanted.map(({ externalId }) => externalId);
    const enterpriseIds = wanted.map(({ enterpriseId }) => enterpriseId);
    await this.uow.rows(insertDemandsSql, [scope.organisationId, enterpriseIds, externalIds]);
    const rows = await this.uow.rows<DemandRow>(lockSql, [scope.organisationId, externalIds]);
    return new Map(rows.map((row) => [row.external_id, row]));
  }

  private async insertRevisions(scope: Scope, steps: readonly RevisionStep<DemandRecord>[]): Promise<void> {
    const written = steps.filter(({ outcome }) => outcome !== 'unchanged');
    if (written.length === 0) return;
    await this.uow.rows(insertRevisionsSql, [
      written.map(({ id }) => id),
      written.map(({ revision }) => revision),
      written.map(({ prepared }) => JSON.stringify(prepared.record)),
      written.map(({ prepared }) => prepared.contentHash),
      scope.principalId,
      written.map(({ prepared }) => sourceOf(prepared)),
    ]);
  }
}
