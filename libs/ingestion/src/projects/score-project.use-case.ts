import type { ExpertScoreInput } from '@throughtrain/contracts';
import { AuditLog, DomainError, UnitOfWork, type ErrorCode, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ExpertScoreStore } from '../ports/expert-score-store.port';

/** Takes in what an expert says of a project. */
@Injectable()
export class ScoreProject {
  constructor(
    private readonly scores: ExpertScoreStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns whether the score is new; one that repeats the expert's latest changes nothing
   * @throws DomainError not-found; conflict `expert-score.conflict-of-interest`; invalid `expert-score.in-the-future`
   */
  async execute(scope: Scope, projectId: string, score: ExpertScoreInput): Promise<{ readonly isNew: boolean }> {
    return this.uow.run(async () => {
      const [outcome] = await this.scores.add(scope, [{ project: { projectId }, score }]);
      if (typeof outcome === 'object') throw refusal(outcome.code as ErrorCode);
      if (outcome !== 'created') return { isNew: false };
      await this.audit.record(scope, {
        action: 'project.score',
        subjectType: 'project',
        subjectId: projectId,
        after: { rater: score.rater, conflict: score.conflict },
      });
      return { isNew: true };
    });
  }
}

function refusal(code: ErrorCode): DomainError {
  if (code === 'expert-score.project-unknown') return new DomainError('not-found', 'resource.not-found');
  return new DomainError(code === 'expert-score.conflict-of-interest' ? 'conflict' : 'invalid', code);
}
