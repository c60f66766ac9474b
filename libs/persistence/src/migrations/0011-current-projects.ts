import type { MigrationInterface, QueryRunner } from 'typeorm';

const changes = `
alter table project_current add column external_key text collate "C" not null default '';
comment on column project_current.external_key is 'the identifier of the submitter, folded as words are';
update project_current set stale = true;
`;

/**
 * Lists find a project by its identifier, and their level also depends on who submitted it and on what was done by hand. Rows that were written
 * without a look at these are marked, and refreshed when all migrations are done.
 */
export class CurrentProjects1700000000011 implements MigrationInterface {
  readonly name = 'CurrentProjects1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(changes);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
