import { Injectable } from '@nestjs/common';
import type { ProjectRecord } from '@throughtrain/contracts';
import { DomainError, organisationIdentity, type ProjectStatus, type Scope } from '@throughtrain/domain';
import {
  ProjectStore,
  type Prepared,
  type ProjectKey,
  type StoredProject,
  type StoreOutcome,
  type ClosedProject,
} from '@throughtrain/ingestion';
import { holdDuplicatesOf } from './duplicate-decisions';
import { registerOrganisations } from './organisation-rows';
import { insertAnalyses, planRevisions, type RevisionStep } from './revision-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

// Sorted: two imports that bring the same new projects wait for each other instead of deadlocking.
const insertProjectsSql = `
  insert into project (channel, external_id, submitted_by)
  select channel, external_id, $3
    from unnest($1::text[], $2::text[]) as wanted (channel, external_id)
   where not exists (
     select from project known where known.channel = wanted.channel and known.external_id = wanted.external_id
   )
   order by channel, external_id
  on conflict do nothing`;

// The weaker lock: rows elsewhere that refer to these projects can still be written.
const lockOwnSql = `
  select project.id, project.channel, project.external_id
    from project
    join unnest($1::text[], $2::text[]) as wanted (channel, external_id) using (channel, external_id)
   where project.submitted_by = $3
   order by project.id
     for no key update of project`;

const insertRevisionsSql = `
  insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by)
  select written.id, revision, 'active', content, content_hash, institution_id, $6
    from unnest($1::uuid[], $2::int[], $3::jsonb[], $4::bytea[], $5::uuid[])
      as written (id, revision, content, content_hash, institution_id)`;

// Once the rows are locked, the latest revision stays the latest.
const closeSql = `
  insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by)
  select latest.project_id, latest.revision + 1, $3, latest.content, latest.content_hash, latest.institution_id, $2
    from unnest($1::uuid[]) as wanted (id)
    join lateral (
      select * from project_revision where project_id = wanted.id order by revision desc limit 1
    ) latest on latest.status = 'active' or ($3 = 'sealed' and latest.status = 'withdrawn')
  returning project_id as "projectId", revision`;

// The text is the same, so what analysis made of it holds as well.
const copyAnalysesSql = `
  insert into project_analysis (project_id, revision, analyser_version, terms)
  select project_id, revision + 1, analyser_version, terms
    from project_analysis
    join unnest($1::uuid[], $2::int[]) as withdrawn (project_id, revision) using (project_id, revision)`;

// What is sealed is told to nobody, its submitter included.
const currentSql = `
  select project.id, latest.revision, latest.status, latest.recorded_at,
         case when latest.status = 'sealed' then jsonb_build_object('channel', project.channel, 'externalId', project.external_id)
              else latest.content end as content
    from project
    join lateral (
      select * from project_revision where project_id = project.id order by revision desc limit 1
    ) latest on true
   where project.submitted_by = $1`;

interface CurrentRow {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content: ProjectRecord;
  readonly recorded_at: Date;
}

const ownedByAnother: StoreOutcome = {
  column: 'externalId',
  code: 'project.owned-by-another',
  message: 'another organisation has submitted a project of this channel under this identifier',
};

/** Projects as identities with insert-only revisions. */
@Injectable()
export class SqlProjectStore extends ProjectStore {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  upsert(scope: Scope, batch: readonly Prepared<ProjectRecord>[]): Promise<readonly StoreOutcome[]> {
    return this.uow.run(async () => {
      const ids = await this.lockIdentities(scope, batch);
      const own = batch.flatMap((prepared) => {
        const id = ids.get(keyOf(prepared.record));
        return id === undefined ? [] : [{ id, prepared }];
      });
      const steps = await planRevisions(this.uow, 'project', own);
      await this.insertRevisions(scope, steps);
      await insertAnalyses(this.uow, 'project', steps);
      const outcomes = new Map(steps.map(({ prepared, outcome }) => [keyOf(prepared.record), outcome]));
      return batch.map(({ record }) => outcomes.get(keyOf(record)) ?? ownedByAnother);
    });
  }

  withdraw(scope: Scope, projectId: string): Promise<{ readonly revision: number }> {
    return this.uow.run(async () => {
      const [locked] = await this.uow.rows(
        'select id from project where id = $1 and submitted_by = $2 for no key update',
        [projectId, scope.organisationId],
      );
      if (!locked) throw new DomainError('not-found', 'resource.not-found');
      const [withdrawn] = await this.close(scope, [projectId], 'withdrawn');
      if (!withdrawn) throw new DomainError('conflict', 'project.already-withdrawn', { projectId });
      return { revision: withdrawn.revision };
    });
  }

  sealByKey(scope: Scope, keys: readonly ProjectKey[]): Promise<readonly ClosedProject[]> {
    return this.uow.run(async () => {
      const own = await this.lockOwn(scope, keys);
      const sealed = await this.close(scope, [...own.values()], 'sealed');
      await holdDuplicatesOf(
        this.uow,
        sealed.map(({ projectId }) => projectId),
      );
      return sealed;
    });
  }

  async find(scope: Scope, projectId: string): Promise<StoredProject> {
    const [row] = await this.uow.rows<CurrentRow>(`${currentSql} and project.id = $2`, [
      scope.organisationId,
      projectId,
    ]);
    if (!row) throw new DomainError('not-found', 'resource.not-found');
    return toStored(row);
  }

  async list(scope: Scope, after: string | undefined, limit: number): Promise<readonly StoredProject[]> {
    const rows = await this.uow.rows<CurrentRow>(
      `${currentSql} and ($2::uuid is null or project.id > $2) order by project.id limit $3`,
      [scope.organisationId, after ?? null, limit],
    );
    return rows.map(toStored);
  }

  /** @returns ids by key, without the projects of other organisations */
  private async lockIdentities(
    scope: Scope,
    batch: readonly Prepared<ProjectRecord>[],
  ): Promise<ReadonlyMap<string, string>> {
    const keys = batch.map(({ record }) => record);
    await this.uow.rows(insertProjectsSql, [...columnsOf(keys), scope.organisationId]);
    return this.lockOwn(scope, keys);
  }

  /** @returns ids by key, without the projects of other organisations and those that do not exist */
  private async lockOwn(scope: Scope, keys: readonly ProjectKey[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.uow.rows<{ id: string; channel: string; external_id: string }>(lockOwnSql, [
      ...columnsOf(keys),
      scope.organisationId,
    ]);
    return new Map(rows.map((row) => [keyOf({ channel: row.channel, externalId: row.external_id }), row.id]));
  }

  /** Adds a revision that closes those that are open to it; the projects must be locked. */
  private async close(
    scope: Scope,
    ids: readonly string[],
    status: Exclude<ProjectStatus, 'active'>,
  ): Promise<readonly ClosedProject[]> {
    const rows = await this.uow.rows<ClosedProject>(closeSql, [ids, scope.principalId, status]);
    await this.uow.rows(copyAnalysesSql, [
      rows.map(({ projectId }) => projectId),
      rows.map(({ revision }) => revision - 1),
    ]);
    return rows;
  }

  private async insertRevisions(scope: Scope, steps: readonly RevisionStep<ProjectRecord>[]): Promise<void> {
    const written = steps.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
    if (written.length === 0) return;
    const institutionIds = await this.registerInstitutions(written.map(({ prepared }) => prepared.record));
    await this.uow.rows(insertRevisionsSql, [
      written.map(({ id }) => id),
      written.map(({ revision }) => revision),
      written.map(({ prepared }) => JSON.stringify(prepared.record)),
      written.map(({ prepared }) => prepared.contentHash),
      institutionIds,
      scope.principalId,
    ]);
  }

  /** @returns for each record the id of its institution, null when it names none */
  private async registerInstitutions(records: readonly ProjectRecord[]): Promise<(string | null)[]> {
    const named = records.flatMap(({ institution }) => institution ?? []);
    const ids = await registerOrganisations(
      this.uow,
      named.map(({ name, creditCode, regionCode, group }) => ({
        name,
        kind: 'institution',
        ...(creditCode !== undefined && { creditCode }),
        ...(regionCode !== undefined && { regionCode }),
        ...(group !== undefined && { group }),
      })),
    );
    return records.map(
      ({ institution }) =>
        (institution && ids.get(organisationIdentity(institution.creditCode, institution.name))) ?? null,
    );
  }
}

/** Channels and external ids as the parameters of a query. */
function columnsOf(keys: readonly ProjectKey[]): [channels: string[], externalIds: string[]] {
  return [keys.map(({ channel }) => channel), keys.map(({ externalId }) => externalId)];
}

function keyOf({ channel, externalId }: { readonly channel: string; readonly externalId: string }): string {
  return `${channel} ${externalId}`;
}

function toStored(row: CurrentRow): StoredProject {
  return { id: row.id, revision: row.revision, status: row.status, record: row.content, recordedAt: row.recorded_at };
}
