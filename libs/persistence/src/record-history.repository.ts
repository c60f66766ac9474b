import { Injectable } from '@nestjs/common';
import type { ProjectStatus, RevisionSource, Scope } from '@throughtrain/domain';
import { RecordHistory, type StoredRevision } from '@throughtrain/ingestion';
import { notFound } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

interface RevisionRow {
  readonly revision: number;
  readonly status: ProjectStatus | null;
  readonly recordedAt: Date;
  readonly organisation: string;
  readonly name: string | null;
  readonly source: RevisionSource | null;
  readonly reason: string | null;
  readonly content: Readonly<Record<string, unknown>> | null;
  readonly before: Readonly<Record<string, unknown>> | null;
}

const owners = { project: 'submitted_by', demand: 'host_id' } as const;

// Of other organisations people are not named. Once a project is sealed its words are told to nobody, nor why something was done to it.
const revisionsSql = (kind: keyof typeof owners): string => {
  const latest = `(select status from project_revision where project_id = o.id order by revision desc limit 1)`;
  const isTold = kind === 'project' ? `${latest} <> 'sealed'` : 'true';
  return `
  select r.revision, ${kind === 'project' ? 'r.status' : 'null::text as status'}, r.recorded_at as "recordedAt", g.name as organisation,
         case when g.id = o.${owners[kind]} then a.name end as name, r.source,
         case when ${isTold} then (
           select e.reason from audit_event e
            where e.subject_type = '${kind}' and e.subject_id = o.id::text and e.after->>'revision' = r.revision::text and e.reason is not null
            order by e.id desc limit 1) end as reason,
         case when ${isTold} then r.content end as content,
         case when ${isTold} then b.content end as before
    from ${kind} o
    join ${kind}_revision r on r.${kind}_id = o.id
    left join ${kind}_revision b on b.${kind}_id = o.id and b.revision = r.revision - 1
    join principal a on a.id = r.recorded_by
    join organisation g on g.id = a.organisation_id
   where o.id = $1 and o.${owners[kind]} = $2 and ($3::integer is null or r.revision < $3)
   order by r.revision desc
   limit $4`;
};

/** Revisions of projects and demands beside those before them. */
@Injectable()
export class SqlRecordHistory extends RecordHistory {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async revisions(
    scope: Scope,
    kind: 'project' | 'demand',
    id: string,
    below: number | undefined,
    limit: number,
  ): Promise<readonly StoredRevision[]> {
    const owned = `select from ${kind} where id = $1 and ${owners[kind]} = $2`;
    if ((await this.uow.rows(owned, [id, scope.organisationId])).length === 0) throw notFound();
    const rows = await this.uow.rows<RevisionRow>(revisionsSql(kind), [id, scope.organisationId, below ?? null, limit]);
    return rows.map(toRevision);
  }
}

function toRevision({ organisation, name, ...row }: RevisionRow): StoredRevision {
  return { ...withoutNulls(row), by: withoutNulls({ organisation, name }) };
}
