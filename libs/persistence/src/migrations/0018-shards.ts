import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `create table shard_score (
     run_id uuid not null references match_run on delete cascade,
     shard smallint not null check (shard >= 0),
     shards smallint not null check (shards > shard),
     done bigint not null default 0,
     total bigint not null default 0,
     result bytea,
     failure text,
     created_at timestamptz not null default now(),
     lease_until timestamptz,
     fence integer not null default 0,
     attempts integer not null default 0,
     primary key (run_id, shard),
     check (result is null or failure is null)
   )`,
  // Zipped already.
  `alter table shard_score alter column result set storage external`,
  `create table shard_server (
     server uuid primary key,
     shards smallint not null,
     served smallint[] not null,
     seen_at timestamptz not null
   )`,
];

/** Parts of the library that are scored for a run, and who holds which. */
export class Shards1700000000018 implements MigrationInterface {
  readonly name = 'Shards1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
