import { pushShortlist } from '@throughtrain/contracts';
import { AuditLog, Clock, dayInChina, DomainError, Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PushRepository } from '../ports/push.repository.port';

/** Freezes a shortlist and leaves the job that sends each enterprise its part. */
@Injectable()
export class FreezeShortlist {
  constructor(
    private readonly pushes: PushRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError invalid `invitation.deadline-past`; not-found; conflict `shortlist.already-frozen` */
  async execute(scope: Scope, shortlistId: string, deadline: string | undefined): Promise<void> {
    if (deadline !== undefined && deadline < dayInChina(this.clock.now())) {
      throw new DomainError('invalid', 'invitation.deadline-past');
    }
    await this.uow.run(async () => {
      await this.pushes.freeze(scope, shortlistId, deadline);
      await this.audit.record(scope, {
        action: 'shortlist.freeze',
        subjectType: 'shortlist',
        subjectId: shortlistId,
        ...(deadline !== undefined && { after: { deadline } }),
      });
      await this.outbox.add(pushShortlist, { shortlistId });
    });
  }
}
