import { weightSettings } from '@throughtrain/ranking';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is registered, and who may act. */
const organisations = `
create table organisation (
  id uuid primary key default gen_random_uuid(),
  identity text not null unique,
  credit_code text unique,
  name text not null,
  kind text not null,
  region_code text,
  group_name text,
  created_at timestamptz not null default now()
);
create table principal (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  name text not null,
  roles text[] not null check (cardinality(roles) > 0),
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
create table api_key (
  id uuid primary key default gen_random_uuid(),
  principal_id uuid not null references principal,
  hash bytea not null unique,
  hint text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_key_principal on api_key (principal_id);
create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  principal_id uuid,
  organisation_id uuid,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  reason text
);
create index audit_event_subject on audit_event (subject_type, subject_id);
`;

/** The library: identities, insert-only revisions, what analysis made of them. */
const library = `
create table project (
  id uuid primary key default gen_random_uuid(),
  channel text not null,
  external_id text not null,
  submitted_by uuid not null references organisation,
  created_at timestamptz not null default now(),
  unique (channel, external_id)
);
create index project_submitter on project (submitted_by, id);
create table project_revision (
  project_id uuid not null references project,
  revision integer not null check (revision > 0),
  status text not null check (status in ('active', 'withdrawn', 'sealed')),
  content jsonb not null,
  content_hash bytea not null,
  institution_id uuid references organisation,
  recorded_by uuid not null references principal,
  recorded_at timestamptz not null default now(),
  txid xid8 not null default pg_current_xact_id(),
  primary key (project_id, revision)
);
create index project_revision_feed on project_revision (txid);
create table library_home (
  only_row boolean primary key default true check (only_row),
  server text not null
);
comment on table library_home is 'the server whose transaction numbers project_revision.txid holds';
insert into library_home (server) select system_identifier::text from pg_control_system();
create table project_analysis (
  project_id uuid not null,
  revision integer not null,
  analyser_version text not null,
  terms text not null,
  primary key (project_id, revision, analyser_version),
  foreign key (project_id, revision) references project_revision
);
`;

/** What hosts bring in. Organisations are global; the rest belongs to the host. */
const demands = `
create table host_enterprise (
  host_id uuid not null references organisation,
  enterprise_id uuid not null references organisation,
  external_id text not null,
  content jsonb not null,
  content_hash bytea not null,
  updated_at timestamptz not null default now(),
  primary key (host_id, enterprise_id),
  unique (host_id, external_id)
);
create table demand (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null references organisation,
  enterprise_id uuid not null,
  external_id text not null,
  created_at timestamptz not null default now(),
  unique (host_id, external_id),
  foreign key (host_id, enterprise_id) references host_enterprise
);
create index demand_enterprise on demand (host_id, enterprise_id);
create table demand_revision (
  demand_id uuid not null references demand,
  revision integer not null check (revision > 0),
  content jsonb not null,
  content_hash bytea not null,
  recorded_by uuid not null references principal,
  recorded_at timestamptz not null default now(),
  primary key (demand_id, revision)
);
create table demand_analysis (
  demand_id uuid not null,
  revision integer not null,
  analyser_version text not null,
  terms text not null,
  primary key (demand_id, revision, analyser_version),
  foreign key (demand_id, revision) references demand_revision
);
create table roadshow (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null references organisation,
  content jsonb not null,
  created_by uuid not null references principal,
  created_at timestamptz not null default now()
);
create index roadshow_host on roadshow (host_id, id);
create table enrolment (
  roadshow_id uuid not null references roadshow,
  enterprise_id uuid not null references organisation,
  enrolled_at timestamptz not null default now(),
  primary key (roadshow_id, enterprise_id)
);
create table weight_profile (
  version integer primary key,
  state text not null check (state in ('draft', 'published', 'retired')),
  settings jsonb not null,
  created_at timestamptz not null default now(),
  published_at timestamptz
);
`;

/** Match runs and shortlists: versions, never edited in place. */
const matching = `
create table match_run (
  id uuid primary key default gen_random_uuid(),
  roadshow_id uuid not null references roadshow,
  host_id uuid not null references organisation,
  replay_of uuid references match_run,
  state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  input jsonb not null,
  progress jsonb not null default '{"stage":"queued","done":0,"total":0}',
  summary jsonb,
  failure jsonb,
  lease_until timestamptz,
  fence integer not null default 0,
  created_by uuid not null references principal,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index match_run_roadshow on match_run (roadshow_id, created_at);
create index match_run_unfinished on match_run (lease_until) where state in ('queued', 'running');
create table run_exclusion (
  run_id uuid not null references match_run,
  project_id uuid not null references project,
  gate text not null,
  primary key (run_id, project_id)
);
create table candidate (
  run_id uuid not null references match_run,
  project_id uuid not null,
  revision integer not null,
  inputs jsonb not null,
  pairs bytea not null,
  primary key (run_id, project_id),
  foreign key (project_id, revision) references project_revision
);
create table shortlist (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references match_run,
  roadshow_id uuid not null references roadshow,
  host_id uuid not null references organisation,
  domain text not null,
  size integer not null,
  state text not null default 'draft' check (state in ('draft', 'frozen')),
  limits jsonb not null,
  uncovered jsonb not null,
  deadline date,
  frozen_by uuid references principal,
  frozen_at timestamptz,
  pushed_at timestamptz,
  lease_until timestamptz,
  fence integer not null default 0,
  created_at timestamptz not null default now(),
  unique (run_id, domain)
);
create index shortlist_roadshow on shortlist (roadshow_id, state);
create unique index shortlist_frozen on shortlist (roadshow_id, domain) where state = 'frozen';
create table shortlist_entry (
  shortlist_id uuid not null references shortlist,
  rank integer not null,
  project_id uuid not null,
  revision integer not null,
  score double precision not null,
  terms jsonb not null,
  matches jsonb not null,
  reasons jsonb not null,
  without_code boolean not null,
  duplicate_ids uuid[] not null default '{}',
  primary key (shortlist_id, rank),
  unique (shortlist_id, project_id),
  foreign key (project_id, revision) references project_revision
);
create index shortlist_entry_project on shortlist_entry (project_id);
`;

/** Push, intent and picks. */
const engagement = `
create table invitation (
  id uuid primary key default gen_random_uuid(),
  shortlist_id uuid not null references shortlist,
  host_id uuid not null references organisation,
  enterprise_id uuid not null references organisation,
  deadline date,
  created_at timestamptz not null default now(),
  unique (shortlist_id, enterprise_id)
);
create index invitation_enterprise on invitation (enterprise_id, id);
create table invitation_project (
  invitation_id uuid not null references invitation,
  project_id uuid not null references project,
  position integer not null,
  demand_id uuid not null references demand,
  relevance double precision not null,
  match double precision not null,
  words jsonb not null,
  primary key (invitation_id, project_id),
  unique (invitation_id, position)
);
create table intent (
  invitation_id uuid not null,
  project_id uuid not null,
  version integer not null check (version > 0),
  current boolean not null,
  level smallint not null check (level between 0 and 4),
  modes text[] not null,
  reason_codes text[] not null,
  suggestion text,
  answered_by uuid not null references principal,
  answered_at timestamptz not null default now(),
  primary key (invitation_id, project_id, version),
  foreign key (invitation_id, project_id) references invitation_project
);
create unique index intent_current on intent (invitation_id, project_id) where current;
create table pick_directive (
  id bigint generated always as identity primary key,
  roadshow_id uuid not null references roadshow,
  project_id uuid not null references project,
  kind text not null check (kind in ('pin', 'ban', 'clear')),
  reason text not null,
  created_by uuid not null references principal,
  created_at timestamptz not null default now()
);
create index pick_directive_roadshow on pick_directive (roadshow_id, project_id, id);
create table pick_list (
  id uuid primary key default gen_random_uuid(),
  roadshow_id uuid not null references roadshow,
  host_id uuid not null references organisation,
  version integer not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'superseded')),
  profile_version integer not null references weight_profile,
  directives_until bigint not null,
  requested integer not null,
  limits jsonb not null,
  created_by uuid not null references principal,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  unique (roadshow_id, version)
);
comment on column pick_list.directives_until is 'the newest pin or ban of the roadshow when the list was made; 0 without any';
create unique index pick_list_published on pick_list (roadshow_id) where state = 'published';
create table pick_list_entry (
  pick_list_id uuid not null references pick_list,
  list text not null check (list in ('pick', 'reserve')),
  position integer not null,
  project_id uuid not null,
  revision integer not null,
  score double precision not null,
  terms jsonb not null,
  reasons jsonb not null,
  best jsonb,
  answers jsonb not null,
  pinned boolean not null,
  primary key (pick_list_id, list, position),
  unique (pick_list_id, project_id),
  foreign key (project_id, revision) references project_revision
);
`;

/** Imports and the way out to the queue. */
const work = `
create table import (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  principal_id uuid not null references principal,
  kind text not null check (kind in ('projects', 'enterprises', 'demands')),
  state text not null default 'staging' check (state in ('staging', 'queued', 'running', 'completed', 'failed')),
  rows_done integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  refused_count integer not null default 0,
  failure_code text,
  lease_until timestamptz,
  fence integer not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_organisation on import (organisation_id, created_at);
create index import_unfinished on import (lease_until) where state in ('queued', 'running');
create table upload_chunk (
  import_id uuid not null references import,
  sequence integer not null,
  bytes bytea not null,
  primary key (import_id, sequence)
);
create table import_fault (
  import_id uuid not null references import,
  row_number integer not null,
  ordinal integer not null,
  column_name text,
  code text not null,
  message text,
  primary key (import_id, row_number, ordinal)
);
create table outbox (
  id bigint generated always as identity primary key,
  queue text not null,
  name text not null,
  key text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  relayed_at timestamptz
);
create index outbox_pending on outbox (id) where relayed_at is null;
create index outbox_key on outbox (key);
`;

/** Tables whose rows are never changed once they are written: what was said, decided and done. */
const insertOnlyTables = [
  'audit_event',
  'project_revision',
  'project_analysis',
  'demand_revision',
  'demand_analysis',
  'run_exclusion',
  'candidate',
  'shortlist_entry',
  'invitation_project',
  'pick_directive',
  'pick_list_entry',
];

const insertOnly = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
${insertOnlyTables
  .map(
    (table) =>
      `create trigger insert_only before update or delete or truncate on ${table} for each statement execute function refuse_change();`,
  )
  .join('\n')}
create trigger insert_only before update of settings on weight_profile for each statement execute function refuse_change();
create trigger insert_only before update of level, modes, reason_codes, suggestion, answered_by, answered_at or delete or truncate
  on intent for each statement execute function refuse_change();
`;

/** The whole funnel. Forward only; later migrations expand, then contract. */
export class Funnel1700000000001 implements MigrationInterface {
  readonly name = 'Funnel1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [organisations, library, demands, matching, engagement, work, insertOnly])
      await runner.query(part);
    await runner.query(
      `insert into weight_profile (version, state, settings, published_at) values (1, 'published', $1, now())`,
      [JSON.stringify(weightSettings)],
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
