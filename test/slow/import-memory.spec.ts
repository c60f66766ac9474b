import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SecretBox } from '@throughtrain/platform';
import { createTestDatabase, type TestDatabase } from '@throughtrain/testing';
import { Client } from 'pg';

const rows = 100_000;
/** The service and the terms of its table take two thirds of it; the text of all rows would take the rest several times over. */
const heapMegabytes = 128;

/** A heap that is exceeded ends the thread with ERR_WORKER_OUT_OF_MEMORY. */
describe('an import of 100,000 rows', () => {
  let database: TestDatabase;
  let scope: object;

  beforeEach(async () => {
    database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows: found } = await client.query<{ principalId: string; organisationId: string }>(
      `with o as (insert into organisation (identity, name, kind) values ('name:机构', '机构', 'agency') returning id)
       insert into principal (organisation_id, name, roles) select id, '机构', '{agency}' from o
       returning id as "principalId", organisation_id as "organisationId"`,
    );
    await client.end();
    scope = { ...found[0], roles: ['agency'] };
  });

  afterEach(() => database.drop());

  it.each(['csv', 'ndjson'])(
    'streams %s in constant memory',
    async (format) => {
      const worker = new Worker(join(__dirname, 'import-in-worker.cjs'), {
        workerData: { databaseUrl: database.url, dataKey: SecretBox.newKey(), scope, format, rows },
        resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      });
      const told = await new Promise<unknown>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('ended without an answer')));
      });
      expect(told).toEqual({
        state: 'completed',
        rowsDone: format === 'csv' ? rows + 1 : rows,
        counts: {
          created: rows,
          updated: 0,
          unchanged: 0,
          refused: 0,
          changed: rows,
          quarantined: 0,
          advised: expect.any(Number) as unknown,
        },
      });
    },
    900_000,
  );
});
