import { Injectable } from '@nestjs/common';
import { fetchFeed, type ImportKind } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import {
  FeedRepository,
  type ClaimedFeed,
  type Feed,
  type FeedOutcome,
  type FeedState,
  type NewFeed,
} from '@throughtrain/ingestion';
import { SecretBox } from '@throughtrain/platform';
import { leaseEnded, leaseLost, leaseUntil, looksAlone, withoutPendingJob } from './lease';
import { notFound, onlyRow } from './own-rows';
import { knownRoles } from './principal.repository';
import { boundTo } from './sealed-columns';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

/** Feeds that one organisation may have. */
const mostFeeds = 50;

const columns = `
  id, kind, url, every_minutes as "everyMinutes", authorization_sealed is not null as "hasAuthorization", state,
  paused_because as "pausedBecause", next_at as "nextAt", checked_at as "checkedAt", outcome, last_import_id as "lastImportId", failures,
  created_at as "createdAt"`;

const addSql = `
  insert into feed (id, organisation_id, kind, url, every_minutes, authorization_sealed, created_by)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict do nothing
  returning id`;

const changeSql = `
  update feed
     set every_minutes = coalesce($3, every_minutes),
         state = coalesce($4, state),
         paused_because = case when $4 = 'active' then null else paused_because end,
         failures = case when $4 = 'active' and state = 'paused' then 0 else failures end,
         next_at = case when $4 = 'active' and state = 'paused' then now() else next_at end
   where id = $1 and organisation_id = $2
  returning id`;

const dueSql = `
  select id from feed
   where state = 'active' and next_at <= now() and ${leaseEnded} and ${withoutPendingJob('$1::text || feed.id', 'feed.next_at')}
   order by next_at, id
   limit $2
     for update skip locked`;

const claimSql = `
  update feed set fence = fence + 1, lease_until = ${leaseUntil(2)}
    from principal
   where feed.id = $1 and principal.id = feed.created_by and state = 'active' and next_at <= now() and ${leaseEnded}
  returning kind, url, every_minutes as "everyMinutes", authorization_sealed as sealed, etag, last_modified as "lastModified",
            content_hash as "contentHash", failures, fence, feed.organisation_id as "organisationId", created_by as "principalId",
            principal.roles, principal.disabled_at is null as "isCreatorActive"`;

const finishSql = `
  update feed
     set outcome = $3, failures = $4, next_at = now() + $5 * interval '1 minute', checked_at = now(), lease_until = null,
         etag = case when $6 then $7 else etag end,
         last_modified = case when $6 then $8 else last_modified end,
         content_hash = case when $6 then $9::bytea else content_hash end,
         last_import_id = coalesce($10::uuid, last_import_id),
         state = case when $11::text is null then state else 'paused' end,
         paused_because = $11
   where id = $1 and fence = $2
  returning id`;

interface ClaimRow {
  readonly kind: ImportKind;
  readonly url: string;
  readonly everyMinutes: number;
  readonly sealed: Buffer | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentHash: Buffer | null;
  readonly failures: number;
  readonly fence: number;
  readonly organisationId: string;
  readonly principalId: string;
  readonly roles: string[];
  readonly isCreatorActive: boolean;
}

type FeedRow = {
  readonly [Key in keyof Feed]-?: undefined extends Feed[Key] ? Exclude<Feed[Key], undefined> | null : Feed[Key];
};

/** Feeds, their schedule and their leases. */
@Injectable()
export class SqlFeedRepository extends FeedRepository {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  add(scope: Scope, { kind, url, everyMinutes, authorization }: NewFeed): Promise<string> {
    return this.uow.run(async () => {
      await this.uow.rows('select pg_advisory_xact_lock(hashtext($1))', [`feeds of ${scope.organisationId}`]);
      const { feeds } = onlyRow(
        await this.uow.rows<{ feeds: number }>(
          'select count(*)::integer as feeds from feed where organisation_id = $1',
          [scope.organisationId],
        ),
      );
      if (feeds >= mostFeeds) throw new DomainError('conflict', 'feed.too-many', { most: mostFeeds });
      const { id } = onlyRow(await this.uow.rows<{ id: string }>('select gen_random_uuid() as id'));
      const sealed = authorization === undefined ? null : this.box.seal(authorization, boundTo.feed(id));
      const [added] = await this.uow.rows(addSql, [
        id,
        scope.organisationId,
        kind,
        url,
        everyMinutes,
        sealed,
        scope.principalId,
      ]);
      if (!added) throw new DomainError('conflict', 'feed.exists');
      return id;
    });
  }

  async find(scope: Scope, feedId: string): Promise<Feed> {
    const rows = await this.uow.rows<FeedRow>(`select ${columns} from feed where id = $1 and organisation_id = $2`, [
      feedId,
      scope.organisationId,
    ]);
    return withoutNulls(onlyRow(rows));
  }

  async list(scope: Scope): Promise<readonly Feed[]> {
    const rows = await this.uow.rows<FeedRow>(
      `select ${columns} from feed where organisation_id = $1 order by created_at desc, id`,
      [scope.organisationId],
    );
    return rows.map((row): Feed => withoutNulls(row));
  }

  async change(
    scope: Scope,
    feedId: string,
    { everyMinutes, state }: { readonly everyMinutes?: number | undefined; readonly state?: FeedState | undefined },
  ): Promise<void> {
    onlyRow(await this.uow.rows(changeSql, [feedId, scope.organisationId, everyMinutes ?? null, state ?? null]));
  }

  async remove(scope: Scope, feedId: string): Promise<void> {
    onlyRow(
      await this.uow.rows('delete from feed where id = $1 and organisation_id = $2 returning id', [
        feedId,
        scope.organisationId,
      ]),
    );
  }

  async makeDue(scope: Scope, feedId: string): Promise<void> {
    const [feed] = await this.uow.rows<{ state: FeedState }>(
      `update feed set next_at = least(next_at, now()) where id = $1 and organisation_id = $2 returning state`,
      [feedId, scope.organisationId],
    );
    if (!feed) throw notFound();
    if (feed.state === 'paused') throw new DomainError('conflict', 'feed.paused');
  }

  async due(limit: number): Promise<readonly string[]> {
    if (!(await looksAlone(this.uow, 'feed'))) return [];
    const rows = await this.uow.rows<{ id: string }>(dueSql, [fetchFeed.key({ feedId: '' }), limit]);
    return rows.map(({ id }) => id);
  }

  async claim(feedId: string, leaseMs: number): Promise<ClaimedFeed | undefined> {
    const [row] = await this.uow.rows<ClaimRow>(claimSql, [feedId, leaseMs]);
    if (!row) return undefined;
    const { sealed, organisationId, principalId, roles, ...feed } = row;
    return {
      ...withoutNulls(feed),
      scope: { organisationId, principalId, roles: knownRoles(roles) },
      ...(sealed !== null && { authorization: this.box.open(sealed, boundTo.feed(feedId)) }),
    };
  }

  async keep(feedId: string, fence: number, leaseMs: number): Promise<void> {
    const [row] = await this.uow.rows(
      `update feed set lease_until = ${leaseUntil(3)} where id = $1 and fence = $2 returning id`,
      [feedId, fence, leaseMs],
    );
    if (!row) throw leaseLost();
  }

  async finish(
    feedId: string,
    fence: number,
    { outcome, failures, nextInMinutes, version, importId, pausedBecause }: FeedOutcome,
  ): Promise<void> {
    const [row] = await this.uow.rows(finishSql, [
      feedId,
      fence,
      outcome,
      failures,
      nextInMinutes,
      version !== undefined,
      version?.etag ?? null,
      version?.lastModified ?? null,
      version?.contentHash ?? null,
      importId ?? null,
      pausedBecause ?? null,
    ]);
    if (!row) throw leaseLost();
  }
}
