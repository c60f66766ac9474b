import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each revision comes from. Those of before have none. */
const sources = `
alter table project_revision add column source jsonb;
comment on column project_revision.source is '{"import": id, "row": n} or {"act": what was done}';
comment on column project_revision.content_hash is 'of what was submitted last: an act keeps it, so that the same file again changes nothing';
alter table demand_revision add column source jsonb;
comment on column demand_revision.source is '{"import": id, "row": n}';
`;

/** Targeted calls; projects that answer one name it in their content. */
const calls = `
create table call (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null references organisation,
  roadshow_id uuid references roadshow,
  title text not null,
  text text not null,
  domains text[] not null,
  sub_domains text[] not null,
  demands jsonb not null,
  opens date not null,
  closes date not null check (closes >= opens),
  state text not null default 'open' check (state in ('open', 'closed')),
  created_by uuid not null references principal,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);
comment on column call.demands is 'snapshot without names of enterprises: [{"demandId", "title", "industryCode", "regionCode"}]';
create index call_host on call (host_id, created_at, id);
create index call_open on call (created_at, id) where state = 'open';
create index project_revision_call on project_revision ((content->>'callId')) where content ? 'callId';
`;

/** The trail of one organisation, newest first. */
const trail = `
create index audit_event_organisation on audit_event (organisation_id, id);
`;

/** Targeted calls, and the history of records. */
export class Calls1700000000004 implements MigrationInterface {
  readonly name = 'Calls1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [sources, calls, trail]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
