import { AuditLog, contactOnFile, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ContactStore, type ContactSubject, type Filed } from '../ports/contact-store.port';
import type { Prepared, ProjectKey, StoreOutcome } from '../ports/record-stores.port';

type Filable = Pick<Prepared<{ readonly contactRef?: string | undefined; readonly externalId: string }>, 'contact'> & {
  readonly record: { readonly contactRef?: string | undefined } & (ProjectKey | { readonly externalId: string });
};

const noneOnFile: StoreOutcome = {
  column: 'contactRef',
  code: 'contact.none-on-file',
  message: 'says that the contact given before stays, but none is on file',
};

/** Files the contacts of records apart from them while they are stored. */
@Injectable()
export class ContactFiling {
  constructor(
    private readonly contacts: ContactStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Stores records and files their contacts, in the caller's transaction. A new contact of a record that says what it said before makes it
   * `updated`, without a revision; a changed record that names none any more has none.
   * @param upsert stores records; refuses none that it is not given
   * @returns outcomes in the order of the batch
   */
  async store<Item extends Filable>(
    scope: Scope,
    kind: ContactSubject['kind'],
    batch: readonly Item[],
    upsert: (accepted: readonly Item[]) => Promise<readonly StoreOutcome[]>,
  ): Promise<readonly StoreOutcome[]> {
    const refused = await this.withoutContact(scope, kind, batch);
    const accepted = batch.filter((item) => !refused.has(item));
    const stored = await upsert(accepted);
    const outcomes = new Map(accepted.map((item, index) => [item, stored[index] ?? 'unchanged']));
    const toFile = accepted.filter((item) => concernsContact(item, outcomes.get(item)));
    if (toFile.length > 0) {
      const filings = toFile.map(({ record, contact }) => ({ key: record, contact }));
      const filed = await this.contacts.file(scope, kind, filings);
      for (const [index, item] of toFile.entries()) {
        const outcome = await this.tell(scope, filed[index], outcomes.get(item) ?? 'unchanged');
        outcomes.set(item, outcome);
      }
    }
    return batch.map((item) => outcomes.get(item) ?? noneOnFile);
  }

  /** @returns records that say that their contact stays, when there is none */
  private async withoutContact<Item extends Filable>(
    scope: Scope,
    kind: ContactSubject['kind'],
    batch: readonly Item[],
  ): Promise<ReadonlySet<Item>> {
    const keeping = batch.filter(({ record, contact }) => contact === undefined && record.contactRef === contactOnFile);
    if (keeping.length === 0) return new Set();
    const areOnFile = await this.contacts.areOnFile(
      scope,
      kind,
      keeping.map(({ record }) => record),
    );
    return new Set(keeping.filter((_, index) => areOnFile[index] !== true));
  }

  private async tell(scope: Scope, filed: Filed | undefined, outcome: StoreOutcome): Promise<StoreOutcome> {
    if (filed === undefined || filed.change === 'same' || filed.change === 'none') return outcome;
    if (outcome === 'created') return outcome;
    await this.audit.record(scope, {
      action: filed.change === 'erased' ? 'contact.erase' : 'contact.update',
      subjectType: filed.subject.kind,
      subjectId: filed.subject.id,
    });
    return outcome === 'unchanged' ? 'updated' : outcome;
  }
}

function concernsContact({ record, contact }: Filable, outcome: StoreOutcome | undefined): boolean {
  if (typeof outcome === 'object') return false;
  return contact !== undefined || (outcome === 'updated' && record.contactRef !== contactOnFile);
}
