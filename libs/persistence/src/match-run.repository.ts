import { Injectable } from '@nestjs/common';
import { runMatch } from '@throughtrain/contracts';
import { DomainError, type AttemptEnd, type Scope } from '@throughtrain/domain';
import {
  LibraryFeed,
  MatchRunRepository,
  type ClaimedRun,
  type MatchRun,
  type MatchRunInput,
  type MatchRunState,
  type RunProgress,
  type RunResult,
  type RunSnapshot,
  type SnapshotOptions,
} from '@throughtrain/matching';
import type { ExpertScore } from '@throughtrain/ranking';
import { encoderInForceSql } from './encoding.repository';
import { readExpertScores } from './expert-score-rows';
import {
  abandonedAfter,
  leaseEnded,
  leaseLost,
  leaseUntil,
  looksAlone,
  releaseLease,
  withoutPendingJob,
} from './lease';
import { storeRunResult } from './match-run-result';
import { parsePosition } from './library-position';
import { readSnapshot } from './match-run-snapshot';
import { onlyRow, requireOwn } from './own-rows';
import { sealedTitle } from './project-row';
import { runProgress } from './run-progress';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

interface MatchRunRow {
  readonly id: string;
  readonly roadshowId: string;
  readonly replayOf: string | null;
  readonly state: MatchRunState;
  readonly progress: RunProgress;
  readonly pinned: MatchRun['pinned'];
  readonly summary: NonNullable<MatchRun['summary']> | null;
  readonly failure: NonNullable<MatchRun['failure']> | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

type WatchedRow = Pick<MatchRunRow, 'id' | 'state' | 'progress' | 'failure'>;

// The rest of an input is long: lists and those who poll do not read it.
const pinned = `
  input - array['roadshow', 'demands', 'onStage', 'declined', 'timesShown']
    || jsonb_build_object('demands', jsonb_array_length(input->'demands'))`;

const runColumns = `
  id, roadshow_id as "roadshowId", replay_of as "replayOf", state, ${runProgress} as progress, ${pinned} as pinned, summary, failure, created_at as "createdAt",
  finished_at as "finishedAt"`;

/** SQL: parts of the library are still to be scored for the run, and none has failed; those are looked after on their own. */
const waitsForParts = (shards: string): string => `
  exists (select from shard_score
           where run_id = match_run.id and shards = ${shards}
          having bool_or(result is null) and bool_and(failure is null))`;

const mostListed = 100;
const unfinished = `state in ('queued', 'running')`;

/** Match runs: queued by a host, claimed by a worker under a lease, completed once. */
@Injectable()
export class SqlMatchRunRepository extends MatchRunRepository {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly feed: LibraryFeed,
  ) {
    super();
  }

  async snapshot(
    scope: Scope,
    roadshowId: string,
    { analyserVersion, ...options }: SnapshotOptions,
  ): Promise<RunSnapshot> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    const [encoder] = await this.uow.rows<{ encoder_version: string }>(encoderInForceSql(1), [analyserVersion]);
    return {
      libraryPosition: await this.feed.position(),
      ...(encoder && { encoderVersion: encoder.encoder_version }),
      ...(await readSnapshot(this.uow, scope, roadshowId, options)),
    };
  }

  async add(
    scope: Scope,
    {
      roadshowId,
      input,
      replayOf,
    }: { readonly roadshowId: string; readonly input: MatchRunInput; readonly replayOf?: string },
  ): Promise<string> {
    const rows = await this.uow.rows<{ id: string }>(
      `insert into match_run (roadshow_id, host_id, replay_of, input, created_by)
       select r.id, r.host_id, $3, $4::jsonb, $5
         from roadshow r
        where r.id = $1 and r.host_id = $2
          and ($3::uuid is null or exists (select from match_run m where m.id = $3 and m.host_id = r.host_id))
       returning id`,
      [roadshowId, scope.organisationId, replayOf ?? null, JSON.stringify(input), scope.principalId],
    );
    return onlyRow(rows).id;
  }

  async find(scope: Scope, runId: string): Promise<MatchRun> {
    const rows = await this.uow.rows<MatchRunRow>(
      `select ${runColumns} from match_run where id = $1 and host_id = $2`,
      [runId, scope.organisationId],
    );
    return withoutNulls(onlyRow(rows));
  }

  async inputOf(scope: Scope, runId: string): Promise<MatchRunInput> {
    const rows = await this.uow.rows<{ input: MatchRunInput }>(
      'select input from match_run where id = $1 and host_id = $2',
      [runId, scope.organisationId],
    );
    return onlyRow(rows).input;
  }

  async list(scope: Scope, roadshowId: string): Promise<readonly MatchRun[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    const rows = await this.uow.rows<MatchRunRow>(
      `select ${runColumns} from match_run where roadshow_id = $1 and host_id = $2 order by created_at desc, id limit ${mostListed}`,
      [roadshowId, scope.organisationId],
    );
    return rows.map(withoutNulls);
  }

  async expertScores(
    libraryPosition: string,
    projectIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ExpertScore[]>> {
    const { transaction } = parsePosition(libraryPosition);
    return readExpertScores(this.uow, projectIds, transaction);
  }

  async claim(runId: string, leaseMs: number): Promise<ClaimedRun | undefined> {
    const [claimed] = await this.uow.rows<ClaimedRun>(
      `update match_run
          set state = 'running', started_at = coalesce(started_at, now()), lease_until = ${leaseUntil(2)},
              fence = fence + 1, attempts = attempts + 1
        where id = $1 and ${unfinished} and ${leaseEnded}
       returning fence, attempts, started_at as "startedAt", input`,
      [runId, leaseMs],
    );
    if (claimed !== undefined) return claimed;
    const held = await this.uow.rows(`select id from match_run where id = $1 and ${unfinished}`, [runId]);
    if (held.length > 0) throw leaseLost();
    return undefined;
  }

  async progress(runId: string, fence: number, progress: RunProgress, leaseMs: number): Promise<void> {
    const set = `progress = $3::jsonb, lease_until = ${leaseUntil(4)}`;
    await this.guarded(runId, fence, set, [JSON.stringify(progress), leaseMs]);
  }

  async complete(runId: string, fence: number, result: RunResult): Promise<void> {
    await this.uow.run(async () => {
      // First, so that a cancel waits for the end of this transaction and a worker that was replaced writes nothing.
      const set = `state = 'completed', finished_at = now(), lease_until = null, summary = $3::jsonb, progress = $4::jsonb`;
      const progress: RunProgress = { stage: 'done', done: 1, total: 1 };
      await this.guarded(runId, fence, set, [JSON.stringify(result.summary), JSON.stringify(progress)]);
      await storeRunResult(this.uow, runId, result);
    });
  }

  async fail(runId: string, fence: number, code: string): Promise<void> {
    const set = `state = 'failed', finished_at = now(), lease_until = null, failure = $3::jsonb`;
    await this.guarded(runId, fence, set, [JSON.stringify({ code })]);
  }

  async release(runId: string, fence: number, end: AttemptEnd): Promise<void> {
    await releaseLease(this.uow, 'match_run', { id: runId, fence, end });
  }

  async unfinished(scope: Scope, roadshowId: string): Promise<string | undefined> {
    const own = 'select id from roadshow where id = $1 and host_id = $2 for no key update';
    onlyRow(await this.uow.rows(own, [roadshowId, scope.organisationId]));
    const [run] = await this.uow.rows<{ id: string }>(
      `select id from match_run where roadshow_id = $1 and ${unfinished} and replay_of is null limit 1`,
      [roadshowId],
    );
    return run?.id;
  }

  async watch(scope: Scope, runId: string): Promise<Pick<MatchRun, 'id' | 'state' | 'progress' | 'failure'>> {
    const sql = `select id, state, ${runProgress} as progress, failure from match_run where id = $1 and host_id = $2`;
    return withoutNulls(onlyRow(await this.uow.rows<WatchedRow>(sql, [runId, scope.organisationId])));
  }

  async cancel(scope: Scope, runId: string): Promise<void> {
    const cancelled = await this.uow.rows(
      `update match_run set state = 'cancelled', finished_at = now(), lease_until = null
        where id = $1 and host_id = $2 and ${unfinished}
       returning id`,
      [runId, scope.organisationId],
    );
    if (cancelled.length > 0) return;
    await requireOwn(this.uow, 'match_run', scope, runId);
    throw new DomainError('conflict', 'match-run.already-finished');
  }

  async exclusions(
    scope: Scope,
    runId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly { projectId: string; title: string; gate: string }[]> {
    await requireOwn(this.uow, 'match_run', scope, runId);
    // The title is that of the pinned library position, as the run saw it, unless it may be told no more.
    return this.uow.rows(
      `select x.project_id as "projectId", case when latest.status = 'sealed' or x.gate = 'sealed' then '${sealedTitle}' else r.content->>'title' end as title,
              x.gate
         from run_exclusion x
         join match_run m on m.id = x.run_id
        cross join lateral (
              select content from project_revision
               where project_id = x.project_id and txid < split_part(m.input->>'libraryPosition', ':', 2)::xid8
               order by revision desc
               limit 1) r
        cross join lateral (
              select status from project_revision where project_id = x.project_id order by revision desc limit 1) latest
        where x.run_id = $1 and ($2::uuid is null or x.project_id > $2)
        order by x.project_id
        limit $3`,
      [runId, after ?? null, limit],
    );
  }

  async abandoned(limit: number, shards: number): Promise<readonly string[]> {
    if (!(await looksAlone(this.uow, 'match_run'))) return [];
    const rows = await this.uow.rows<{ id: string }>(
      `select id from match_run
        where ${unfinished} and ${leaseEnded} and (fence > 0 or created_at < now() - ${abandonedAfter}) and ${withoutPendingJob('$1 || match_run.id', 'match_run.created_at')}
          and not ${waitsForParts('$3')}
        order by created_at, id
        limit $2
          for update skip locked`,
      [runMatch.key({ matchRunId: '' }), limit, shards],
    );
    return rows.map(({ id }) => id);
  }

  /** Changes a run that its worker still holds. */
  private async guarded(runId: string, fence: number, set: string, values: readonly unknown[]): Promise<void> {
    const changed = await this.uow.rows(
      `update match_run set ${set} where id = $1 and fence = $2 and state = 'running' returning id`,
      [runId, fence, ...values],
    );
    if (changed.length > 0) return;
    const cancelled = await this.uow.rows(`select id from match_run where id = $1 and state = 'cancelled'`, [runId]);
    if (cancelled.length > 0) throw new DomainError('conflict', 'match-run.cancelled');
    throw leaseLost();
  }
}
