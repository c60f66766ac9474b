import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rule made of the library. All of it can be made again from the revisions. */
const found = `
create table duplicate_check (
  project_id uuid primary key references project,
  revision integer not null,
  rule_version integer not null,
  keys bigint[] not null,
  checked_at timestamptz not null default now()
);
comment on table duplicate_check is 'the revision of each project that was last compared with the library, and the keys under which it is filed';
create table duplicate_key (
  key bigint not null,
  project_id uuid not null,
  primary key (key, project_id)
);
comment on table duplicate_key is 'duplicate_check.keys the other way round; without a foreign key, which would take longer than all else';
create table duplicate_evidence (
  project_a uuid not null references project,
  project_b uuid not null references project,
  revision_a integer not null,
  revision_b integer not null,
  class text not null check (class in ('certain', 'likely', 'none')),
  score numeric(3, 2) not null check (score between 0 and 1),
  evidence jsonb not null,
  made_at timestamptz not null default now(),
  primary key (project_a, project_b),
  check (project_a < project_b)
);
create index duplicate_evidence_second on duplicate_evidence (project_b, project_a);
create index duplicate_evidence_order on duplicate_evidence (score desc, project_a desc, project_b desc);
`;

/** What was decided, by people and by the rule: insert-only, stamped like project_revision. */
const decided = `
create table duplicate_decision (
  id bigint generated always as identity primary key,
  project_a uuid not null references project,
  project_b uuid not null references project,
  verdict text not null check (verdict in ('merge', 'split', 'hold', 'release')),
  decided_by uuid references principal,
  reason text not null,
  decided_at timestamptz not null default now(),
  txid xid8 not null default pg_current_xact_id(),
  check (project_a < project_b)
);
comment on column duplicate_decision.decided_by is 'null: by the rule';
comment on column duplicate_decision.verdict is 'hold: kept from matching beside a sealed project; release: the rule no longer says what it said';
create index duplicate_decision_pair on duplicate_decision (project_a, project_b, id);
create index duplicate_decision_second on duplicate_decision (project_b);
create trigger insert_only before update or delete or truncate on duplicate_decision for each statement execute function refuse_change();
`;

/** Searches of the library for duplicates: one after each import of projects, and what operators ask for. */
const searches = `
create table duplicate_search (
  id uuid primary key default gen_random_uuid(),
  scope text not null check (scope in ('changed', 'all')),
  state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'failed')),
  rule_version integer not null,
  read_from xid8,
  projects_done integer not null default 0,
  pairs_compared integer not null default 0,
  certain_count integer not null default 0,
  likely_count integer not null default 0,
  failure_code text,
  lease_until timestamptz,
  fence integer not null default 0,
  requested_by uuid not null references principal,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
comment on column duplicate_search.read_from is 'oldest transaction that may have run when it was first claimed: all revisions below it are seen by it';
create index duplicate_search_unfinished on duplicate_search (lease_until) where state in ('queued', 'running');
create index duplicate_search_completed on duplicate_search (rule_version, read_from) where state = 'completed';
`;

/** Near-duplicates: evidence, decisions, searches. */
export class Duplicates1700000000005 implements MigrationInterface {
  readonly name = 'Duplicates1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [found, decided, searches]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
