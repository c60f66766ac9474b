import { Injectable } from '@nestjs/common';
import { runMatch } from '@throughtrain/contracts';
import { AuditLog, DomainError, Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import { LibraryFeed } from '../ports/library-feed.port';
import { MatchRunRepository, type MatchRun, type MatchRunInput } from '../ports/match-run.repository.port';
import { PinRunInput } from './pin-run-input.use-case';

/**
 * An import that has just ended is to be seen by the run that is asked for next. Transactions that go on longer are not waited for: the run
 * then pins the library as it was before them.
 */
const settleWithinMs = 3_000;

/** Pins everything that a run reads and leaves the job. */
@Injectable()
export class RequestMatchRun {
  constructor(
    private readonly runs: MatchRunRepository,
    private readonly inputs: PinRunInput,
    private readonly feed: LibraryFeed,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws DomainError not-found; conflict `match-run.already-running`; invalid `roadshow.no-demands`, `roadshow.too-many-demands`
   */
  async execute(scope: Scope, roadshowId: string): Promise<MatchRun> {
    const librarySettled = await this.feed.settle(settleWithinMs);
    return this.uow.run(async () => {
      const matchRunId = await this.runs.unfinished(scope, roadshowId);
      if (matchRunId !== undefined) throw new DomainError('conflict', 'match-run.already-running', { matchRunId });
      return this.add(scope, roadshowId, {
        ...(await this.inputs.execute(scope, roadshowId)),
        librarySettled,
      });
    });
  }

  /**
   * Runs the recorded input of an earlier run again; the result must be the same.
   * @throws DomainError not-found; conflict `match-run.not-completed`
   */
  async replay(scope: Scope, runId: string): Promise<MatchRun> {
    return this.uow.run(async () => {
      const earlier = await this.runs.find(scope, runId);
      if (earlier.state !== 'completed') throw new DomainError('conflict', 'match-run.not-completed');
      return this.add(scope, earlier.roadshowId, await this.runs.inputOf(scope, runId), runId);
    });
  }

  private async add(scope: Scope, roadshowId: string, input: MatchRunInput, replayOf?: string): Promise<MatchRun> {
    const matchRunId = await this.runs.add(scope, { roadshowId, input, ...(replayOf !== undefined && { replayOf }) });
    await this.audit.record(scope, {
      action: 'match-run.request',
      subjectType: 'match-run',
      subjectId: matchRunId,
      after: { roadshowId, ...(replayOf !== undefined && { replayOf }) },
    });
    await this.outbox.add(runMatch, { matchRunId });
    return this.runs.find(scope, matchRunId);
  }
}
