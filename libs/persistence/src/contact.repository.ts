import { Injectable } from '@nestjs/common';
import { eraseContacts } from '@throughtrain/contracts';
import { contactOnFile, dayInChina, DomainError, type Contact, type Scope } from '@throughtrain/domain';
import {
  ContactStore,
  type ContactStanding,
  type ContactSubject,
  type Filed,
  type Filing,
} from '@throughtrain/ingestion';
import { SecretBox } from '@throughtrain/platform';
import { endedContactsSql, standingSql } from './contact-sql';
import { looksAlone } from './lease';
import { onlyRow } from './own-rows';
import { boundTo, type ContactOwner } from './sealed-columns';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

type Kind = ContactSubject['kind'];

/** A contact as it is stored, with what it is of; a project has no host here. */
interface ContactRow extends ContactOwner {
  readonly sealed: Buffer | null;
}

const rowColumns = 'null::uuid as "hostId", null::uuid as "enterpriseId"';

/** Records of the organisation `$1` with their contacts, where they are given by key, in the order asked. */
const ownByKeySql: Readonly<Record<Kind, string>> = {
  project: `
    select p.id as "projectId", ${rowColumns}, c.sealed
      from unnest($2::text[], $3::text[]) with ordinality as wanted (channel, external_id, place)
      left join project p on p.channel = wanted.channel and p.external_id = wanted.external_id and p.submitted_by = $1
      left join contact c on c.project_id = p.id
     order by place`,
  enterprise: `
    select null::uuid as "projectId", h.host_id as "hostId", h.enterprise_id as "enterpriseId", c.sealed
      from unnest($2::text[], $3::text[]) with ordinality as wanted (nothing, external_id, place)
      left join host_enterprise h on h.host_id = $1 and h.external_id = wanted.external_id
      left join contact c on c.host_id = h.host_id and c.enterprise_id = h.enterprise_id
     order by place`,
};

const writeSql: Readonly<Record<Kind, string>> = {
  project: writeSqlFor('project_id'),
  enterprise: writeSqlFor('host_id, enterprise_id'),
};

function writeSqlFor(key: string): string {
  return `
    insert into contact (project_id, host_id, enterprise_id, sealed, key_id)
    select project_id, host_id, enterprise_id, sealed, $5
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[]) as wanted (project_id, host_id, enterprise_id, sealed)
     order by project_id, host_id, enterprise_id
    on conflict (${key}) do update set sealed = excluded.sealed, key_id = excluded.key_id, updated_at = now()`;
}

const eraseRowsSql = `
  delete from contact
   where project_id = any($1::uuid[])
      or (host_id, enterprise_id) in (select * from unnest($2::uuid[], $3::uuid[]))`;

const ofSubject: Readonly<Record<Kind, string>> = {
  project: 'project_id = $1',
  enterprise: 'enterprise_id = $1 and host_id = $2',
};

// The latest revision stays the latest once the project is locked.
const lockedSql: Readonly<Record<Kind, string>> = {
  project: `select id from project where id = $1 and submitted_by = $2 for no key update`,
  enterprise: `select enterprise_id as id from host_enterprise where enterprise_id = $1 and host_id = $2 for no key update`,
};

const currentContentSql: Readonly<Record<Kind, string>> = {
  project: `
    select revision, status, content from project_revision where project_id = $1 order by revision desc limit 1`,
  enterprise: `
    select 0 as revision, 'active' as status, content from host_enterprise where enterprise_id = $1 and host_id = $2`,
};

// Of a withdrawn project the hash stays: it stands for the words that do not bring it back.
const reviseSql = `
  with revised as (
    insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by)
    select project_id, revision + 1, status, $3, case status when 'active' then $4 else content_hash end, institution_id, $5
      from project_revision
     where project_id = $1 and revision = $2
    returning project_id, revision
  ), vectors as (
    insert into project_vector (project_id, revision, encoder_version, numbers)
    select v.project_id, revised.revision, v.encoder_version, v.numbers
      from revised
      join project_vector v on v.project_id = revised.project_id and v.revision = revised.revision - 1
  )
  insert into project_analysis (project_id, revision, analyser_version, terms)
  select a.project_id, revised.revision, a.analyser_version, a.terms
    from revised
    join project_analysis a on a.project_id = revised.project_id and a.revision = revised.revision - 1`;

/** Contacts in a table of their own, sealed and bound to the row that they are of. */
@Injectable()
export class SqlContactStore extends ContactStore {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async areOnFile(scope: Scope, kind: Kind, keys: readonly Filing['key'][]): Promise<readonly boolean[]> {
    return (await this.ownByKey(scope, kind, keys)).map(({ sealed }) => sealed !== null);
  }

  async file(scope: Scope, kind: Kind, filings: readonly Filing[]): Promise<readonly (Filed | undefined)[]> {
    const rows = await this.ownByKey(
      scope,
      kind,
      filings.map(({ key }) => key),
    );
    const changes = rows.map((row, index) => this.changeOf(row, filings[index]?.contact));
    await this.write(
      kind,
      rows.flatMap((row, index) => {
        const contact = filings[index]?.contact;
        const isNew = changes[index] === 'filed' || changes[index] === 'changed';
        return contact !== undefined && isNew ? [{ ...row, sealed: this.seal(row, contact) }] : [];
      }),
    );
    await this.eraseRows(rows.filter((_, index) => changes[index] === 'erased'));
    return rows.map((row, index) => {
      const change = changes[index];
      const id = row.projectId ?? row.enterpriseId;
      return change === undefined || id === null ? undefined : { subject: { kind, id }, change };
    });
  }

  async standing(scope: Scope, { kind, id }: ContactSubject): Promise<ContactStanding> {
    return onlyRow(await this.uow.rows<ContactStanding>(standingSql[kind], [id, scope.organisationId]));
  }

  async read(scope: Scope, { kind, id }: ContactSubject): Promise<Contact | undefined> {
    const [row] = await this.uow.rows<ContactRow>(
      `select project_id as "projectId", host_id as "hostId", enterprise_id as "enterpriseId", sealed
         from contact where ${ofSubject[kind]}`,
      kind === 'project' ? [id] : [id, scope.organisationId],
    );
    return row === undefined ? undefined : this.open(row);
  }

  async erase(scope: Scope, { kind, id }: ContactSubject, hash: (content: object) => Buffer): Promise<void> {
    await this.uow.run(async () => {
      onlyRow(await this.uow.rows(lockedSql[kind], [id, scope.organisationId]));
      const own = kind === 'project' ? [id] : [id, scope.organisationId];
      const erased = await this.uow.rows(`delete from contact where ${ofSubject[kind]} returning id`, own);
      if (erased.length === 0) throw new DomainError('not-found', 'contact.none');
      const { revision, status, content } = onlyRow(
        await this.uow.rows<{ revision: number; status: string; content: { contactRef?: string } }>(
          currentContentSql[kind],
          own,
        ),
      );
      if (status === 'sealed' || content.contactRef !== contactOnFile) return;
      const { contactRef: _gone, ...rest } = content;
      const [said, saidHash] = [JSON.stringify(rest), hash(rest)];
      if (kind === 'project') await this.uow.rows(reviseSql, [id, revision, said, saidHash, scope.principalId]);
      else
        await this.uow.rows(
          `update host_enterprise set content = $3, content_hash = $4, updated_at = now() where enterprise_id = $1 and host_id = $2`,
          [id, scope.organisationId, said, saidHash],
        );
    });
  }

  async revealsSince(scope: Scope, since: Date): Promise<number> {
    await this.uow.rows('select id from principal where id = $1 for no key update', [scope.principalId]);
    const { count } = onlyRow(
      await this.uow.rows<{ count: number }>(
        `select count(*)::integer as count from audit_event where principal_id = $1 and action = 'contact.reveal' and at >= $2`,
        [scope.principalId, since],
      ),
    );
    return count;
  }

  async eraseEnded(before: Date, now: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.uow.rows<{ id: string }>(
      `delete from contact where id in (${endedContactsSql}) returning project_id as id`,
      [before, dayInChina(now), limit],
    );
    return rows.map(({ id }) => id).sort();
  }

  async isErasureDue(everyHours: number): Promise<boolean> {
    if (!(await looksAlone(this.uow, 'contact'))) return false;
    const recent = await this.uow.rows(
      `select id from outbox where key = $1 and created_at > now() - make_interval(hours => $2) limit 1`,
      [eraseContacts.key({}), everyHours],
    );
    return recent.length === 0;
  }

  private ownByKey(scope: Scope, kind: Kind, keys: readonly Filing['key'][]): Promise<readonly ContactRow[]> {
    return this.uow.rows<ContactRow>(ownByKeySql[kind], [
      scope.organisationId,
      keys.map((key) => ('channel' in key ? key.channel : null)),
      keys.map(({ externalId }) => externalId),
    ]);
  }

  /** @returns undefined when the record is not there */
  private changeOf(row: ContactRow, contact: Contact | undefined): Filed['change'] | undefined {
    if (row.projectId === null && row.enterpriseId === null) return undefined;
    if (row.sealed === null) return contact === undefined ? 'none' : 'filed';
    if (contact === undefined) return 'erased';
    return this.says(row, contact) ? 'same' : 'changed';
  }

  /** One that can not be opened, since its key is lost, says nothing: whoever submits the record again mends it. */
  private says(row: ContactRow, contact: Contact): boolean {
    try {
      return textOf(this.open(row)) === textOf(contact);
    } catch {
      return false;
    }
  }

  private async write(kind: Kind, rows: readonly ContactRow[]): Promise<void> {
    if (rows.length === 0) return;
    const sealed = rows.map((row) => row.sealed);
    await this.uow.rows(writeSql[kind], [...identitiesOf(rows), sealed, this.box.keyId]);
  }

  private async eraseRows(rows: readonly ContactRow[]): Promise<void> {
    if (rows.length > 0) await this.uow.rows(eraseRowsSql, identitiesOf(rows));
  }

  private seal(row: ContactRow, contact: Contact): Buffer {
    return this.box.seal(textOf(contact), boundTo.contact(row));
  }

  private open(row: ContactRow): Contact {
    return JSON.parse(this.box.open(row.sealed ?? Buffer.alloc(0), boundTo.contact(row))) as Contact;
  }
}

function identitiesOf(rows: readonly ContactRow[]): (string | null)[][] {
  return [
    rows.map(({ projectId }) => projectId),
    rows.map(({ hostId }) => hostId),
    rows.map(({ enterpriseId }) => enterpriseId),
  ];
}

const textOf = ({ name, phone, email }: Contact): string => JSON.stringify({ name, phone, email });
