import type { RunResult, ShortlistResult } from '@throughtrain/matching';
import { packPairs } from '@throughtrain/ranking';
import { chunksOf } from './chunks-of';
import { onlyRow } from './own-rows';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const exclusionsPerStatement = 5_000;
const candidatesPerStatement = 500;

/** Stores what a run found; belongs into the transaction that completes the run. */
export async function storeRunResult(uow: TypeOrmUnitOfWork, runId: string, result: RunResult): Promise<void> {
  for (const chunk of chunksOf(result.exclusions, exclusionsPerStatement)) {
    await uow.rows(
      'insert into run_exclusion (run_id, project_id, gate) select $1, project_id, gate from unnest($2::uuid[], $3::text[]) as x (project_id, gate)',
      [runId, chunk.map(({ projectId }) => projectId), chunk.map(({ gate }) => gate)],
    );
  }
  for (const chunk of chunksOf(result.candidates, candidatesPerStatement)) {
    await uow.rows(
      `insert into candidate (run_id, project_id, revision, inputs, pairs)
       select $1, c.* from unnest($2::uuid[], $3::integer[], $4::jsonb[], $5::bytea[]) as c`,
      [
        runId,
        chunk.map(({ projectId }) => projectId),
        chunk.map(({ revision }) => revision),
        chunk.map(({ projectId, revision, pairs, ...inputs }) => JSON.stringify(inputs)),
        chunk.map(({ pairs }) => packPairs(pairs)),
      ],
    );
  }
  for (const shortlist of result.shortlists) await storeShortlist(uow, runId, shortlist);
}

async function storeShortlist(uow: TypeOrmUnitOfWork, runId: string, shortlist: ShortlistResult): Promise<void> {
  const { id } = onlyRow(
    await uow.rows<{ id: string }>(shortlistSql, [
      runId,
      shortlist.domain,
      shortlist.size,
      JSON.stringify(shortlist.limits),
      shortlist.uncoveredDemandIds,
    ]),
  );
  await uow.rows(entriesSql, [id, JSON.stringify(shortlist.entries)]);
}

// Titles of uncovered demands are those of the revisions that the run pinned.
const shortlistSql = `
  insert into shortlist (run_id, roadshow_id, host_id, domain, size, limits, uncovered)
  select m.id, m.roadshow_id, m.host_id, $2, $3, $4::jsonb, (
         select coalesce(jsonb_agg(jsonb_build_object('demandId', u.id, 'title', r.content->>'title') order by u.place), '[]')
           from unnest($5::uuid[]) with ordinality as u (id, place)
           join jsonb_to_recordset(m.input->'demands') as pinned (id uuid, revision integer) on pinned.id = u.id
           join demand_revision r on r.demand_id = pinned.id and r.revision = pinned.revision)
    from match_run m
   where m.id = $1
  returning id`;

const entriesSql = `
  insert into shortlist_entry (shortlist_id, rank, project_id, revision, score, terms, matches, reasons, without_code, duplicate_ids)
  select $1, e.*
    from jsonb_to_recordset($2::jsonb) as e (
         rank integer, "projectId" uuid, revision integer, score double precision, terms jsonb, matches jsonb, reasons jsonb,
         "withoutCode" boolean, "duplicateIds" uuid[])`;
