import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Personal data, apart from what records say and encrypted. A contact is of a project, or of an enterprise in the list of one host. */
const contacts = `
create table contact (
  id uuid primary key default gen_random_uuid(),
  project_id uuid unique references project,
  host_id uuid,
  enterprise_id uuid,
  sealed bytea not null,
  key_id text not null,
  updated_at timestamptz not null default now(),
  unique (host_id, enterprise_id),
  foreign key (host_id, enterprise_id) references host_enterprise,
  check ((project_id is null) = (host_id is not null) and (host_id is null) = (enterprise_id is null))
);
comment on column contact.sealed is 'name, phone and email as JSON, sealed by SecretBox and bound to the row that it is of';
comment on column contact.key_id is 'the key that sealed it, to find what is left after the key was changed';
create index contact_key on contact (key_id);
alter table project_revision add constraint contact_apart check (not content ? 'contact');
alter table host_enterprise add constraint contact_apart check (not content ? 'contact');
alter table upload_chunk add column sealed boolean not null default false;
comment on column upload_chunk.sealed is 'bytes are sealed by SecretBox; an earlier release staged them as they came';
create index audit_event_reveal on audit_event (principal_id, at) where action = 'contact.reveal';
`;

/** Names under which organisations were seen, and which of them are one. */
const organisations = `
create table organisation_name (
  organisation_id uuid not null references organisation,
  folded text not null,
  name text not null,
  source text not null,
  first_seen_at timestamptz not null default now(),
  primary key (organisation_id, folded)
);
create index organisation_name_folded on organisation_name (folded);
create table organisation_link (
  id bigint generated always as identity primary key,
  alias_id uuid not null references organisation,
  canonical_id uuid not null references organisation,
  made_by uuid references principal,
  reason text,
  made_at timestamptz not null default now(),
  txid xid8 not null default pg_current_xact_id()
);
comment on table organisation_link is 'the newest link of an alias counts, one to itself takes the others back; without made_by it was made by rule';
create index organisation_link_alias on organisation_link (alias_id, id);
create index organisation_link_canonical on organisation_link (canonical_id);
create index organisation_link_feed on organisation_link (txid);
create index project_revision_institution on project_revision (institution_id);
create function canonical_organisation(wanted uuid) returns uuid language plpgsql stable as $$
declare
  linked uuid;
begin
  -- Two merges at once could close a circle; nothing else can.
  for step in 1..32 loop
    select canonical_id into linked from organisation_link where alias_id = wanted order by id desc limit 1;
    exit when linked is null or linked = wanted;
    wanted := linked;
  end loop;
  return wanted;
end $$;
create trigger insert_only before update or delete or truncate on organisation_name for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on organisation_link for each statement execute function refuse_change();
`;

/** `foldOrganisationName` of the core, near enough for names that are there already. */
const folded = (name: string): string =>
  `lower(translate(regexp_replace(normalize(${name}, NFKC), '[[:space:]\\u00ad\\u200b-\\u200f\\u2060\\ufeff]+', '', 'g'),
     '[{〔【〈《「『]}〕】〉》」』', '(((((((())))))))'))`;

const known = `
insert into organisation_name (organisation_id, folded, name, source)
select id, ${folded('name')}, name, 'registration' from organisation
on conflict do nothing;
insert into organisation_name (organisation_id, folded, name, source)
select institution_id, ${folded(`content->'institution'->>'name'`)}, content->'institution'->>'name', 'projects'
  from project_revision
 where institution_id is not null and content->'institution'->>'name' <> ''
on conflict do nothing;
insert into organisation_name (organisation_id, folded, name, source)
select enterprise_id, ${folded(`content->>'name'`)}, content->>'name', 'enterprises'
  from host_enterprise
 where content->>'name' <> ''
on conflict do nothing;
insert into organisation_link (alias_id, canonical_id)
select named.organisation_id, min(bearer.organisation_id::text)::uuid
  from organisation_name named
  join organisation alias on alias.id = named.organisation_id and alias.credit_code is null
  join organisation_name bearer on bearer.folded = named.folded
  join organisation holder on holder.id = bearer.organisation_id and holder.credit_code is not null
 group by named.organisation_id
having count(distinct bearer.organisation_id) = 1
 order by 1;
`;

/** Contacts apart and encrypted; organisations with their names, and links between those that are one. */
export class ContactsAndOrganisations1700000000003 implements MigrationInterface {
  readonly name = 'ContactsAndOrganisations1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [contacts, organisations, known]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
