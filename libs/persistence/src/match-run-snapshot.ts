import type { Scope } from '@throughtrain/domain';
import type { MatchRunInput, RunDemand, SnapshotOptions } from '@throughtrain/matching';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

/** Years for which a project that was on stage is not shown to the same host again. */
const onStageYears = 3;

export interface RunDemandRow {
  readonly id: string;
  readonly revision: number;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly regionCode: string | null;
  readonly canonicalId: string | null;
  readonly creditCode: string | null;
  readonly group: string | null;
  readonly groupCreditCode: string | null;
}

/** What a run of a roadshow copies or pins besides the library. The caller has checked that the roadshow is of the host. */
export async function readSnapshot(
  uow: TypeOrmUnitOfWork,
  scope: Scope,
  roadshowId: string,
  { now, newcomerMonths }: Omit<SnapshotOptions, 'analyserVersion'>,
): Promise<Pick<MatchRunInput, 'demands' | 'onStage' | 'declined' | 'timesShown'>> {
  const host = scope.organisationId;
  const demands = await uow.rows<RunDemandRow>(demandsSql, [roadshowId, host]);
  const onStage = await uow.rows<{ projectId: string }>(onStageSql, [roadshowId, host, now, onStageYears]);
  const declined = await uow.rows<{ enterpriseId: string; projectId: string }>(declinedSql, [roadshowId, host]);
  const shown = await uow.rows<{ projectId: string; times: number }>(shownSql, [now, newcomerMonths]);
  return {
    demands: demands.map((demand): RunDemand => withoutNulls(demand)),
    onStage: onStage.map(({ projectId }) => projectId),
    declined: declined.map(({ enterpriseId, projectId }) => [enterpriseId, projectId] as const),
    timesShown: Object.fromEntries(shown.map(({ projectId, times }) => [projectId, times])),
  };
}

/** Columns of {@link RunDemandRow}, of a demand `d` and the host's record `h` of its enterprise, with what they come from. */
export const runDemandColumns = `
  d.id, r.revision, d.enterprise_id as "enterpriseId", h.content->>'name' as "enterpriseName", h.content->>'regionCode' as "regionCode",
  nullif(canonical_organisation(d.enterprise_id), d.enterprise_id) as "canonicalId", h.content->>'creditCode' as "creditCode",
  h.content->>'group' as "group", h.content->>'groupCreditCode' as "groupCreditCode"`;
export const runDemandJoins = `
    join demand d on d.host_id = h.host_id and d.enterprise_id = h.enterprise_id
    join lateral (select max(revision) as revision from demand_revision where demand_id = d.id) r on r.revision is not null`;

const demandsSql = `
  select ${runDemandColumns}
    from enrolment n
    join host_enterprise h on h.host_id = $2 and h.enterprise_id = n.enterprise_id
    ${runDemandJoins}
   where n.roadshow_id = $1
   order by d.id`;

const onStageSql = `
  select distinct e.project_id as "projectId"
    from pick_list p
    join pick_list_entry e on e.pick_list_id = p.id and e.list = 'pick'
   where p.host_id = $2 and p.roadshow_id <> $1 and p.state = 'published'
     and p.published_at > $3::timestamptz - make_interval(years => $4) and p.published_at <= $3
   order by 1`;

const declinedSql = `
  select distinct v.enterprise_id as "enterpriseId", t.project_id as "projectId"
    from invitation v
    join enrolment n on n.roadshow_id = $1 and n.enterprise_id = v.enterprise_id
    join intent t on t.invitation_id = v.id and t.current and t.level = 0
   where v.host_id = $2
   order by 1, 2`;

const shownSql = `
  select e.project_id as "projectId", count(*)::integer as times
    from shortlist s
    join shortlist_entry e on e.shortlist_id = s.id
   where s.state = 'frozen' and s.frozen_at > $1::timestamptz - make_interval(months => $2) and s.frozen_at <= $1
   group by e.project_id
   order by e.project_id`;
