import type { DuplicateDecision, DuplicateVerdict } from '@throughtrain/domain';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** SQL: of the decisions about one pair the one in force comes first. A person outranks the rule, else the newer the older. */
export const inForceFirst = `(decided_by is not null) desc, id desc`;

const inForceSql = `
  select * from (
    select distinct on (project_a, project_b) project_a as a, project_b as b, verdict, decided_by is not null as "byHand", id::integer as order
      from duplicate_decision
     where ($1::text is null or txid < $1::text::xid8) and ($2::uuid[] is null or project_a = any($2) or project_b = any($2))
     order by project_a, project_b, ${inForceFirst}) d
   where verdict <> 'release'
   order by a, b`;

interface DecisionRow {
  readonly a: string;
  readonly b: string;
  readonly verdict: DuplicateVerdict;
  readonly byHand: boolean;
  readonly order: number;
}

/**
 * @param within decisions made by transactions before this one, all when undefined; and about these projects, about any when undefined
 * @returns decisions in force, one for a pair, by pair
 */
export async function decisionsInForce(
  uow: TypeOrmUnitOfWork,
  { before, about }: { readonly before?: string; readonly about?: readonly string[] },
): Promise<readonly DuplicateDecision[]> {
  const rows = await uow.rows<DecisionRow>(inForceSql, [before ?? null, about ?? null]);
  return rows.map(({ a, b, ...decision }) => ({ projectIds: [a, b], ...decision }));
}

// From each sealed project over all pairs that are joined, and from what is reached to what it probably repeats. A pair without evidence of
// its own is told with none, so that a person finds it in the list.
const holdSql = `
  with recursive pairs as (
    select e.project_a as a, e.project_b as b, e.class,
           (select verdict from duplicate_decision d
             where d.project_a = e.project_a and d.project_b = e.project_b order by ${inForceFirst} limit 1) as verdict
      from duplicate_evidence e
     where e.class <> 'none' or exists (
           select from duplicate_decision d
            where d.project_a = e.project_a and d.project_b = e.project_b and d.verdict = 'merge')
  ), links as (
    select a as one, b as other, class, verdict from pairs union all select b, a, class, verdict from pairs
  ), reached (sealed, id) as (
    select id, id from unnest($1::uuid[]) as closed (id)
     union
    select r.sealed, l.other
      from reached r
      join links l on l.one = r.id
     where coalesce(l.verdict, 'release') <> 'split' and (l.class = 'certain' or l.verdict = 'merge')
  ), suspected as (
    select sealed, id as other from reached
     union
    select r.sealed, l.other from reached r join links l on l.one = r.id where coalesce(l.verdict, 'release') <> 'split'
  ), held as (
    select distinct least(sealed, other) as a, greatest(sealed, other) as b
      from suspected
     where sealed <> other
  ), told as (
    insert into duplicate_evidence (project_a, project_b, revision_a, revision_b, class, score, evidence)
    select a, b, 1, 1, 'none', 0, '{}' from held order by a, b
    on conflict do nothing
  )
  insert into duplicate_decision (project_a, project_b, verdict, reason)
  select a, b, 'hold', 'sealed' from held
   where not exists (
         select from duplicate_decision d
          where d.project_a = held.a and d.project_b = held.b and d.decided_by is null and d.verdict = 'hold')
   order by a, b`;

/** Keeps from matching whatever may say what the sealed projects say, until a person decides; belongs into the transaction that seals. */
export async function holdDuplicatesOf(uow: TypeOrmUnitOfWork, projectIds: readonly string[]): Promise<void> {
  if (projectIds.length > 0) await uow.rows(holdSql, [projectIds]);
}
