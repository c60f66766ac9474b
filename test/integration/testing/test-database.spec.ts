import { createTestDatabase } from '@throughtrain/testing';
import { Client } from 'pg';

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('gives every caller a database of its own, also at once', async () => {
    const databases = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
    await withClient(databases[0].url, (client) => client.query('create table only_here (id int)'));
    for (const other of databases.slice(1)) {
      const { rows } = await withClient(other.url, (client) =>
        client.query("select to_regclass('only_here') as found"),
      );
      expect(rows).toEqual([{ found: null }]);
    }
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('compares Chinese by trigrams, which needs a UTF-8 locale', async () => {
    const database = await createTestDatabase();
    await withClient(database.url, async (client) => {
      await client.query('create extension if not exists pg_trgm');
      const { rows } = await client.query("select similarity('石墨烯电池', '石墨烯电池材料') > 0.3 as similar");
      expect(rows).toEqual([{ similar: true }]);
    });
    await database.drop();
  });

  it('drops a database that is still connected to, and a dropped one again', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await database.drop();
    await client.end().catch(() => undefined);
    await expect(withClient(database.url, () => Promise.resolve())).rejects.toMatchObject({ code: '3D000' });
  });
});
