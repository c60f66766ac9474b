import { fetchFeed } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { FeedRepository } from '../ports/feed.repository.port';

const mostAtOnce = 100;

/** Leaves a job for every feed that is due. The schedule is in the database, so that losing the queue loses nothing. */
@Injectable()
export class EnqueueDueFeeds {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were enqueued */
  async execute(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.feeds.due(mostAtOnce);
      for (const feedId of ids) await this.outbox.add(fetchFeed, { feedId });
      return ids.length;
    });
  }
}
