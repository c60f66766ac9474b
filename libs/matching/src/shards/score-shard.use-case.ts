import { runMatch } from '@throughtrain/contracts';
import { attemptEnd, DomainError, mostAttempts, Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { LibraryScorer, type ScoredLibrary } from '../ports/library-scorer.port';
import { ShardScoreRepository, type ClaimedShard, type ShardOfRun } from '../ports/shard-score.repository.port';
import { listLimits } from '../run/list-limits';
import { ReadQueries } from '../run/read-queries';
import { MatchSettings } from '../run/run-match.use-case';
import { canGoOn } from './can-go-on';

/**
 * Scores one part of the library for a run, and has the run go on where it was the last one. May run twice and die anywhere: the result is stored once, under the fence, together with
 * the job of the run.
 */
@Injectable()
export class ScoreShard {
  constructor(
    private readonly scores: ShardScoreRepository,
    private readonly queries: ReadQueries,
    private readonly scorer: LibraryScorer,
    private readonly settings: MatchSettings,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async execute(part: ShardOfRun): Promise<void> {
    const claim = await this.scores.claim(part, this.settings.leaseMs);
    if (!claim) return;
    if (claim.attempts > mostAttempts) {
      await this.end(part, () => this.scores.fail(part, claim.fence, 'match-run.abandoned'));
      return;
    }
    try {
      const result = await this.score(part, claim);
      await this.end(part, () => this.scores.complete(part, claim.fence, result));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'match-run.cancelled') return;
      if (!(error instanceof DomainError) || error.kind === 'unavailable') {
        await this.scores.release(part, claim.fence, attemptEnd(error)).catch(() => undefined);
        throw error;
      }
      const { code } = error;
      await this.end(part, () => this.scores.fail(part, claim.fence, code));
    }
  }

  private async end({ matchRunId }: ShardOfRun, store: () => Promise<void>): Promise<void> {
    await this.uow.run(async () => {
      await store();
      if (canGoOn(await this.scores.states(matchRunId))) await this.outbox.add(runMatch, { matchRunId });
    });
  }

  private async score(part: ShardOfRun, { fence, count, input }: ClaimedShard): Promise<ScoredLibrary> {
    const report = (done: number, total: number): Promise<void> =>
      this.scores.progress(part, fence, { done, total }, this.settings.leaseMs);
    await report(0, 0);
    const { request } = await this.queries.execute(input);
    const shard = { count, shard: part.shard };
    return this.scorer.score(request, listLimits(request.queries.length), report, shard);
  }
}
