import { AuditLog, Clock, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ContactStore } from '../ports/contact-store.port';

const dayMs = 86_400_000;
/** Contacts of one transaction. */
const mostAtOnce = 500;

/** Settings of {@link EraseEndedContacts}. */
export class RetentionSettings {
  /** @param days for which a contact is kept after what it was given for has ended */
  constructor(readonly days: number) {}
}

/** Erases contacts of projects that ended long ago. May run twice and die anywhere. */
@Injectable()
export class EraseEndedContacts {
  constructor(
    private readonly contacts: ContactStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly settings: RetentionSettings,
  ) {}

  /** @returns how many were erased */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const erased = await this.uow.run(() => this.eraseSome());
      total += erased;
      if (erased < mostAtOnce) return total;
    }
  }

  private async eraseSome(): Promise<number> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - this.settings.days * dayMs);
    const projectIds = await this.contacts.eraseEnded(before, now, mostAtOnce);
    for (const subjectId of projectIds) {
      await this.audit.record(undefined, {
        action: 'contact.erase',
        subjectType: 'project',
        subjectId,
        reason: 'retention',
      });
    }
    return projectIds.length;
  }
}
