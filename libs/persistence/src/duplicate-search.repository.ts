import { Injectable } from '@nestjs/common';
import { findDuplicates } from '@throughtrain/contracts';
import { duplicateRuleVersion, type Lease, type Scope } from '@throughtrain/domain';
import {
  DuplicateSearchRepository,
  type DuplicateSearch,
  type DuplicateSearchCounts,
  type DuplicateSearchScope,
} from '@throughtrain/ingestion';
import { abandonedAfter, leaseEnded, leaseLost, looksAlone, withoutPendingJob } from './lease';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

// What it says about all revisions below `read_from` stays true whenever another attempt begins.
const claimSql = `
  update duplicate_search
     set state = 'running', fence = fence + 1, lease_until = clock_timestamp() + $2 * interval '1 millisecond', rule_version = $3,
         read_from = case when rule_version = $3 then coalesce(read_from, pg_snapshot_xmin(pg_current_snapshot()))
                          else pg_snapshot_xmin(pg_current_snapshot()) end
   where id = $1 and state in ('queued', 'running') and coalesce(lease_until, '-infinity') < now()
  returning fence`;

// Everything below the position from which a search by the same rule has read, and that has ended, is compared.
const pendingSql = `
  with done as (
    select max(read_from) as until from duplicate_search where state = 'completed' and rule_version = $2
  ), wanted as (
    select project_id, max(institution_id::text) as institution from project_revision
     where (select scope from duplicate_search where id = $1) = 'all' or txid >= coalesce((select until from done), '0')
     group by 1
  )
  select project_id as id from wanted order by institution, 1`;

const advanceSql = `
  update duplicate_search
     set projects_done = projects_done + $3, pairs_compared = pairs_compared + $4, certain_count = certain_count + $5,
         likely_count = likely_count + $6, lease_until = clock_timestamp() + $7 * interval '1 millisecond'
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const finishSql = `
  update duplicate_search
     set state = case when $3::text is null then 'completed' else 'failed' end, failure_code = $3, finished_at = now(), lease_until = null
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const abandonedSql = `
  select id from duplicate_search
   where state in ('queued', 'running')
     and ${leaseEnded}
     and (state = 'running' or created_at < now() - ${abandonedAfter})
     and ${withoutPendingJob('$1::text || duplicate_search.id', 'duplicate_search.created_at')}
   order by created_at, id
   limit $2
     for update skip locked`;

interface SearchRow {
  readonly id: string;
  readonly scope: DuplicateSearchScope;
  readonly state: DuplicateSearch['state'];
  readonly projects_done: number;
  readonly pairs_compared: number;
  readonly certain_count: number;
  readonly likely_count: number;
  readonly failure_code: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** Searches in the table `duplicate_search`. */
@Injectable()
export class SqlDuplicateSearchRepository extends DuplicateSearchRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async request(scope: Scope, of: DuplicateSearchScope): Promise<string> {
    const sql = 'insert into duplicate_search (scope, rule_version, requested_by) values ($1, $2, $3) returning id';
    return onlyRow(await this.uow.rows<{ id: string }>(sql, [of, duplicateRuleVersion, scope.principalId])).id;
  }

  async claim(searchId: string, leaseMs: number): Promise<Lease | undefined> {
    const [claim] = await this.uow.rows<Lease>(claimSql, [searchId, leaseMs, duplicateRuleVersion]);
    if (claim) return claim;
    const heldSql = `select id from duplicate_search where id = $1 and state in ('queued', 'running')`;
    if ((await this.uow.rows(heldSql, [searchId])).length > 0) throw leaseLost();
    return undefined;
  }

  async pending(searchId: string): Promise<readonly string[]> {
    const rows = await this.uow.rows<{ id: string }>(pendingSql, [searchId, duplicateRuleVersion]);
    return rows.map(({ id }) => id);
  }

  async advance(searchId: string, fence: number, counts: DuplicateSearchCounts, leaseMs: number): Promise<void> {
    const { projects, pairs, certain, likely } = counts;
    const [row] = await this.uow.rows(advanceSql, [searchId, fence, projects, pairs, certain, likely, leaseMs]);
    if (!row) throw leaseLost();
  }

  async release(searchId: string, fence: number): Promise<void> {
    const sql = `update duplicate_search set lease_until = null where id = $1 and fence = $2 and state = 'running'`;
    await this.uow.rows(sql, [searchId, fence]);
  }

  async finish(searchId: string, fence: number, failureCode?: string): Promise<void> {
    const [row] = await this.uow.rows(finishSql, [searchId, fence, failureCode ?? null]);
    if (!row) throw leaseLost();
  }

  async find(searchId: string): Promise<DuplicateSearch> {
    const rows = await this.uow.rows<SearchRow>('select * from duplicate_search where id = $1', [searchId]);
    return toSearch(onlyRow(rows));
  }

  async abandoned(limit: number): Promise<readonly string[]> {
    if (!(await looksAlone(this.uow, 'duplicate_search'))) return [];
    const rows = await this.uow.rows<{ id: string }>(abandonedSql, [findDuplicates.key({ searchId: '' }), limit]);
    return rows.map(({ id }) => id);
  }
}

function toSearch(row: SearchRow): DuplicateSearch {
  return {
    id: row.id,
    scope: row.scope,
    state: row.state,
    counts: {
      projects: row.projects_done,
      pairs: row.pairs_compared,
      certain: row.certain_count,
      likely: row.likely_count,
    },
    createdAt: row.created_at,
    ...(row.failure_code !== null && { failureCode: row.failure_code }),
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
  };
}
