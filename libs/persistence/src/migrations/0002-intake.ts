import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an import was asked for, what its file turned out to be, and what became of its rows. */
const imports = `
alter table import drop constraint import_state_check;
alter table import
  add constraint import_state_check
    check (state in ('staging', 'queued', 'running', 'awaiting-mapping', 'completed', 'failed')),
  add column dry_run boolean not null default false,
  add column defaults jsonb not null default '{}',
  add column format text check (format in ('ndjson', 'csv', 'xlsx')),
  add column mapping jsonb,
  add column proposal jsonb,
  add column awaiting_since timestamptz,
  add column changed_count integer not null default 0,
  add column quarantined_count integer not null default 0,
  add column storable_count integer not null default 0,
  add column matchable_count integer not null default 0,
  add column pushable_count integer not null default 0,
  add column failure_reason text,
  add column other_sheets text[],
  add column has_secret boolean not null default false;
comment on column import.has_secret is 'a row is, or may be, not public: the file is deleted when the import ends';
create index import_ended on import (finished_at) where state in ('completed', 'failed', 'awaiting-mapping');
alter table import_fault
  add column outcome text not null default 'refused' check (outcome in ('refused', 'changed', 'quarantined')),
  add column value text,
  add column became text;
create table import_mapping (
  organisation_id uuid not null references organisation,
  kind text not null,
  header text not null,
  field text,
  decided_by uuid not null references principal,
  decided_at timestamptz not null default now(),
  primary key (organisation_id, kind, header)
);
comment on column import_mapping.field is 'null: columns with this header are left out';
`;

const quarantine = `
create table quarantined_row (
  id uuid primary key default gen_random_uuid(),
  import_id uuid not null references import,
  organisation_id uuid not null references organisation,
  principal_id uuid not null references principal,
  kind text not null,
  row_number integer not null,
  marks text[] not null,
  state text not null default 'held' check (state in ('held', 'released', 'destroyed')),
  content bytea,
  digest bytea,
  held_at timestamptz not null default now(),
  decided_by uuid references principal,
  decided_at timestamptz,
  reason text,
  check ((state = 'held') = (content is not null))
);
create index quarantined_row_organisation on quarantined_row (organisation_id, id);
create unique index quarantined_row_held on quarantined_row (organisation_id, kind, digest) where state = 'held';
create index quarantined_row_released on quarantined_row (organisation_id, kind, digest) where state = 'released';
`;

/** Insert-only tables with words of projects, by the column that names the project. */
const wordTables = [
  'project_revision',
  'project_analysis',
  'shortlist_entry',
  'invitation_project',
  'pick_directive',
  'pick_list_entry',
];

/**
 * The one way around the insert-only triggers: within a transaction that has begun the purge of a sealed project, rows of this project may be
 * updated in tables that look at each row, and audit events about it lose the reason that somebody wrote. Nothing may be deleted, and no other
 * row be touched.
 */
const purge = `
create function begin_purge(project uuid) returns void language plpgsql security definer set search_path from current as $$
begin
  if (select status from project_revision where project_id = project order by revision desc limit 1) is distinct from 'sealed' then
    raise exception 'only a sealed project is purged';
  end if;
  perform set_config('throughtrain.purging', project::text, true);
end $$;
create function end_purge() returns void language sql as $$ select set_config('throughtrain.purging', '', true) $$;
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('throughtrain.purging', true) <> ''
     and exists (select from pg_trigger where tgrelid = tg_relid and tgname = 'only_purged') then
    return null;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
create function refuse_other_rows() returns trigger language plpgsql as $$
begin
  if old.project_id::text = current_setting('throughtrain.purging', true) then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
create function refuse_other_events() returns trigger language plpgsql as $$
begin
  if current_setting('throughtrain.purging', true) in (old.subject_id, old.after->>'projectId')
     and new.reason = '' and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
create trigger only_purged before update on audit_event for each row execute function refuse_other_events();
${wordTables
  .map(
    (table) =>
      `create trigger only_purged before update on ${table} for each row execute function refuse_other_rows();`,
  )
  .join('\n')}
create trigger only_purged before update of level, modes, reason_codes, suggestion, answered_by, answered_at
  on intent for each row execute function refuse_other_rows();
`;

/** Mappings, reports of three outcomes, dry runs, quarantine, and the purge of what should not be here. */
export class Intake1700000000002 implements MigrationInterface {
  readonly name = 'Intake1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [imports, quarantine, purge]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
