import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { adoptLibrary } from './adopt-library';
import { refreshStaleProjects } from './current-projects';
import { createDataSource } from './data-source';

/** Any number that nothing else in this database locks. */
const migrationLock = 7_310_204_417;
const longestWaitForOthersMs = 600_000;

/**
 * Brings the schema up to date. Repeating it changes nothing; several at once wait for each other, 10 minutes at most.
 * A library restored from the dump of another server is made readable here.
 * @returns the names of the migrations that were applied, oldest first, and what else was done
 * @throws Error when the server is unreachable or a migration fails; what came before that migration stays applied
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const lock = new Client({
    connectionString: databaseUrl,
    application_name: 'throughtrain-migrate',
    statement_timeout: longestWaitForOthersMs,
  });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    return await applyPending(databaseUrl);
  } finally {
    await lock.end();
  }
}

async function applyPending(databaseUrl: string): Promise<readonly string[]> {
  const dataSource = createDataSource({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 2 });
  // Without the statement timeout of the service: a migration may have to rewrite a large table.
  dataSource.setOptions({ extra: {} });
  await dataSource.initialize();
  try {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    const isAdopted = await adoptLibrary(dataSource);
    await fillCurrentProjects(dataSource);
    return [...applied.map(({ name }) => name), ...(isAdopted ? ['the library of another server'] : [])];
  } finally {
    await dataSource.destroy();
  }
}

/** Rows that a migration left to be filled, in transactions of their own: an interrupted run goes on where it was. */
async function fillCurrentProjects(dataSource: DataSource): Promise<void> {
  let hasMore = true;
  while (hasMore) {
    hasMore = await dataSource.transaction((manager) =>
      refreshStaleProjects((sql, parameters) => manager.query(sql, [...parameters])),
    );
  }
}
