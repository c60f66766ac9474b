import { createHash } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { Scope } from '@throughtrain/domain';
import {
  ContactStore,
  FeedRepository,
  ImportRepository,
  ProjectStore,
  QuarantineRepository,
  RequestImport,
} from '@throughtrain/ingestion';
import { PersistenceModule, reseal } from '@throughtrain/persistence';
import { SecretBox } from '@throughtrain/platform';
import { enterpriseRow, projectRow } from '@throughtrain/testing';
import { benchKey, WorkerBench } from './worker-bench';

const newer = SecretBox.newKey();
const contact = { name: '林晓岚', phone: '13800000000' };
const authorization = 'Bearer 7f3a9c';
const megabyte = 1_048_576;
/** Ten chunks of a megabyte, which take two transactions. */
const upload = Buffer.alloc(10 * megabyte, '成果');

describe('a change of DATA_KEY', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let importId: string;
  let feedId: string;

  beforeAll(async () => {
    bench = await WorkerBench.open();
    agency = await bench.principal('agency');
    const marked = projectRow(3, { summary: '机密★10年' });
    await bench.import(agency, 'projects', [projectRow(1, { contact }), projectRow(2, { contact }), marked]);
    await bench.import(await bench.principal('host'), 'enterprises', [enterpriseRow(1, { contact })]);
    async function* bytes() {
      for (let at = 0; at < upload.length; at += megabyte) yield upload.subarray(at, at + megabyte);
    }
    importId = await bench.app.get(RequestImport).execute(agency, 'projects', bytes(), 2 * upload.length);
    const feeds = bench.app.get(FeedRepository);
    const address = { kind: 'projects', everyMinutes: 60 } as const;
    feedId = await feeds.add(agency, { ...address, url: 'https://a.example.org/', authorization });
    await feeds.add(agency, { ...address, url: 'https://b.example.org/' });
  });
  afterAll(() => bench.close());

  const run = (keyList: string) => reseal({ DATABASE_URL: bench.url, DATABASE_POOL_SIZE: 2 }, keyList);
  const none = { contact: 0, feed: 0, quarantined_row: 0, upload_chunk: 0 };

  /** Values of the whole database, by table and column, that begin with the name of a key. */
  async function sealedBy(key: string): Promise<Record<string, number>> {
    const keyId = createHash('sha256').update(Buffer.from(key, 'base64')).digest().subarray(0, 8);
    const columns = await bench.sql<{ table: string; column: string }>(
      `select c.table_name as "table", c.column_name as "column"
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and c.data_type = 'bytea' and t.table_type = 'BASE TABLE'`,
    );
    const counts: Record<string, number> = {};
    for (const { table, column } of columns) {
      const [row] = await bench.sql<{ count: number }>(
        `select count(*)::integer as count from "${table}" where substring("${column}" from 1 for 8) = $1`,
        [keyId],
      );
      if (row!.count > 0) counts[table] = row!.count;
    }
    return counts;
  }

  it('needs the key that is left', async () => {
    await expect(run(newer)).rejects.toThrow('DATA_KEY lacks the key');
    expect(await sealedBy(newer)).toEqual({});
  });

  it('seals all anew, goes on where it was cut off, and ends with nothing to do', async () => {
    const before = await sealedBy(benchKey);
    expect(before).toMatchObject({ contact: 3, feed: 1, quarantined_row: 1 });
    const chunks = before['upload_chunk']!;
    const ninth = 'import_id = $1 and sequence = 9';
    const [kept] = await bench.sql<{ bytes: Buffer }>(`select bytes from upload_chunk where ${ninth}`, [importId]);
    await bench.sql(`update upload_chunk set bytes = $2 where ${ninth}`, [importId, Buffer.alloc(99)]);
    await expect(run(`${newer},${benchKey}`)).rejects.toThrow('upload_chunk: DATA_KEY lacks the key');
    await bench.sql(`update upload_chunk set bytes = $2 where ${ninth}`, [importId, kept!.bytes]);
    const left = (await sealedBy(benchKey))['upload_chunk']!;
    expect([left < chunks, await sealedBy(benchKey)]).toEqual([true, { upload_chunk: left }]);
    expect(await run(`${newer},${benchKey}`)).toEqual({ ...none, upload_chunk: left });
    expect(await sealedBy(benchKey)).toEqual({});
    expect(await sealedBy(newer)).toEqual(before);
    expect(await run(`${newer},${benchKey}`)).toEqual(none);
    expect(await bench.sql('select distinct key_id from contact')).toEqual([{ key_id: SecretBox.of(newer).keyId }]);
  });

  it('leaves nothing that needs the old key', async () => {
    const module = PersistenceModule.forRoot({ DATABASE_URL: bench.url, DATABASE_POOL_SIZE: 2, DATA_KEY: newer });
    const app = await NestFactory.createApplicationContext(module, { logger: false });
    try {
      for (const { id } of await bench.app.get(ProjectStore).list(agency, undefined, 5))
        expect(await app.get(ContactStore).read(agency, { kind: 'project', id })).toMatchObject(contact);
      const pieces: Buffer[] = [];
      for await (const piece of app.get(ImportRepository).bytes(importId)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(upload)).toBe(true);
      const quarantine = app.get(QuarantineRepository);
      const [held] = await quarantine.list(agency, undefined, 5);
      expect((await quarantine.open(held!.id)).content).toContain('机密★10年');
      expect(await app.get(FeedRepository).claim(feedId, 60_000)).toMatchObject({ authorization });
    } finally {
      await app.close();
    }
  });
});
