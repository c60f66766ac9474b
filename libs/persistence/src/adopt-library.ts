import type { DataSource } from 'typeorm';

/** The smallest number that PostgreSQL gives a transaction: it ended before all others. */
const oldestTransaction = '3';

/** Insert-only tables whose rows carry the transaction that wrote them. */
const stampedTables = ['project_revision', 'expert_score', 'organisation_link', 'duplicate_decision'] as const;

const homeSql = `
  select (select server from library_home) as home, (select system_identifier::text from pg_control_system()) as here`;

/**
 * Makes a library that was restored from the dump of another server readable on this one. Its rows carry the number of the transaction
 * that wrote them, and the numbers of one server mean nothing on another: until this one had counted as far, they would be invisible.
 * They become the oldest of all, which keeps their order, since it is by number. Positions of the other server stay refused.
 * @returns whether the library came from another server
 */
export async function adoptLibrary(dataSource: DataSource): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    const [{ home, here }] = await manager.query<[{ home: string; here: string }]>(homeSql);
    if (home === here) return false;
    for (const table of stampedTables) {
      await manager.query(`alter table ${table} disable trigger user`);
      await manager.query(`update ${table} set txid = '${oldestTransaction}'`);
      await manager.query(`alter table ${table} enable trigger user`);
    }
    await manager.query(`update duplicate_search set read_from = '${oldestTransaction}'`);
    await manager.query('update library_home set server = $1', [here]);
    return true;
  });
}
