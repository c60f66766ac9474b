import type { PairTexts, RecordText } from '@throughtrain/text';
import { shownProjectJoins } from './project-row';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

type TextRow = RecordText & { readonly id: string };

// What is sealed since tells nothing here either.
const projectsSql = `
  select e.project_id as id, told.content->>'title' as title, told.content->>'summary' as summary,
         coalesce(told.content->'keywords', '[]') as keywords
    from shortlist_entry e
    ${shownProjectJoins}
   where e.shortlist_id = $1 and e.project_id = any($2::uuid[])`;

// A demand says in its figures, too, what it was analysed by.
const demandsSql = `
  select r.demand_id as id, r.content->>'title' as title, coalesce(r.content->'keywords', '[]') as keywords,
         array_to_string(array[r.content->>'description'] || array(select jsonb_array_elements_text(r.content->'indicators')), '；') as summary
    from shortlist s
    join match_run m on m.id = s.run_id
    join jsonb_to_recordset(m.input->'demands') as pinned (id uuid, revision integer) on pinned.id = any($2::uuid[])
    join demand_revision r on r.demand_id = pinned.id and r.revision = pinned.revision
   where s.id = $1`;

/** Texts of projects of a shortlist, and of demands of its run, as the revisions that the run ranked. */
export async function rankedTexts(
  uow: TypeOrmUnitOfWork,
  shortlistId: string,
  wanted: { readonly projectIds: readonly string[]; readonly demandIds: readonly string[] },
): Promise<PairTexts> {
  return {
    projects: byId(await uow.rows<TextRow>(projectsSql, [shortlistId, wanted.projectIds])),
    demands: byId(await uow.rows<TextRow>(demandsSql, [shortlistId, wanted.demandIds])),
  };
}

function byId(rows: readonly TextRow[]): ReadonlyMap<string, RecordText> {
  return new Map(rows.map(({ id, ...text }) => [id, text]));
}
