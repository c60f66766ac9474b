import { Injectable } from '@nestjs/common';
import { DomainError, type AttemptEnd } from '@throughtrain/domain';
import {
  ShardScoreRepository,
  type ClaimedShard,
  type ScoredLibrary,
  type ShardOfRun,
  type ShardState,
} from '@throughtrain/matching';
import { abandonedAfter, leaseEnded, leaseLost, leaseUntil, looksAlone, withoutPendingJob } from './lease';
import { packScored, unpackScored } from './pack-scored';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

const unfinished = 'result is null and failure is null';
/** As the jobs of parts name themselves. */
const jobKey = `'score-shard.' || shard_score.run_id || '.' || shard_score.shard`;
const unfinishedRun = (id: string): string =>
  `exists (select from match_run where match_run.id = ${id} and state in ('queued', 'running'))`;

/** The parts of runs: asked for by the worker of a run, claimed by those who hold the part of the library. */
@Injectable()
export class SqlShardScoreRepository extends ShardScoreRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async request(matchRunId: string, count: number): Promise<readonly number[]> {
    await this.lockRun(matchRunId);
    await this.uow.rows('delete from shard_score where run_id = $1 and shards <> $2', [matchRunId, count]);
    const rows = await this.uow.rows<{ shard: number }>(
      `insert into shard_score (run_id, shard, shards)
       select $1, shard, $2 from generate_series(0, $2 - 1) shard
       on conflict do nothing
       returning shard`,
      [matchRunId, count],
    );
    return rows.map(({ shard }) => shard);
  }

  async states(matchRunId: string): Promise<readonly ShardState[]> {
    const rows = await this.uow.rows<Omit<ShardState, 'failure'> & { readonly failure: string | null }>(
      `select shard, result is not null as "isDone", failure from shard_score where run_id = $1 order by shard`,
      [matchRunId],
    );
    return rows.map(withoutNulls);
  }

  async results(matchRunId: string): Promise<readonly ScoredLibrary[]> {
    const sql = 'select result from shard_score where run_id = $1 and result is not null order by shard';
    const rows = await this.uow.rows<{ result: Buffer }>(sql, [matchRunId]);
    return Promise.all(rows.map(({ result }) => unpackScored(result)));
  }

  async claim({ matchRunId, shard }: ShardOfRun, leaseMs: number): Promise<ClaimedShard | undefined> {
    const open = `run_id = $1 and shard = $2 and ${unfinished} and ${unfinishedRun('run_id')}`;
    const [claimed] = await this.uow.rows<ClaimedShard>(
      `update shard_score
          set lease_until = ${leaseUntil(3)}, fence = fence + 1, attempts = attempts + 1
        where ${open} and ${leaseEnded}
       returning fence, attempts, shards as count, (select input from match_run where id = run_id) as input`,
      [matchRunId, shard, leaseMs],
    );
    if (claimed !== undefined) return claimed;
    const held = await this.uow.rows(`select shard from shard_score where ${open}`, [matchRunId, shard]);
    if (held.length > 0) throw leaseLost();
    return undefined;
  }

  async progress(
    part: ShardOfRun,
    fence: number,
    { done, total }: { readonly done: number; readonly total: number },
    leaseMs: number,
  ): Promise<void> {
    await this.guarded(part, fence, `done = $4, total = $5, lease_until = ${leaseUntil(6)}`, [done, total, leaseMs]);
  }

  async complete(part: ShardOfRun, fence: number, result: ScoredLibrary): Promise<void> {
    const packed = await packScored(result);
    await this.lockRun(part.matchRunId);
    await this.guarded(part, fence, 'result = $4, done = total, lease_until = null', [packed]);
  }

  async fail(part: ShardOfRun, fence: number, code: string): Promise<void> {
    await this.lockRun(part.matchRunId);
    await this.guarded(part, fence, 'failure = $4, lease_until = null', [code]);
  }

  async release({ matchRunId, shard }: ShardOfRun, fence: number, end: AttemptEnd): Promise<void> {
    await this.uow.rows(
      `update shard_score set lease_until = null, attempts = attempts - $4
        where run_id = $1 and shard = $2 and fence = $3 and ${unfinished} and lease_until is not null`,
      [matchRunId, shard, fence, end === 'failed' ? 0 : 1],
    );
  }

  async abandoned(limit: number): Promise<readonly ShardOfRun[]> {
    if (!(await looksAlone(this.uow, 'shard_score'))) return [];
    return this.uow.rows<ShardOfRun>(
      `select run_id as "matchRunId", shard from shard_score
        where ${unfinished} and ${unfinishedRun('run_id')} and ${leaseEnded} and (fence > 0 or created_at < now() - ${abandonedAfter})
          and ${withoutPendingJob(jobKey, 'shard_score.created_at')}
        order by created_at, run_id, shard
        limit $1
          for update skip locked`,
      [limit],
    );
  }

  async tidy(): Promise<void> {
    await this.uow.rows(`delete from shard_score where not ${unfinishedRun('run_id')}`);
  }

  /** Has others that change which parts of the run have ended wait for the end of the transaction: of two that end at once, the second then sees the first. */
  private async lockRun(matchRunId: string): Promise<void> {
    await this.uow.transaction.query('select from match_run where id = $1 for no key update', [matchRunId]);
  }

  /** Changes a part that its worker still holds, of a run that goes on. */
  private async guarded(
    { matchRunId, shard }: ShardOfRun,
    fence: number,
    set: string,
    values: readonly unknown[],
  ): Promise<void> {
    const changed = await this.uow.rows(
      `update shard_score set ${set}
        where run_id = $1 and shard = $2 and fence = $3 and ${unfinished} and ${unfinishedRun('run_id')}
       returning shard`,
      [matchRunId, shard, fence, ...values],
    );
    if (changed.length > 0) return;
    const sql = `select id from match_run where id = $1 and ${unfinishedRun('$1')}`;
    if ((await this.uow.rows(sql, [matchRunId])).length === 0) throw new DomainError('conflict', 'match-run.cancelled');
    throw leaseLost();
  }
}
