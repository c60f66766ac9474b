import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
create table feed (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  kind text not null,
  url text not null,
  every_minutes integer not null check (every_minutes >= 15),
  authorization_sealed bytea,
  state text not null default 'active' check (state in ('active', 'paused')),
  paused_because text,
  etag text,
  last_modified text,
  content_hash bytea,
  next_at timestamptz not null default now(),
  checked_at timestamptz,
  outcome text,
  last_import_id uuid references import,
  failures integer not null default 0,
  lease_until timestamptz,
  fence integer not null default 0,
  created_by uuid not null references principal,
  created_at timestamptz not null default now(),
  unique (organisation_id, kind, url)
);
create index feed_due on feed (next_at) where state = 'active';
`;

/** Addresses from which imports are fetched on a schedule. */
export class Feeds1700000000008 implements MigrationInterface {
  readonly name = 'Feeds1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
