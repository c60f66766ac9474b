import type { ExpertScore } from '@throughtrain/ranking';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

interface ExpertScoreRow {
  readonly projectId: string;
  readonly raterId: string;
  readonly scoredOn: string;
  readonly sequence: number;
  readonly hasConflict: boolean;
  readonly lead: number | null;
  readonly feasibility: number | null;
  readonly prospect: number | null;
}

const latestScoresSql = `
  select distinct on (project_id, rater_id)
         project_id as "projectId", rater_id as "raterId", scored_on::text as "scoredOn", id::float8 as sequence,
         has_conflict as "hasConflict", lead, feasibility, prospect
    from expert_score
   where project_id = any($1::uuid[]) and ($2::text is null or txid < $2::text::xid8)
   order by project_id, rater_id, scored_on desc, id desc`;

/**
 * The latest score of each expert for each of the projects.
 * @param below transaction below which a score was recorded; absent: all that are there
 * @returns scores by project id
 */
export async function readExpertScores(
  uow: TypeOrmUnitOfWork,
  projectIds: readonly string[],
  below?: bigint,
): Promise<ReadonlyMap<string, readonly ExpertScore[]>> {
  const rows = await uow.rows<ExpertScoreRow>(latestScoresSql, [[...new Set(projectIds)], below?.toString() ?? null]);
  const byProject = new Map<string, ExpertScore[]>();
  for (const { projectId, ...score } of rows) {
    const known = byProject.get(projectId);
    if (known === undefined) byProject.set(projectId, [withoutNulls(score)]);
    else known.push(withoutNulls(score));
  }
  return byProject;
}
