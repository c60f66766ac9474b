import { AuditLog, Clock, dayInChina, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { CallRepository, type Call } from '../ports/call.repository.port';

/** Closes a call before its last day; what has answered it stays. */
@Injectable()
export class CloseCall {
  constructor(
    private readonly calls: CallRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not-found; conflict `call.already-closed` */
  async execute(scope: Scope, callId: string): Promise<Call> {
    return this.uow.run(async () => {
      await this.calls.close(scope, callId);
      await this.audit.record(scope, { action: 'call.close', subjectType: 'call', subjectId: callId });
      return this.calls.find(scope, callId, dayInChina(this.clock.now()));
    });
  }
}
