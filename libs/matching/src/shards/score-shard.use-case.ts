import { attemptEnd, DomainError, mostAttempts } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { LibraryScorer, type ScoredLibrary } from '../ports/library-scorer.port';
import { ShardScoreRepository, type ClaimedShard, type ShardOfRun } from '../ports/shard-score.repository.port';
import { listLimits } from '../run/list-limits';
import { ReadQueries } from '../run/read-queries';
import { MatchSettings } from '../run/run-match.use-case';

/** Scores one part of the library for a run. May run twice and die anywhere: the result is stored once, under the fence. */
@Injectable()
export class ScoreShard {
  constructor(
    private readonly scores: ShardScoreRepository,
    private readonly queries: ReadQueries,
    private readonly scorer: LibraryScorer,
    private readonly settings: MatchSettings,
  ) {}

  async execute(part: ShardOfRun): Promise<void> {
    const claim = await this.scores.claim(part, this.settings.leaseMs);
    if (!claim) return;
    if (claim.attempts > mostAttempts) {
      await this.scores.fail(part, claim.fence, 'match-run.abandoned');
      return;
    }
    try {
      await this.scores.complete(part, claim.fence, await this.score(part, claim));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'match-run.cancelled') return;
      if (!(error instanceof DomainError) || error.kind === 'unavailable') {
        await this.scores.release(part, claim.fence, attemptEnd(error)).catch(() => undefined);
        throw error;
      }
      await this.scores.fail(part, claim.fence, error.code);
    }
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
