import { Injectable } from '@nestjs/common';
import { RequeueMatchRuns } from '@throughtrain/matching';
import { UnfinishedWork } from '@throughtrain/queue';

/** Match runs whose worker is gone. */
@Injectable()
export class UnfinishedMatchRuns extends UnfinishedWork {
  readonly name = 'match runs';

  constructor(private readonly requeue: RequeueMatchRuns) {
    super();
  }

  override requeueAbandoned(): Promise<number> {
    return this.requeue.execute();
  }
}
