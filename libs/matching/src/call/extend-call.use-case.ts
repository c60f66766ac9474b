import { AuditLog, Clock, dayInChina, DomainError, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { CallRepository, type Call } from '../ports/call.repository.port';

/** Moves the last day of a call; one whose last day has passed takes submissions again. */
@Injectable()
export class ExtendCall {
  constructor(
    private readonly calls: CallRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param closes YYYY-MM-DD
   * @throws DomainError invalid `call.closing-day-past`; not-found; conflict `call.already-closed` when its host has closed it
   */
  async execute(scope: Scope, callId: string, closes: string): Promise<Call> {
    const today = dayInChina(this.clock.now());
    return this.uow.run(async () => {
      const { opens } = await this.calls.find(scope, callId, today);
      if (closes < today || closes < opens) throw new DomainError('invalid', 'call.closing-day-past');
      await this.calls.setClosingDay(scope, callId, closes);
      await this.audit.record(scope, {
        action: 'call.extend',
        subjectType: 'call',
        subjectId: callId,
        after: { closes },
      });
      return this.calls.find(scope, callId, today);
    });
  }
}
