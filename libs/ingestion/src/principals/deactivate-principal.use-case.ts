import { AuditLog, DomainError, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PrincipalRepository, type Principal } from '../ports/principal.repository.port';

/** Takes a principal out of service: its keys are refused from the next request on. What it did stays what it was. */
@Injectable()
export class DeactivatePrincipal {
  constructor(
    private readonly principals: PrincipalRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws DomainError invalid `reason.personal-data`; not-found; conflict `principal.deactivated`, `principal.is-caller` since nobody might
   *   be left who can undo it
   */
  async execute(scope: Scope, principalId: string, reason: string): Promise<Principal> {
    if (principalId === scope.principalId) throw new DomainError('conflict', 'principal.is-caller');
    refusePersonalData(reason);
    return this.uow.run(async () => {
      await this.principals.deactivate(principalId);
      await this.audit.record(scope, {
        action: 'principal.deactivate',
        subjectType: 'principal',
        subjectId: principalId,
        reason,
      });
      return this.principals.find(principalId);
    });
  }
}
