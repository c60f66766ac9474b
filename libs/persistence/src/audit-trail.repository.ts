import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { AuditTrail, type AuditEvent, type AuditFilter } from '@throughtrain/ingestion';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls, type WithoutNulls } from './without-nulls';

interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly reason: string | null;
  readonly principal: { readonly id: string; readonly name: string } | null;
  readonly organisation: { readonly id: string; readonly name: string } | null;
}

const eventsSql = `
  select e.id, e.at, e.action, e.subject_type as "subjectType", e.subject_id as "subjectId", e.before, e.after, e.reason,
         case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as principal,
         case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as organisation
    from audit_event e
    left join principal p on p.id = e.principal_id
    left join organisation o on o.id = e.organisation_id
   where ($1::uuid is null or e.organisation_id = $1)
     and ($2::text is null or e.subject_type = $2)
     and ($3::text is null or e.subject_id = $3)
     and ($4::bigint is null or e.id < $4)
   order by e.id desc
   limit $5`;

/** The table `audit_event`, as it is read. */
@Injectable()
export class SqlAuditTrail extends AuditTrail {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async events(
    scope: Scope,
    { subjectType, subjectId }: AuditFilter,
    below: string | undefined,
    limit: number,
  ): Promise<readonly AuditEvent[]> {
    const organisationId = scope.roles.includes('operator') ? null : scope.organisationId;
    const rows = await this.uow.rows<EventRow>(eventsSql, [
      organisationId,
      subjectType ?? null,
      subjectId ?? null,
      below ?? null,
      limit,
    ]);
    return rows.map((row): WithoutNulls<EventRow> => withoutNulls(row));
  }
}
