import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ProjectStore } from '../ports/record-stores.port';

/** Takes a project out of the library: a new revision, so that earlier runs stay what they were. */
@Injectable()
export class WithdrawProject {
  constructor(
    private readonly projects: ProjectStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError invalid `reason.personal-data`; not-found; conflict `project.already-withdrawn` */
  async execute(scope: Scope, projectId: string, reason: string): Promise<{ readonly revision: number }> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const { revision } = await this.projects.withdraw(scope, projectId);
      await this.audit.record(scope, {
        action: 'project.withdraw',
        subjectType: 'project',
        subjectId: projectId,
        after: { revision },
        reason,
      });
      return { revision };
    });
  }
}
