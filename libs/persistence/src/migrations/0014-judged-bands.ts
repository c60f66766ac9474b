import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was observed of the bands of a profile, where they were set from judgements. */
const judgedBands = `
alter table weight_profile add column bands jsonb;
`;

/** Keeps with a weight profile the judgements that its bands were set from. */
export class JudgedBands1700000000014 implements MigrationInterface {
  readonly name = 'JudgedBands1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(judgedBands);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
