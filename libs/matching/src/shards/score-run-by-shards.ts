import { scoreShard } from '@throughtrain/contracts';
import { DomainError, Outbox, UnitOfWork, type ErrorCode } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import type { ScoredLibrary, ScoreRequest } from '../ports/library-scorer.port';
import { ShardScoreRepository, type ShardState } from '../ports/shard-score.repository.port';
import { ShardServers } from '../ports/shard-servers.port';
import { listLimits } from '../run/list-limits';
import { ScoreRun, type ScoringReport } from '../run/score-run';
import { LibraryShards } from './library-shards';
import { mergeScored } from './merge-scored';

/**
 * A library in parts is scored for a run by those who hold the parts, each by a job in the queue of the part; the worker of the run waits for them and puts their lists together. What
 * is done of a run stays when its worker dies, and who takes the run over waits for the rest.
 */
@Injectable()
export class ScoreRunByShards extends ScoreRun {
  constructor(
    private readonly shards: LibraryShards,
    private readonly scores: ShardScoreRepository,
    private readonly servers: ShardServers,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  /** @throws DomainError conflict with the code that a part has failed with, and whatever `report` throws */
  override async execute(matchRunId: string, request: ScoreRequest, report: ScoringReport): Promise<ScoredLibrary> {
    await this.ask(matchRunId);
    for (;;) {
      const states = await this.scores.states(matchRunId);
      await this.tell(states, report);
      if (states.every(({ isDone }) => isDone)) break;
      await this.scores.waitForNews();
    }
    return mergeScored(await this.scores.results(matchRunId), listLimits(request.queries.length));
  }

  private ask(matchRunId: string): Promise<void> {
    return this.uow.run(async () => {
      for (const shard of await this.scores.request(matchRunId, this.shards.count)) {
        await this.outbox.add(scoreShard(shard), { matchRunId, shard });
      }
    });
  }

  private async tell(states: readonly ShardState[], report: ScoringReport): Promise<void> {
    const failure = states.find((state) => state.failure !== undefined)?.failure;
    if (failure !== undefined) throw new DomainError('conflict', failure as ErrorCode);
    const unserved = await this.servers.unserved(this.shards.count);
    const waitingFor = states.flatMap(({ shard, isDone }) => (!isDone && unserved.includes(shard) ? [shard] : []));
    // A part that is still to be read has no total yet; then there is none of the whole.
    const total = states.every((state) => state.total > 0) ? states.reduce((sum, state) => sum + state.total, 0) : 0;
    await report(
      states.reduce((sum, { done }) => sum + done, 0),
      total,
      waitingFor,
    );
  }
}
