import {
  AuditLog,
  Clock,
  dayInChina,
  DomainError,
  refusePersonalData,
  UnitOfWork,
  type Contact,
  type Scope,
} from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ContactStore, type ContactSubject } from '../ports/contact-store.port';
import { contactAccess } from './contact-access';

const dayMs = 86_400_000;

/** Settings of {@link RevealContact}. */
export class RevealSettings {
  /** @param perDay contacts that one principal is shown in full on one day in China */
  constructor(readonly perDay: number) {}
}

/** Shows a contact in full, and records who saw it, when and why: no contact is shown that is not recorded. */
@Injectable()
export class RevealContact {
  constructor(
    private readonly contacts: ContactStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly settings: RevealSettings,
  ) {}

  /**
   * @param reason kept with the record
   * @throws DomainError invalid `reason.personal-data`; not-found `resource.not-found`, `contact.none`; forbidden `contact.not-agreed`,
   *   `contact.reveal-limit`
   */
  async execute(scope: Scope, subject: ContactSubject, reason: string): Promise<Contact> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const access = contactAccess(scope.roles, subject.kind, await this.contacts.standing(scope, subject));
      if (access === undefined) throw new DomainError('not-found', 'resource.not-found');
      if (access === 'masked') throw new DomainError('forbidden', 'contact.not-agreed');
      await this.keepLimit(scope);
      const contact = await this.contacts.read(scope, subject);
      if (contact === undefined) throw new DomainError('not-found', 'contact.none');
      await this.audit.record(scope, {
        action: 'contact.reveal',
        subjectType: subject.kind,
        subjectId: subject.id,
        reason,
      });
      return contact;
    });
  }

  private async keepLimit(scope: Scope): Promise<void> {
    const now = this.clock.now();
    const today = new Date(`${dayInChina(now)}T00:00:00+08:00`);
    if ((await this.contacts.revealsSince(scope, today)) < this.settings.perDay) return;
    const retryAfterSeconds = Math.ceil((today.getTime() + dayMs - now.getTime()) / 1_000);
    throw new DomainError('forbidden', 'contact.reveal-limit', { perDay: this.settings.perDay, retryAfterSeconds });
  }
}
