import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import {
  ProjectLife,
  type DueFilter,
  type LifeState,
  type ProjectAct,
  type StoredProject,
} from '@throughtrain/ingestion';
import { copyAnalysesSql, currentSql, toStored, type CurrentRow } from './project.repository';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type LifeRow = Omit<LifeState, 'confirmedOn' | 'validUntil'> & {
  readonly confirmedOn: string | null;
  readonly validUntil: string | null;
};

const lockSql = `
  select id from project where id = any($1::uuid[]) and submitted_by = $2 order by id for no key update`;

// A statement of its own: it sees what was written while the locks were waited for.
const statesSql = `
  select latest.project_id as "projectId", latest.revision, latest.status, latest.content->>'confirmedOn' as "confirmedOn",
         latest.content->>'validUntil' as "validUntil", coalesce((latest.content->>'consentToPush')::boolean, false) as "consentToPush"
    from unnest($1::uuid[]) as own (id)
   cross join lateral (select * from project_revision where project_id = own.id order by revision desc limit 1) latest
   order by 1`;

const reviseSql = `
  insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by, source)
  select latest.project_id, latest.revision + 1, latest.status, latest.content || acted.says, latest.content_hash, latest.institution_id,
         $5, jsonb_build_object('act', acted.act)
    from unnest($1::uuid[], $2::integer[], $3::jsonb[], $4::text[]) as acted (id, revision, says, act)
    join project_revision latest on latest.project_id = acted.id and latest.revision = acted.revision`;

const dueOn: Readonly<Record<DueFilter['due'], string>> = {
  confirmation: `coalesce(latest.content->>'confirmedOn', (project.created_at at time zone 'Asia/Shanghai')::date::text)`,
  expired: `latest.content->>'validUntil'`,
};

/** Acts on projects, as revisions of their own. */
@Injectable()
export class SqlProjectLife extends ProjectLife {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async lock(scope: Scope, projectIds: readonly string[]): Promise<readonly LifeState[]> {
    const own = await this.uow.rows<{ id: string }>(lockSql, [projectIds, scope.organisationId]);
    const rows = await this.uow.rows<LifeRow>(statesSql, [own.map(({ id }) => id)]);
    return rows.map(withoutNulls);
  }

  async revise(scope: Scope, acts: readonly ProjectAct[]): Promise<void> {
    if (acts.length === 0) return;
    const [ids, revisions] = [acts.map(({ projectId }) => projectId), acts.map(({ revision }) => revision)];
    await this.uow.rows(reviseSql, [
      ids,
      revisions,
      acts.map(({ says }) => JSON.stringify(says)),
      acts.map(({ act }) => act),
      scope.principalId,
    ]);
    await this.uow.rows(copyAnalysesSql, [ids, revisions]);
  }

  async due(
    scope: Scope,
    { due, before }: DueFilter,
    after: string | undefined,
    limit: number,
  ): Promise<readonly StoredProject[]> {
    const rows = await this.uow.rows<CurrentRow>(
      `${currentSql} and latest.status = 'active' and ${dueOn[due]} < $2 and ($3::uuid is null or project.id > $3)
        order by project.id limit $4`,
      [scope.organisationId, before, after ?? null, limit],
    );
    return rows.map(toStored);
  }
}
