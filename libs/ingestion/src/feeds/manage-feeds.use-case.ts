import { fetchFeed } from '@throughtrain/contracts';
import { AuditLog, DomainError, Outbox, UnitOfWork, type Role, type Scope } from '@throughtrain/domain';
import type { ImportKind } from '@throughtrain/contracts';
import { Injectable } from '@nestjs/common';
import { FeedRepository, type FeedState, type NewFeed } from '../ports/feed.repository.port';

/** Who may bring in what, by files as by feeds. */
const rolesOfKind: Readonly<Record<ImportKind, readonly Role[]>> = {
  projects: ['agency', 'owner', 'operator'],
  enterprises: ['host'],
  demands: ['host'],
  'expert-scores': ['analyst', 'operator'],
};

/** Sets feeds up, changes and removes them; each act is audited. */
@Injectable()
export class ManageFeeds {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** @throws DomainError forbidden `auth.role-required`; conflict `feed.exists`, `feed.too-many` */
  async add(scope: Scope, feed: NewFeed): Promise<string> {
    if (!scope.roles.some((role) => rolesOfKind[feed.kind].includes(role)))
      throw new DomainError('forbidden', 'auth.role-required', { roles: rolesOfKind[feed.kind] });
    return this.uow.run(async () => {
      const feedId = await this.feeds.add(scope, feed);
      await this.record(scope, 'feed.add', feedId, { kind: feed.kind, everyMinutes: feed.everyMinutes });
      await this.outbox.add(fetchFeed, { feedId });
      return feedId;
    });
  }

  /** @throws DomainError not-found */
  async change(
    scope: Scope,
    feedId: string,
    change: { readonly everyMinutes?: number | undefined; readonly state?: FeedState | undefined },
  ): Promise<void> {
    await this.uow.run(async () => {
      await this.feeds.change(scope, feedId, change);
      await this.record(scope, 'feed.change', feedId, change);
    });
  }

  /** @throws DomainError not-found */
  async remove(scope: Scope, feedId: string): Promise<void> {
    await this.uow.run(async () => {
      await this.feeds.remove(scope, feedId);
      await this.record(scope, 'feed.remove', feedId);
    });
  }

  /** Has a feed fetched now. @throws DomainError not-found; conflict `feed.paused` */
  async fetchNow(scope: Scope, feedId: string): Promise<void> {
    await this.uow.run(async () => {
      await this.feeds.makeDue(scope, feedId);
      await this.outbox.add(fetchFeed, { feedId });
    });
  }

  private record(
    scope: Scope,
    action: string,
    feedId: string,
    after?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.audit.record(scope, { action, subjectType: 'feed', subjectId: feedId, ...(after && { after }) });
  }
}
