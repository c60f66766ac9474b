import { runMatch } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { MatchRunRepository } from '../ports/match-run.repository.port';
import { LibraryShards } from '../shards/library-shards';

const mostAtOnce = 100;

/** Leaves a new job for every match run whose worker is gone, so that losing the whole queue loses nothing. */
@Injectable()
export class RequeueMatchRuns {
  constructor(
    private readonly runs: MatchRunRepository,
    private readonly shards: LibraryShards,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were re-enqueued */
  async execute(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.runs.abandoned(mostAtOnce, this.shards.count);
      for (const matchRunId of ids) await this.outbox.add(runMatch, { matchRunId });
      return ids.length;
    });
  }
}
