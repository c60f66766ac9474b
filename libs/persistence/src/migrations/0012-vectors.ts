import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A vector is words in another form, so that a purge reaches it as well. Zeros stand for a text in which the encoder knew nothing. */
const vectors = `
create table project_vector (
  project_id uuid not null,
  revision integer not null,
  encoder_version text not null,
  numbers bytea not null,
  primary key (project_id, revision, encoder_version),
  foreign key (project_id, revision) references project_revision
);
create table demand_vector (
  demand_id uuid not null,
  revision integer not null,
  encoder_version text not null,
  numbers bytea not null,
  primary key (demand_id, revision, encoder_version),
  foreign key (demand_id, revision) references demand_revision
);
create trigger insert_only before update or delete or truncate on project_vector for each statement execute function refuse_change();
create trigger insert_only before update or delete or truncate on demand_vector for each statement execute function refuse_change();
create trigger only_purged before update on project_vector for each row execute function refuse_other_rows();
`;

/** Passes over the library that bring what an analyser and an encoder make of each text; the one that was put in force last is used by new runs. */
const encodings = `
create table encoding (
  id uuid primary key default gen_random_uuid(),
  analyser_version text not null,
  encoder_version text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'completed')),
  fence integer not null default 0,
  lease_until timestamptz,
  cursor jsonb not null default '{"kind": "project"}',
  is_clean boolean not null default true,
  texts_done integer not null default 0,
  texts_total integer not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  in_force_since timestamptz,
  unique (analyser_version, encoder_version)
);
`;

/** Meaning: a vector for each text, by encoder, and which encoder is in force. */
export class Vectors1700000000012 implements MigrationInterface {
  readonly name = 'Vectors1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [vectors, encodings]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
