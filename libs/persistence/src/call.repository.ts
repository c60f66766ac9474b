import { Injectable } from '@nestjs/common';
import { DomainError, type OrganisationHead, type Scope } from '@throughtrain/domain';
import {
  CallRepository,
  type Call,
  type CallableDemand,
  type CallContent,
  type CallSubmission,
} from '@throughtrain/matching';
import { notFound, onlyRow, requireOwn } from './own-rows';
import { shownProjectColumns, shownProjectJoins, type ShownProject } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type CallRow = Omit<Call, 'roadshowId' | 'closedAt'> & {
  readonly roadshowId: string | null;
  readonly closedAt: Date | null;
};

type DemandRow = Omit<CallableDemand, 'industryCode' | 'regionCode'> & {
  readonly industryCode: string | null;
  readonly regionCode: string | null;
};

interface SubmissionRow extends ShownProject {
  readonly projectId: string;
  readonly revision: number;
  readonly recordedAt: Date;
  readonly submittedBy: OrganisationHead;
}

/** Projects whose current revision names the call; the first part finds them by index. */
const answering = (call: string): string => `
  select r.project_id, r.revision, r.status, r.recorded_at
    from (select distinct project_id from project_revision where content ? 'callId' and content->>'callId' = ${call}::text) named
   cross join lateral (select * from project_revision where project_id = named.project_id order by revision desc limit 1) r
   where r.content->>'callId' = ${call}::text`;

const isOpen = (today: string): string => `c.state = 'open' and c.closes >= ${today}::date`;

// $1 is the caller's organisation, $2 today.
const callsSql = `
  select c.id, c.host_id as "hostId", h.name as "hostName", c.host_id = $1 as "isOwn", c.roadshow_id as "roadshowId", c.title, c.text, c.domains,
         c.sub_domains as "subDomains", c.demands, c.opens::text as opens, c.closes::text as closes,
         case when ${isOpen('$2')} then 'open' else 'closed' end as state,
         (select count(*)::integer from (${answering('c.id')}) s where s.status = 'active') as submissions,
         c.created_at as "createdAt", c.closed_at as "closedAt"
    from call c
    join organisation h on h.id = c.host_id`;

const isReadable = `
  (c.host_id = $1 or ${isOpen('$2')} or exists (
    select from (${answering('c.id')}) s join project p on p.id = s.project_id where p.submitted_by = $1))`;

// Regions are told no closer than the prefecture.
const demandsSql = `
  select d.id as "demandId", r.content->>'title' as title, h.content->>'name' as "enterpriseName", r.content->'seiCodes' as "seiCodes",
         r.content->'hteCodes' as "hteCodes", coalesce(r.content->>'industryCode', h.content->>'industryCode') as "industryCode",
         left(h.content->>'regionCode', 4) || '00' as "regionCode"
    from unnest($2::uuid[]) with ordinality as asked (id, place)
    join demand d on d.id = asked.id and d.host_id = $1
    join host_enterprise h on h.host_id = d.host_id and h.enterprise_id = d.enterprise_id
   cross join lateral (select content from demand_revision where demand_id = d.id order by revision desc limit 1) r
   order by asked.place`;

// All lists of one run leave the same demands uncovered.
const uncoveredSql = `
  select array(select u->>'demandId' from jsonb_array_elements(s.uncovered) u) as ids
    from shortlist s
   where s.roadshow_id = $1 and s.host_id = $2
   order by s.state = 'frozen' desc, coalesce(s.frozen_at, s.created_at) desc, s.id
   limit 1`;

const submissionsSql = `
  select e.project_id as "projectId", e.revision, e.recorded_at as "recordedAt", ${shownProjectColumns},
         jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind) as "submittedBy"
    from (${answering('$1')}) e
    join project p on p.id = e.project_id
    join organisation o on o.id = p.submitted_by
    ${shownProjectJoins}
   where $2::uuid is null or e.project_id > $2
   order by e.project_id
   limit $3`;

/** Targeted calls in their table; who answers one says so in the project. */
@Injectable()
export class SqlCallRepository extends CallRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async add(scope: Scope, content: CallContent): Promise<string> {
    const rows = await this.uow.rows<{ id: string }>(
      `insert into call (host_id, roadshow_id, title, text, domains, sub_domains, demands, opens, closes, created_by)
       values ($1, $2, $3, $4, $5::text[], $6::text[], $7::jsonb, $8, $9, $10)
       returning id`,
      [
        scope.organisationId,
        content.roadshowId ?? null,
        content.title,
        content.text,
        content.domains,
        content.subDomains,
        JSON.stringify(content.demands),
        content.opens,
        content.closes,
        scope.principalId,
      ],
    );
    return onlyRow(rows).id;
  }

  async find(scope: Scope, callId: string, today: string): Promise<Call> {
    const rows = await this.uow.rows<CallRow>(`${callsSql} where c.id = $3 and ${isReadable}`, [
      scope.organisationId,
      today,
      callId,
    ]);
    return withoutNulls(onlyRow(rows));
  }

  async list(
    scope: Scope,
    which: 'own' | 'open',
    today: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly Call[]> {
    const rows = await this.uow.rows<CallRow>(
      `${callsSql}
        where ${which === 'own' ? 'c.host_id = $1' : isOpen('$2')}
          and ($3::uuid is null or (c.created_at, c.id) < (select created_at, id from call where id = $3))
        order by c.created_at desc, c.id desc
        limit $4`,
      [scope.organisationId, today, after ?? null, limit],
    );
    return rows.map(withoutNulls);
  }

  async close(scope: Scope, callId: string): Promise<void> {
    await this.changeOpen(scope, callId, `state = 'closed', closed_at = now()`, []);
  }

  async setClosingDay(scope: Scope, callId: string, closes: string): Promise<void> {
    await this.changeOpen(scope, callId, 'closes = $3', [closes]);
  }

  async demands(scope: Scope, demandIds: readonly string[]): Promise<readonly CallableDemand[]> {
    const rows = await this.uow.rows<DemandRow>(demandsSql, [scope.organisationId, demandIds]);
    if (rows.length < demandIds.length) throw notFound();
    return rows.map(withoutNulls);
  }

  async uncovered(scope: Scope, roadshowId: string): Promise<readonly string[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    const [list] = await this.uow.rows<{ ids: string[] }>(uncoveredSql, [roadshowId, scope.organisationId]);
    if (list === undefined) throw new DomainError('conflict', 'call.no-shortlist');
    return list.ids;
  }

  async submissions(
    scope: Scope,
    callId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly CallSubmission[]> {
    await requireOwn(this.uow, 'call', scope, callId);
    const rows = await this.uow.rows<SubmissionRow>(submissionsSql, [callId, after ?? null, limit]);
    return rows.map(withoutNulls);
  }

  /** Changes a call of the host that is not closed. */
  private async changeOpen(scope: Scope, callId: string, set: string, values: readonly unknown[]): Promise<void> {
    const changed = await this.uow.rows(
      `update call set ${set} where id = $1 and host_id = $2 and state = 'open' returning id`,
      [callId, scope.organisationId, ...values],
    );
    if (changed.length > 0) return;
    await requireOwn(this.uow, 'call', scope, callId);
    throw new DomainError('conflict', 'call.already-closed');
  }
}
