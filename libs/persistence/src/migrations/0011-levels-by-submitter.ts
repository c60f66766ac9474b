import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists read of a project also depends on who submitted it, and on what was done by hand. Rows that were written without it are marked, and
 * refreshed when all migrations are done.
 */
export class LevelsBySubmitter1700000000011 implements MigrationInterface {
  readonly name = 'LevelsBySubmitter1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`update project_current set stale = true`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
