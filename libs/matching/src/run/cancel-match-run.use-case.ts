import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { MatchRunRepository, type MatchRun } from '../ports/match-run.repository.port';

/** Ends a match run that is no longer wanted; nothing of it is stored. */
@Injectable()
export class CancelMatchRun {
  constructor(
    private readonly runs: MatchRunRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** The worker notices at its next sign of life. @throws DomainError not-found; conflict `match-run.already-finished` */
  async execute(scope: Scope, runId: string): Promise<MatchRun> {
    return this.uow.run(async () => {
      await this.runs.cancel(scope, runId);
      await this.audit.record(scope, { action: 'match-run.cancel', subjectType: 'match-run', subjectId: runId });
      return this.runs.find(scope, runId);
    });
  }
}
