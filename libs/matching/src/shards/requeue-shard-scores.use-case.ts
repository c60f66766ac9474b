import { scoreShard } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ShardScoreRepository } from '../ports/shard-score.repository.port';

const mostAtOnce = 100;

/** Leaves a new job for every part of a run whose worker is gone, and forgets the parts of runs that have ended. */
@Injectable()
export class RequeueShardScores {
  constructor(
    private readonly scores: ShardScoreRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were re-enqueued */
  async execute(): Promise<number> {
    await this.scores.tidy();
    return this.uow.run(async () => {
      const parts = await this.scores.abandoned(mostAtOnce);
      for (const part of parts) {
        await this.outbox.add(scoreShard(part.shard), part);
      }
      return parts.length;
    });
  }
}
