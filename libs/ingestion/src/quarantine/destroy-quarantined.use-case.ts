import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { QuarantineRepository } from '../ports/quarantine.repository.port';

/** Erases what a held row says; its number, import, marks and the reason stay. */
@Injectable()
export class DestroyQuarantined {
  constructor(
    private readonly quarantine: QuarantineRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `quarantine.already-decided`; invalid `reason.personal-data` */
  async execute(operator: Scope, id: string, reason: string): Promise<void> {
    refusePersonalData(reason);
    await this.uow.run(async () => {
      await this.quarantine.open(id);
      await this.quarantine.decide(operator, id, { state: 'destroyed', reason });
      await this.audit.record(operator, {
        action: 'quarantine.destroy',
        subjectType: 'quarantined-row',
        subjectId: id,
        reason,
      });
    });
  }
}
