import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { hashRecord } from '../import/prepare-record';
import { ContactStore, type ContactSubject } from '../ports/contact-store.port';

/** Erases a contact at once. A project that had one is from then on one without, which a push needs. */
@Injectable()
export class EraseContact {
  constructor(
    private readonly contacts: ContactStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found `resource.not-found` unless the caller's organisation has submitted the record, `contact.none` */
  async execute(scope: Scope, subject: ContactSubject): Promise<void> {
    await this.uow.run(async () => {
      await this.contacts.erase(scope, subject, hashRecord);
      await this.audit.record(scope, {
        action: 'contact.erase',
        subjectType: subject.kind,
        subjectId: subject.id,
      });
    });
  }
}
