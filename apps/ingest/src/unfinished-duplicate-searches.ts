import { Injectable } from '@nestjs/common';
import { RequeueDuplicateSearches } from '@throughtrain/ingestion';
import { UnfinishedWork } from '@throughtrain/queue';

/** Searches for duplicates whose worker is gone. */
@Injectable()
export class UnfinishedDuplicateSearches extends UnfinishedWork {
  readonly name = 'searches for duplicates';

  constructor(private readonly requeue: RequeueDuplicateSearches) {
    super();
  }

  override requeueAbandoned(): Promise<number> {
    return this.requeue.execute();
  }
}
