import { Injectable } from '@nestjs/common';
import type { ExpertScoreInput } from '@throughtrain/contracts';
import { affiliationKeys, organisationIdentity, type Affiliation, type Scope } from '@throughtrain/domain';
import {
  ExpertScoreStore,
  type AxisSummary,
  type ExpertScores,
  type OwnScore,
  type ScoredProject,
  type StoreOutcome,
} from '@throughtrain/ingestion';
import { qualityAxes } from '@throughtrain/ranking';
import { registerOrganisations } from './organisation-rows';
import { notFound, onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

/** Roles that judge projects of the whole library; others see the scores of what they have submitted. */
const judges: readonly string[] = ['analyst', 'operator'];

// What is withdrawn or sealed is not judged.
const projectsSql = `
  select wanted.place::integer, p.id, canonical_organisation(r.institution_id) as "institutionId", r.content->'institution' as institution
    from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as wanted (id, channel, external_id, place)
    join project p on p.id = wanted.id or (p.channel = wanted.channel and p.external_id = wanted.external_id)
    join lateral (select * from project_revision where project_id = p.id order by revision desc limit 1) r
      on r.status = 'active'
   order by wanted.place`;

const ratersSql = `
  insert into rater (organisation_id, code, institution_id)
  select $1, code, institution_id from unnest($2::text[], $3::uuid[]) as said (code, institution_id)
   order by code
  on conflict (organisation_id, code)
  do update set institution_id = coalesce(excluded.institution_id, rater.institution_id)
  returning id, code, canonical_organisation(institution_id) as "institutionId",
            (select jsonb_strip_nulls(jsonb_build_object('creditCode', credit_code, 'group', group_name))
               from organisation where organisation.id = canonical_organisation(rater.institution_id)) as institution`;

const latestSql = `
  select wanted.place::integer, latest.*
    from unnest($1::uuid[], $2::uuid[], $3::date[]) with ordinality as wanted (project_id, rater_id, scored_on, place)
    join lateral (
      select lead, feasibility, prospect, has_conflict as "hasConflict"
        from expert_score s
       where s.project_id = wanted.project_id and s.rater_id = wanted.rater_id and s.scored_on = wanted.scored_on
       order by id desc limit 1) latest on true`;

const insertSql = `
  insert into expert_score (project_id, rater_id, lead, feasibility, prospect, scored_on, has_conflict, recorded_by)
  select said.*, $8
    from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::smallint[], $6::date[], $7::boolean[]) as said`;

const visibleSql = `
  select id from project where id = $1 and ($2 or submitted_by = $3)`;

const summarySql = `
  select count(*)::integer as raters,
         ${qualityAxes.map((axis) => `case when count(${axis}) > 0 then jsonb_build_object('mean', round(avg(${axis}), 2), 'lowest', min(${axis}), 'highest', max(${axis}), 'raters', count(${axis})) end as ${axis}`).join(', ')}
    from (select distinct on (rater_id) * from expert_score where project_id = $1 order by rater_id, scored_on desc, id desc) latest
   where not has_conflict`;

const ownSql = `
  select rater.code as rater, s.lead, s.feasibility, s.prospect, s.scored_on::text as "scoredOn", s.recorded_at as "recordedAt",
         case when s.has_conflict then 'declared' else 'none' end as conflict,
         not s.has_conflict and row_number() over (partition by s.rater_id order by s.scored_on desc, s.id desc) = 1 as "isCounted"
    from expert_score s
    join rater on rater.id = s.rater_id and rater.organisation_id = $2
   where s.project_id = $1
   order by s.scored_on desc, s.id desc
   limit 500`;

interface ProjectRow {
  readonly place: number;
  readonly id: string;
  readonly institutionId: string | null;
  readonly institution: Affiliation | null;
}

interface RaterRow {
  readonly id: string;
  readonly code: string;
  readonly institutionId: string | null;
  readonly institution: Affiliation | null;
}

interface LatestRow {
  readonly place: number;
  readonly lead: number | null;
  readonly feasibility: number | null;
  readonly prospect: number | null;
  readonly hasConflict: boolean;
}

/** A score whose project and expert are known. */
interface Judgement {
  readonly project: ProjectRow;
  readonly rater: RaterRow;
  readonly score: ExpertScoreInput;
}

const refuse = (column: string, code: string, message: string): StoreOutcome => ({ column, code, message });
const unknownProject = refuse(
  'externalId',
  'expert-score.project-unknown',
  'no project that may be scored has this channel and identifier',
);
const conflictOfInterest = refuse(
  'conflict',
  'expert-score.conflict-of-interest',
  'the expert works for the institution of the project or its group and declares no conflict',
);
const inTheFuture = refuse('scoredOn', 'expert-score.in-the-future', 'the day has not come yet');

/** Scores of experts in insert-only rows. */
@Injectable()
export class SqlExpertScoreStore extends ExpertScoreStore {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  add(scope: Scope, batch: readonly ScoredProject[]): Promise<readonly StoreOutcome[]> {
    return this.uow.run(async () => {
      const outcomes: StoreOutcome[] = [];
      for (const part of withOneInstitutionEach(batch)) outcomes.push(...(await this.addPart(scope, part)));
      return outcomes;
    });
  }

  private async addPart(scope: Scope, batch: readonly ScoredProject[]): Promise<readonly StoreOutcome[]> {
    const projects = await this.projectsOf(batch);
    const raters = await this.registerRaters(scope, batch);
    const { today } = onlyRow(
      await this.uow.rows<{ today: string }>(`select ((now() at time zone 'Asia/Shanghai')::date)::text as today`),
    );
    const outcomes: StoreOutcome[] = batch.map(() => unknownProject);
    const judged = batch.flatMap(({ score }, index) => {
      const [project, rater] = [projects.get(index), raters.get(score.rater)];
      if (project === undefined || rater === undefined) return [];
      const refused = refusalOf({ project, rater, score }, today);
      outcomes[index] = refused ?? 'created';
      return refused === undefined ? [{ index, judgement: { project, rater, score } }] : [];
    });
    const repeated = await this.repeated(judged.map(({ judgement }) => judgement));
    for (const [place, { index }] of judged.entries()) if (repeated.has(place)) outcomes[index] = 'unchanged';
    await this.insert(
      scope,
      judged.filter((_, place) => !repeated.has(place)).map(({ judgement }) => judgement),
    );
    return outcomes;
  }

  async of(scope: Scope, projectId: string): Promise<ExpertScores> {
    const isJudge = scope.roles.some((role) => judges.includes(role));
    const [visible] = await this.uow.rows(visibleSql, [projectId, isJudge, scope.organisationId]);
    if (!visible) throw notFound();
    const summary = onlyRow(
      await this.uow.rows<Record<(typeof qualityAxes)[number], AxisSummary | null> & { readonly raters: number }>(
        summarySql,
        [projectId],
      ),
    );
    const own = isJudge ? await this.uow.rows<OwnScore>(ownSql, [projectId, scope.organisationId]) : [];
    return { ...withoutNulls(summary), own: own.map((score): OwnScore => withoutNulls(score)) };
  }

  /** @returns projects by the place in the batch of what names them */
  private async projectsOf(batch: readonly ScoredProject[]): Promise<ReadonlyMap<number, ProjectRow>> {
    const rows = await this.uow.rows<ProjectRow>(projectsSql, [
      batch.map(({ project }) => ('projectId' in project ? project.projectId : null)),
      batch.map(({ project }) => ('projectId' in project ? null : project.channel)),
      batch.map(({ project }) => ('projectId' in project ? null : project.externalId)),
    ]);
    return new Map(rows.map((row) => [row.place - 1, row]));
  }

  private async registerRaters(scope: Scope, batch: readonly ScoredProject[]): Promise<ReadonlyMap<string, RaterRow>> {
    const byCode = new Map(batch.map(({ score }) => [score.rater, score.raterInstitution]));
    for (const { score } of batch) if (score.raterInstitution) byCode.set(score.rater, score.raterInstitution);
    const named = [...byCode.values()].flatMap((institution) => institution ?? []);
    const ids = await registerOrganisations(
      this.uow,
      named.map(({ name, creditCode }) => ({
        name,
        kind: 'institution',
        ...(creditCode !== undefined && { creditCode }),
      })),
      'registration',
    );
    const rows = await this.uow.rows<RaterRow>(ratersSql, [
      scope.organisationId,
      [...byCode.keys()],
      [...byCode.values()].map(
        (institution) => institution && ids.get(organisationIdentity(institution.creditCode, institution.name)),
      ),
    ]);
    return new Map(rows.map((row) => [row.code, row]));
  }

  /** @returns places of judgements that say what the expert's latest of the same day says; the rows of the experts are locked */
  private async repeated(judgements: readonly Judgement[]): Promise<ReadonlySet<number>> {
    const rows = await this.uow.rows<LatestRow>(latestSql, [
      judgements.map(({ project }) => project.id),
      judgements.map(({ rater }) => rater.id),
      judgements.map(({ score }) => score.scoredOn),
    ]);
    return new Set(
      rows
        .filter((latest) => {
          const { score } = judgements[latest.place - 1] ?? {};
          return score !== undefined && isSame(latest, score);
        })
        .map(({ place }) => place - 1),
    );
  }

  private async insert(scope: Scope, judgements: readonly Judgement[]): Promise<void> {
    if (judgements.length === 0) return;
    await this.uow.rows(insertSql, [
      judgements.map(({ project }) => project.id),
      judgements.map(({ rater }) => rater.id),
      ...qualityAxes.map((axis) => judgements.map(({ score }) => score[axis] ?? null)),
      judgements.map(({ score }) => score.scoredOn),
      judgements.map(({ score }) => score.conflict === 'declared'),
      scope.principalId,
    ]);
  }
}

/** Parts in each of which no expert is said to work at two institutions: a later row must not hide a conflict of an earlier one. */
function withOneInstitutionEach(batch: readonly ScoredProject[]): readonly (readonly ScoredProject[])[] {
  const parts: ScoredProject[][] = [[]];
  let known = new Map<string, string>();
  for (const scored of batch) {
    const { rater, raterInstitution } = scored.score;
    const said = raterInstitution && organisationIdentity(raterInstitution.creditCode, raterInstitution.name);
    if (said !== undefined && (known.get(rater) ?? said) !== said) {
      parts.push([]);
      known = new Map();
    }
    if (said !== undefined) known.set(rater, said);
    parts.at(-1)?.push(scored);
  }
  return parts;
}

function refusalOf({ project, rater, score }: Judgement, today: string): StoreOutcome | undefined {
  if (score.scoredOn > today) return inTheFuture;
  const isSame = rater.institutionId !== null && rater.institutionId === project.institutionId;
  const keys = new Set(affiliationKeys(project.institution ?? {}));
  const isAffiliated = isSame || affiliationKeys(rater.institution ?? {}).some((key) => keys.has(key));
  return isAffiliated && score.conflict === 'none' ? conflictOfInterest : undefined;
}

function isSame(latest: LatestRow, score: ExpertScoreInput): boolean {
  return (
    qualityAxes.every((axis) => latest[axis] === (score[axis] ?? null)) &&
    latest.hasConflict === (score.conflict === 'declared')
  );
}
