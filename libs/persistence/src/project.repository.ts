import { Injectable } from '@nestjs/common';
import type { ProjectRecord } from '@throughtrain/contracts';
import {
  Clock,
  dayInChina,
  DomainError,
  organisationIdentity,
  type CompletenessLevel,
  type ProjectStatus,
  type Scope,
} from '@throughtrain/domain';
import {
  ProjectStore,
  type Prepared,
  type ProjectKey,
  type StoredProject,
  type StoreOutcome,
  type ClosedProject,
} from '@throughtrain/ingestion';
import { currentLevels, refreshCurrentProjects, writeCurrentProjects, type RunSql } from './current-projects';
import { holdDuplicatesOf } from './duplicate-decisions';
import { registerOrganisations } from './organisation-rows';
import { insertAnalyses, planRevisions, sourceOf, type RevisionStep } from './revision-rows';
import { submissionFaults } from './submission-faults';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

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

// What was done by hand outlasts what a file says after it: a consent that was withdrawn, and a later confirmation.
const insertRevisionsSql = `
  insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by, source)
  select written.id, written.revision, 'active',
         written.content
           || case when acted.consent = 'false' then '{"consentToPush": false}'::jsonb else '{}' end
           || case when acted.confirmed_on > coalesce(written.content->>'confirmedOn', '')
                   then jsonb_build_object('confirmedOn', acted.confirmed_on) else '{}' end,
         written.content_hash, written.institution_id, $6, written.source
    from unnest($1::uuid[], $2::int[], $3::jsonb[], $4::bytea[], $5::uuid[], $7::jsonb[])
      as written (id, revision, content, content_hash, institution_id, source)
   cross join lateral (
      select max(content->>'confirmedOn') filter (where source->>'act' = 'confirmation') as confirmed_on,
             (array_agg(content->'consentToPush' order by revision desc) filter (where source->>'act' = 'consent'))[1] as consent
        from project_revision
       where project_id = written.id and written.revision > 1
   ) acted
  returning project_id as id, content->'consentToPush' as "consentToPush", content->>'confirmedOn' as "confirmedOn"`;

// Once the rows are locked, the latest revision stays the latest.
const closeSql = `
  insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by, source)
  select latest.project_id, latest.revision + 1, $3, latest.content, latest.content_hash, latest.institution_id, $2,
         jsonb_build_object('act', case $3 when 'sealed' then 'seal' else 'withdrawal' end)
    from unnest($1::uuid[]) as wanted (id)
    join lateral (
      select * from project_revision where project_id = wanted.id order by revision desc limit 1
    ) latest on latest.status = 'active' or ($3 = 'sealed' and latest.status = 'withdrawn')
  returning project_id as "projectId", revision`;

/** The text of the next revision is the same, so what analysis and encoders made of it holds as well. $1 projects, $2 their revisions before it. */
export const copyAnalysesSql = `
  with before as (
    select * from unnest($1::uuid[], $2::int[]) as b (project_id, revision)
  ), vectors as (
    insert into project_vector (project_id, revision, encoder_version, numbers)
    select project_id, revision + 1, encoder_version, numbers from project_vector join before using (project_id, revision)
  )
  insert into project_analysis (project_id, revision, analyser_version, terms)
  select project_id, revision + 1, analyser_version, terms from project_analysis join before using (project_id, revision)`;

/** Current revisions of the projects of the organisation $1. What is sealed is told to nobody, its submitter included. */
export const currentSql = `
  select project.id, latest.revision, latest.status, latest.recorded_at,
         jsonb_build_object('id', submitter.id, 'name', submitter.name, 'kind', submitter.kind, 'creditCode', submitter.credit_code) as submitter,
         case when latest.status = 'sealed' then jsonb_build_object('channel', project.channel, 'externalId', project.external_id)
              else latest.content end as content
    from project
    join organisation submitter on submitter.id = project.submitted_by
    join lateral (
      select * from project_revision where project_id = project.id order by revision desc limit 1
    ) latest on true
   where project.submitted_by = $1`;

interface StoredAct {
  readonly id: string;
  readonly consentToPush: boolean;
  readonly confirmedOn: string | null;
}

export interface CurrentRow {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content: ProjectRecord;
  readonly recorded_at: Date;
  readonly submitter: Omit<StoredProject['submittedBy'], 'creditCode'> & { readonly creditCode: string | null };
}

const ownedByAnother: StoreOutcome = {
  column: 'externalId',
  code: 'project.owned-by-another',
  message: 'another organisation has submitted a project of this channel under this identifier',
};

/** Projects as identities with insert-only revisions. */
@Injectable()
export class SqlProjectStore extends ProjectStore {
  private readonly sql: RunSql = (sql, parameters) => this.uow.rows(sql, parameters);

  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  upsert(scope: Scope, batch: readonly Prepared<ProjectRecord>[]): Promise<readonly StoreOutcome[]> {
    return this.uow.run(async () => {
      const records = batch.map(({ record }) => record);
      const faults = await submissionFaults(this.uow, scope, records, dayInChina(this.clock.now()));
      const taken = batch.filter((_, index) => faults[index] === undefined);
      const ids = await this.lockIdentities(scope, taken);
      const own = taken.flatMap((prepared) => {
        const id = ids.get(keyOf(prepared.record));
        return id === undefined ? [] : [{ id, prepared }];
      });
      const steps = await planRevisions(this.uow, 'project', own);
      await this.insertRevisions(scope, steps);
      await insertAnalyses(this.uow, 'project', steps);
      const outcomes = new Map(steps.map(({ prepared, outcome }) => [keyOf(prepared.record), outcome]));
      return records.map((record, index) => faults[index] ?? outcomes.get(keyOf(record)) ?? ownedByAnother);
    });
  }

  async levels(scope: Scope, keys: readonly ProjectKey[]): Promise<readonly (CompletenessLevel | undefined)[]> {
    const rows = await this.uow.run(() => currentLevels(this.sql, scope.organisationId, keys));
    const levels = new Map(rows.map((row) => [keyOf(row), row.level]));
    return keys.map((key) => levels.get(keyOf(key)));
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
    await refreshCurrentProjects(
      this.sql,
      rows.map(({ projectId }) => projectId),
    );
    return rows;
  }

  private async insertRevisions(scope: Scope, steps: readonly RevisionStep<ProjectRecord>[]): Promise<void> {
    const written = steps.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
    if (written.length === 0) return;
    const institutionIds = await this.registerInstitutions(written.map(({ prepared }) => prepared.record));
    await writeCurrentProjects(
      this.sql,
      written.map(({ id, revision, prepared }, index) => ({
        id,
        revision,
        status: 'active',
        content: prepared.record,
        institutionId: institutionIds[index] ?? null,
      })),
    );
    const stored = await this.uow.rows<StoredAct>(insertRevisionsSql, [
      written.map(({ id }) => id),
      written.map(({ revision }) => revision),
      written.map(({ prepared }) => JSON.stringify(prepared.record)),
      written.map(({ prepared }) => prepared.contentHash),
      institutionIds,
      scope.principalId,
      written.map(({ prepared }) => sourceOf(prepared)),
    ]);
    await refreshCurrentProjects(this.sql, changedByActs(written, stored));
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
      'projects',
    );
    return records.map(
      ({ institution }) =>
        (institution && ids.get(organisationIdentity(institution.creditCode, institution.name))) ?? null,
    );
  }
}

/** @returns the projects of which another consent or confirmation was stored than their records say */
function changedByActs(
  written: readonly RevisionStep<ProjectRecord>[],
  stored: readonly StoredAct[],
): readonly string[] {
  const records = new Map(written.map(({ id, prepared }) => [id, prepared.record]));
  const differs = ({ id, consentToPush, confirmedOn }: StoredAct): boolean =>
    records.get(id)?.consentToPush !== consentToPush || (records.get(id)?.confirmedOn ?? null) !== confirmedOn;
  return stored.filter(differs).map(({ id }) => id);
}

/** Channels and external ids as the parameters of a query. */
function columnsOf(keys: readonly ProjectKey[]): [channels: string[], externalIds: string[]] {
  return [keys.map(({ channel }) => channel), keys.map(({ externalId }) => externalId)];
}

function keyOf({ channel, externalId }: { readonly channel: string; readonly externalId: string }): string {
  return `${channel} ${externalId}`;
}

/** @returns the project without what is null in its row */
export function toStored({ content, recorded_at, submitter, ...row }: CurrentRow): StoredProject {
  return { ...row, record: content, recordedAt: recorded_at, submittedBy: withoutNulls(submitter) };
}
