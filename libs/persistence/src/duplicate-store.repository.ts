import { Injectable } from '@nestjs/common';
import type { ProjectRecord } from '@throughtrain/contracts';
import { duplicateRuleVersion, type ProjectStatus } from '@throughtrain/domain';
import {
  DuplicateStore,
  type ComparedPair,
  type FiledProject,
  type ProjectPair,
  type ComparableRevision,
} from '@throughtrain/ingestion';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** Projects under one key beyond which sharing it says nothing; such keys are what everybody writes. */
const mostUnderOneKey = 40;

const currentSql = `
  select p.id as "projectId", r.revision, r.status, r.content, r.institution_id as "institutionId"
    from unnest($1::uuid[]) as wanted (id)
   cross join lateral (select * from project where id = wanted.id limit 1) p
   cross join lateral (select * from project_revision where project_id = p.id order by revision desc limit 1) r`;

const headsSql = `
  select project_id as "projectId", revision, status
    from unnest($1::uuid[]) as wanted (id)
   cross join lateral (select * from project_revision where project_id = wanted.id order by revision desc limit 1) r`;

const uncheckedSql = `
  ${currentSql}
   where not exists (
     select from duplicate_check c
      where c.project_id = p.id and c.revision = r.revision and c.rule_version = $3
        and not exists (select from duplicate_search s where s.id = $2 and s.scope = 'all' and s.created_at > c.checked_at))
   order by p.id`;

const unfileSql = `
  delete from duplicate_key filed
   using (select project_id, unnest(keys) as key from duplicate_check where project_id = any($1::uuid[])) old
   where filed.key = old.key and filed.project_id = old.project_id`;

const checkSql = `
  insert into duplicate_check (project_id, revision, rule_version, keys)
  select id, revision, $4, keys::bigint[] from unnest($1::uuid[], $2::int[], $3::text[]) as filed (id, revision, keys)
  on conflict (project_id) do update
     set revision = excluded.revision, rule_version = excluded.rule_version, keys = excluded.keys, checked_at = now()`;

const fileSql = `
  insert into duplicate_key (key, project_id)
  select key, project_id from unnest($1::bigint[], $2::uuid[]) as filed (key, project_id)
   order by key, project_id
  on conflict do nothing`;

// Read up to one more than count, so that a key of thousands costs no more than one of forty.
const meetingSql = `
  select distinct least(a, b) as a, greatest(a, b) as b
    from (
      select mine.project_id as a, other.id as b
        from unnest($1::bigint[], $2::uuid[], $3::boolean[]) as mine (key, project_id, alone)
       cross join lateral (
             select array_agg(few.project_id) as ids
               from (select project_id from duplicate_key where key = mine.key limit ${mostUnderOneKey + 1}) few
             having count(*) between 2 and ${mostUnderOneKey}) filed
       cross join unnest(filed.ids) as other (id)
       where other.id <> mine.project_id
       group by 1, 2
      having bool_or(mine.alone) or count(*) > 1) met`;

const toldSql = `
  select project_a as a, project_b as b from duplicate_evidence
   where project_a = any($1::uuid[]) or project_b = any($1::uuid[])`;

const recordSql = `
  insert into duplicate_evidence (project_a, project_b, revision_a, revision_b, class, score, evidence)
  select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::numeric[], $7::jsonb[])
  on conflict (project_a, project_b) do update
     set revision_a = excluded.revision_a, revision_b = excluded.revision_b, class = excluded.class, score = excluded.score,
         evidence = excluded.evidence, made_at = now()`;

const decideSql = `
  insert into duplicate_decision (project_a, project_b, verdict, reason)
  select a, b, said.verdict, $4
    from unnest($1::uuid[], $2::uuid[], $3::text[]) as said (a, b, verdict)
    left join lateral (
         select verdict from duplicate_decision
          where project_a = a and project_b = b and decided_by is null
          order by id desc limit 1) last on true
   where coalesce(last.verdict, 'release') <> said.verdict
   order by a, b`;

interface CurrentRow {
  readonly projectId: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content: ProjectRecord;
  readonly institutionId: string | null;
}

/** Keys, evidence and what the rule decided. */
@Injectable()
export class SqlDuplicateStore extends DuplicateStore {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async enter(): Promise<void> {
    await this.uow.transaction.query(`select pg_advisory_xact_lock(hashtext('duplicates'))`);
  }

  async unchecked(searchId: string, projectIds: readonly string[]): Promise<readonly ComparableRevision[]> {
    const rows = await this.uow.rows<CurrentRow>(uncheckedSql, [projectIds, searchId, duplicateRuleVersion]);
    return rows.map(toTold);
  }

  heads(projectIds: readonly string[]): Promise<readonly Omit<ComparableRevision, 'told'>[]> {
    return this.uow.rows(headsSql, [projectIds]);
  }

  async read(projectIds: readonly string[]): Promise<readonly ComparableRevision[]> {
    return (await this.uow.rows<CurrentRow>(currentSql, [projectIds])).map(toTold);
  }

  async file(projects: readonly FiledProject[]): Promise<void> {
    const ids = projects.map(({ projectId }) => projectId);
    await this.uow.rows(unfileSql, [ids]);
    await this.uow.rows(checkSql, [
      ids,
      projects.map(({ revision }) => revision),
      projects.map(({ keys }) => `{${keys.map(({ hash }) => hash).join(',')}}`),
      duplicateRuleVersion,
    ]);
    const [hashes, owners] = columnsOf(projects);
    await this.uow.rows(fileSql, [hashes, owners]);
  }

  async meeting(projects: readonly FiledProject[]): Promise<readonly ProjectPair[]> {
    return this.pairs(meetingSql, columnsOf(projects));
  }

  told(projectIds: readonly string[]): Promise<readonly ProjectPair[]> {
    return this.pairs(toldSql, [projectIds]);
  }

  async record(pairs: readonly ComparedPair[]): Promise<void> {
    const [first, second] = [pairs.map(({ pair: [a] }) => a), pairs.map(({ pair: [, b] }) => b)];
    await this.uow.rows(recordSql, [
      first,
      second,
      pairs.map(({ revisions: [a] }) => a),
      pairs.map(({ revisions: [, b] }) => b),
      pairs.map(({ evidence }) => evidence.class),
      pairs.map(({ evidence }) => evidence.score),
      pairs.map(({ evidence }) => JSON.stringify(evidence)),
    ]);
    const decided = pairs.filter(({ verdict }) => verdict !== 'leave');
    await this.uow.rows(decideSql, [
      decided.map(({ pair: [a] }) => a),
      decided.map(({ pair: [, b] }) => b),
      decided.map(({ verdict }) => verdict),
      `rule ${duplicateRuleVersion}`,
    ]);
  }

  private async pairs(sql: string, parameters: readonly unknown[]): Promise<readonly ProjectPair[]> {
    const rows = await this.uow.rows<{ a: string; b: string }>(sql, parameters);
    return rows.map(({ a, b }) => [a, b]);
  }
}

function columnsOf(projects: readonly FiledProject[]): [hashes: number[], owners: string[], alone: boolean[]] {
  const rows = projects.flatMap(({ projectId, keys }) => keys.map((key) => ({ projectId, ...key })));
  return [rows.map(({ hash }) => hash), rows.map(({ projectId }) => projectId), rows.map(({ alone }) => alone)];
}

function toTold({ content, institutionId, ...row }: CurrentRow): ComparableRevision {
  return { ...row, told: { ...content, ...(institutionId !== null && { institutionId }) } };
}
