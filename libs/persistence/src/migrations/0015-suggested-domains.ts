import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is suggested for a row stands in the report of its import, and nowhere in a record. */
const advice = `
alter table import add column advised_count integer not null default 0;
alter table import_fault
  drop constraint import_fault_outcome_check,
  add constraint import_fault_outcome_check check (outcome in ('refused', 'changed', 'quarantined', 'advised')),
  add column suggested jsonb;
`;

/** Reports that suggest domain codes. */
export class SuggestedDomains1700000000015 implements MigrationInterface {
  readonly name = 'SuggestedDomains1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(advice);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
