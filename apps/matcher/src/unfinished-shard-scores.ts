import { Injectable } from '@nestjs/common';
import { RequeueShardScores } from '@throughtrain/matching';
import { UnfinishedWork } from '@throughtrain/queue';

/** Parts of runs whose worker is gone. */
@Injectable()
export class UnfinishedShardScores extends UnfinishedWork {
  readonly name = 'parts of match runs';

  constructor(private readonly requeue: RequeueShardScores) {
    super();
  }

  override requeueAbandoned(): Promise<number> {
    return this.requeue.execute();
  }
}
