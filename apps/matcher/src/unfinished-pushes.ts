import { Injectable } from '@nestjs/common';
import { RequeuePushes } from '@throughtrain/engagement';
import { UnfinishedWork } from '@throughtrain/queue';

/** Frozen shortlists that were not sent to the end. */
@Injectable()
export class UnfinishedPushes extends UnfinishedWork {
  readonly name = 'pushes';

  constructor(private readonly requeue: RequeuePushes) {
    super();
  }

  override requeueAbandoned(): Promise<number> {
    return this.requeue.execute();
  }
}
