import type { MigrationInterface, QueryRunner } from 'typeorm';

const purges = `
alter table library_home add column purges integer not null default 0;
comment on column library_home.purges is 'rises with each purge, so that whoever keeps words of the library elsewhere lets go of them';
`;

/** What is kept of the library outside of the database has to know of a purge. */
export class Purges1700000000017 implements MigrationInterface {
  readonly name = 'Purges1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(purges);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
