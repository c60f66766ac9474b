import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import type { HeldContent } from '../import/judge-row';
import { QuarantineRepository } from '../ports/quarantine.repository.port';

/** Shows a person what a held row says, its contact left out, so that they can decide; who looked, when and why is kept. */
@Injectable()
export class RevealQuarantined {
  constructor(
    private readonly quarantine: QuarantineRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `quarantine.already-decided`; invalid `reason.personal-data` */
  async execute(operator: Scope, id: string, reason: string): Promise<HeldContent> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const { content } = await this.quarantine.open(id);
      await this.audit.record(operator, {
        action: 'quarantine.reveal',
        subjectType: 'quarantined-row',
        subjectId: id,
        reason,
      });
      return withoutContact(JSON.parse(content) as HeldContent);
    });
  }
}

/** Whom to ask about the row is shown elsewhere, masked. */
function withoutContact({ fields, texts }: HeldContent): HeldContent {
  if (typeof fields !== 'object' || fields === null || !('contact' in fields)) return { fields, texts };
  const { contact, ...rest } = fields;
  const hidden = new Set(Object.values(contact ?? {}));
  return { fields: rest, texts: texts.filter((text) => !hidden.has(text.trim())) };
}
