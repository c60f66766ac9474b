import { AuditLog, DomainError, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ProjectLife } from '../ports/project-life.port';

/** Gives or withdraws the consent to push a project. Nothing is pushed from the moment on that it is withdrawn, and no file gives it back. */
@Injectable()
export class SetConsent {
  constructor(
    private readonly life: ProjectLife,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns the revision that says so; the one there was when it said so before
   * @throws DomainError invalid `reason.personal-data`; not-found; conflict `project.sealed`, `project.already-withdrawn` where consent is given
   */
  async execute(
    scope: Scope,
    projectId: string,
    consentToPush: boolean,
    reason: string,
  ): Promise<{ readonly revision: number }> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const [state] = await this.life.lock(scope, [projectId]);
      if (state === undefined) throw new DomainError('not-found', 'resource.not-found');
      if (state.status === 'sealed') throw new DomainError('conflict', 'project.sealed');
      if (state.status === 'withdrawn' && consentToPush) throw new DomainError('conflict', 'project.already-withdrawn');
      if (state.consentToPush === consentToPush) return { revision: state.revision };
      const revision = state.revision + 1;
      await this.life.revise(scope, [{ projectId, revision: state.revision, act: 'consent', says: { consentToPush } }]);
      await this.audit.record(scope, {
        action: 'project.set-consent',
        subjectType: 'project',
        subjectId: projectId,
        after: { revision, consentToPush },
        reason,
      });
      return { revision };
    });
  }
}
