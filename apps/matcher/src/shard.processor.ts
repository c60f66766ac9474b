import { Inject, type Type } from '@nestjs/common';
import { scoreShard } from '@throughtrain/contracts';
import { ScoreShard } from '@throughtrain/matching';
import { Metrics } from '@throughtrain/platform';
import { handle, Processor, QueueProcessor } from '@throughtrain/queue';

/** @returns a worker of the queue of one part of the library */
export function shardProcessor(shard: number): Type<QueueProcessor> {
  const job = scoreShard(shard);

  @Processor(job.queue)
  class ShardProcessor extends QueueProcessor {
    protected readonly handlers = [
      handle(job, (payload) => this.metrics.timeJob(job.name, () => this.scoreShard.execute(payload))),
    ];

    constructor(
      @Inject(ScoreShard) private readonly scoreShard: ScoreShard,
      @Inject(Metrics) private readonly metrics: Metrics,
    ) {
      super();
    }
  }
  return ShardProcessor;
}
