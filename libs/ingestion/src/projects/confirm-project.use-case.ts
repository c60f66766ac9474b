import { DomainError, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ConfirmProjects } from './confirm-projects.use-case';

/** Says of one project that what it tells still holds. */
@Injectable()
export class ConfirmProject {
  constructor(private readonly confirmProjects: ConfirmProjects) {}

  /**
   * @param confirmedOn YYYY-MM-DD; today in China when it is absent
   * @returns the revision that says so; the one there was when it said so before
   * @throws DomainError invalid `project.confirmation-in-future`; not-found; conflict `project.already-withdrawn`, `project.sealed`,
   *   `project.expired`
   */
  async execute(scope: Scope, projectId: string, confirmedOn?: string): Promise<{ readonly revision: number }> {
    const [confirmation] = await this.confirmProjects.execute(scope, [projectId], confirmedOn);
    if (confirmation === undefined || confirmation.outcome === 'refused') {
      const code = confirmation?.code ?? 'resource.not-found';
      throw new DomainError(code === 'resource.not-found' ? 'not-found' : 'conflict', code);
    }
    return { revision: confirmation.revision };
  }
}
