import { DomainError, maskContact, type Contact, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ContactStore, type ContactSubject } from '../ports/contact-store.port';
import { contactAccess } from './contact-access';

/** Shows a contact masked. */
@Injectable()
export class ReadContact {
  constructor(private readonly contacts: ContactStore) {}

  /** @throws DomainError not-found `resource.not-found` also to those who may not see it, `contact.none` */
  async execute(scope: Scope, subject: ContactSubject): Promise<Contact> {
    const standing = await this.contacts.standing(scope, subject);
    if (contactAccess(scope.roles, subject.kind, standing) === undefined)
      throw new DomainError('not-found', 'resource.not-found');
    const contact = await this.contacts.read(scope, subject);
    if (contact === undefined) throw new DomainError('not-found', 'contact.none');
    return maskContact(contact);
  }
}
