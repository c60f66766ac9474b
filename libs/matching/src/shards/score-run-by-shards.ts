import { scoreShard } from '@throughtrain/contracts';
import { DomainError, Outbox, UnitOfWork, type ErrorCode } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import type { ScoredLibrary, ScoreRequest } from '../ports/library-scorer.port';
import { MatchRunRepository } from '../ports/match-run.repository.port';
import { ShardScoreRepository } from '../ports/shard-score.repository.port';
import { listLimits } from '../run/list-limits';
import { ScoreRun } from '../run/score-run';
import { LibraryShards } from './library-shards';
import { mergeScored } from './merge-scored';
import { canGoOn } from './can-go-on';

/**
 * A library in parts is scored for a run by those who hold the parts, each by a job in the queue of the part. The worker of the run asks for them and goes on to other work; who
 * scores the last one leaves a job for the run, whose worker puts their lists together.
 */
@Injectable()
export class ScoreRunByShards extends ScoreRun {
  constructor(
    private readonly shards: LibraryShards,
    private readonly scores: ShardScoreRepository,
    private readonly runs: MatchRunRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  // In one transaction, during which no part ends: one that ends later finds the run given back, and leaves its job.
  override prepare(matchRunId: string, fence: number): Promise<boolean> {
    return this.uow.run(async () => {
      for (const shard of await this.scores.request(matchRunId, this.shards.count)) {
        await this.outbox.add(scoreShard(shard), { matchRunId, shard });
      }
      const states = await this.scores.states(matchRunId);
      const failure = states.find((state) => state.failure !== undefined)?.failure;
      if (failure !== undefined) throw new DomainError('conflict', failure as ErrorCode);
      if (canGoOn(states)) return true;
      await this.runs.release(matchRunId, fence, 'waits');
      return false;
    });
  }

  override async execute(matchRunId: string, request: ScoreRequest): Promise<ScoredLibrary> {
    return mergeScored(await this.scores.results(matchRunId), listLimits(request.queries.length));
  }
}
