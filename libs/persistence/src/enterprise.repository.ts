import { Injectable } from '@nestjs/common';
import type { EnterpriseRecord } from '@throughtrain/contracts';
import { organisationIdentity, type Scope } from '@throughtrain/domain';
import {
  EnterpriseStore,
  type EnterpriseFilter,
  type Prepared,
  type StoredEnterprise,
  type StoreOutcome,
} from '@throughtrain/ingestion';
import { registerOrganisations } from './organisation-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

type PreparedEnterprise = Omit<Prepared<EnterpriseRecord>, 'terms' | 'analyserVersion' | 'text' | 'vector'>;

// Either key of the list may be taken, by an earlier import or one that runs now; which of them is looked at afterwards.
const insertSql = `
  insert into host_enterprise (host_id, enterprise_id, external_id, content, content_hash)
  select $1, wanted.*
    from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::bytea[])
      as wanted (enterprise_id, external_id, content, content_hash)
   order by wanted.enterprise_id
  on conflict do nothing
  returning enterprise_id`;

// The weaker lock: demands that refer to these rows can still be written.
const lockSql = `
  select enterprise_id, external_id, content_hash
    from host_enterprise
   where host_id = $1 and (enterprise_id = any($2::uuid[]) or external_id = any($3::text[]))
   order by enterprise_id
     for no key update`;

const updateSql = `
  update host_enterprise
     set content = changed.content, content_hash = changed.content_hash, updated_at = now()
    from unnest($2::uuid[], $3::jsonb[], $4::bytea[]) as changed (enterprise_id, content, content_hash)
   where host_enterprise.host_id = $1 and host_enterprise.enterprise_id = changed.enterprise_id`;

const listSql = `
  select enterprise_id as id, content as record
    from host_enterprise
   where host_id = $1 and ($2::text is null or external_id > $2)
     and ($4::text is null or content->>'kind' = $4)
     and ($5::text is null or starts_with(content->>'regionCode', $5))
     and ($6::text is null or starts_with(content->>'industryCode', $6))
     and ($7::boolean is null or $7 = (content->>'kind' = 'listed-company' or coalesce(content->>'board', 'unlisted') <> 'unlisted'))
   order by external_id
   limit $3`;

const externalIdTaken: StoreOutcome = {
  column: 'externalId',
  code: 'enterprise.external-id-taken',
  message: 'this identifier already stands for an enterprise with another credit code',
};
const alreadyListed: StoreOutcome = {
  column: 'creditCode',
  code: 'enterprise.already-listed',
  message: 'the enterprise with this credit code is already listed under another identifier',
};

interface ListedRow {
  readonly enterprise_id: string;
  readonly external_id: string;
  readonly content_hash: Buffer;
}

interface Wanted extends PreparedEnterprise {
  readonly enterpriseId: string;
}

/** The enterprises that a host has brought in, each bound to its global organisation. */
@Injectable()
export class SqlEnterpriseStore extends EnterpriseStore {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  upsert(scope: Scope, batch: readonly PreparedEnterprise[]): Promise<readonly StoreOutcome[]> {
    return this.uow.run(async () => {
      const wanted = await this.identify(batch);
      const created = await this.insert(scope, wanted);
      const listed = await this.uow.rows<ListedRow>(lockSql, [
        scope.organisationId,
        wanted.map(({ enterpriseId }) => enterpriseId),
        wanted.map(({ record }) => record.externalId),
      ]);
      const outcomes = wanted.map((one) => (created.has(one.enterpriseId) ? 'created' : compare(one, listed)));
      await this.update(
        scope,
        wanted.filter((_, index) => outcomes[index] === 'updated'),
      );
      return outcomes;
    });
  }

  list(
    scope: Scope,
    after: string | undefined,
    limit: number,
    { kind, region, industry, listed }: EnterpriseFilter = {},
  ): Promise<readonly StoredEnterprise[]> {
    return this.uow.rows<StoredEnterprise>(listSql, [
      scope.organisationId,
      after ?? null,
      limit,
      kind ?? null,
      // 330000 is the beginning of all codes of the province, 330100 of all codes of the city.
      region?.replace(/(00)+$/, '') ?? null,
      industry ?? null,
      listed ?? null,
    ]);
  }

  private async identify(batch: readonly PreparedEnterprise[]): Promise<readonly Wanted[]> {
    const ids = await registerOrganisations(
      this.uow,
      batch.map(({ record: { name, kind, creditCode, regionCode, group } }) => ({
        name,
        kind,
        creditCode,
        regionCode,
        ...(group !== undefined && { group }),
      })),
      'enterprises',
    );
    return batch.map((prepared) => {
      const enterpriseId = ids.get(organisationIdentity(prepared.record.creditCode, prepared.record.name));
      if (enterpriseId === undefined) throw new Error('An organisation that was just registered is not there');
      return { ...prepared, enterpriseId };
    });
  }

  /** @returns ids of the enterprises that are new in the list */
  private async insert(scope: Scope, wanted: readonly Wanted[]): Promise<ReadonlySet<string>> {
    const rows = await this.uow.rows<{ enterprise_id: string }>(insertSql, [
      scope.organisationId,
      wanted.map(({ enterpriseId }) => enterpriseId),
      wanted.map(({ record }) => record.externalId),
      wanted.map(({ record }) => JSON.stringify(record)),
      wanted.map(({ contentHash }) => contentHash),
    ]);
    return new Set(rows.map((row) => row.enterprise_id));
  }

  private async update(scope: Scope, changed: readonly Wanted[]): Promise<void> {
    if (changed.length === 0) return;
    await this.uow.rows(updateSql, [
      scope.organisationId,
      changed.map(({ enterpriseId }) => enterpriseId),
      changed.map(({ record }) => JSON.stringify(record)),
      changed.map(({ contentHash }) => contentHash),
    ]);
  }
}

function compare({ enterpriseId, record, contentHash }: Wanted, listed: readonly ListedRow[]): StoreOutcome {
  const holder = listed.find((row) => row.external_id === record.externalId);
  if (holder && holder.enterprise_id !== enterpriseId) return externalIdTaken;
  if (!holder) return alreadyListed;
  return holder.content_hash.equals(contentHash) ? 'unchanged' : 'updated';
}
