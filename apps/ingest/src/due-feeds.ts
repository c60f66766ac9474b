import { Injectable } from '@nestjs/common';
import { EnqueueDueFeeds } from '@throughtrain/ingestion';
import { UnfinishedWork } from '@throughtrain/queue';

/** Feeds whose time has come. */
@Injectable()
export class DueFeeds extends UnfinishedWork {
  readonly name = 'feeds';

  constructor(private readonly enqueue: EnqueueDueFeeds) {
    super();
  }

  override async requeueAbandoned(): Promise<number> {
    await this.enqueue.execute();
    // Their time has come; nothing was abandoned.
    return 0;
  }
}
