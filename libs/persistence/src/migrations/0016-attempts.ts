import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The fence rises with every claim, since writes are checked by it, so that the attempts that count are counted beside it. */
const attempts = ['import', 'match_run'].map(
  (table) => `
    alter table ${table} add column attempts integer not null default 0;
    update ${table} set attempts = fence where state in ('queued', 'running') and fence > 0;`,
);

/** Attempts that met an outage do not count. */
export class Attempts1700000000016 implements MigrationInterface {
  readonly name = 'Attempts1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of attempts) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
