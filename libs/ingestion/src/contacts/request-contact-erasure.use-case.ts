import { eraseContacts } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ContactStore } from '../ports/contact-store.port';

/** Days count, not hours; the look at every contact is not free. */
const everyHours = 6;

/** Leaves the job that erases ended contacts, a few times a day; when it was lost, the next one does its work. */
@Injectable()
export class RequestContactErasure {
  constructor(
    private readonly contacts: ContactStore,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async execute(): Promise<void> {
    await this.uow.run(async () => {
      if (await this.contacts.isErasureDue(everyHours)) await this.outbox.add(eraseContacts, {});
    });
  }
}
