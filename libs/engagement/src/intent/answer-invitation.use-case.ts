import { AuditLog, Clock, dayInChina, DomainError, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { IntentRepository, type Intent, type IntentAnswer } from '../ports/intent.repository.port';

/** An enterprise says what it makes of one project. It may change its mind until the deadline; earlier answers are kept. */
@Injectable()
export class AnswerInvitation {
  constructor(
    private readonly intents: IntentRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError invalid `intent.reason-without-refusal`; not-found; conflict `invitation.closed`, `invitation.project-withdrawn` */
  async execute(scope: Scope, invitationId: string, projectId: string, answer: IntentAnswer): Promise<Intent> {
    if (answer.level > 0 && answer.reasonCodes.length > 0)
      throw new DomainError('invalid', 'intent.reason-without-refusal');
    const today = dayInChina(this.clock.now());
    return this.uow.run(async () => {
      const { intent, isNew } = await this.intents.answer(scope, invitationId, projectId, answer, today);
      // Said again, it is no new act.
      if (!isNew) return intent;
      await this.audit.record(scope, {
        action: 'intent.answer',
        subjectType: 'invitation',
        subjectId: invitationId,
        after: { projectId, version: intent.version, level: intent.level },
      });
      return intent;
    });
  }
}
