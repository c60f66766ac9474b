import { randomUUID } from 'node:crypto';
import { importFile } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import { migrateQueue } from '@throughtrain/queue';
import { createTestDatabase, describeQueueBackends, eventually } from '@throughtrain/testing';
import { Bench } from './bench';

const withinMs = 20_000;

describeQueueBackends('Queue', (backend) => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let bench: Bench;

  beforeEach(async () => {
    database = await createTestDatabase();
    await migrateQueue(database.url);
    bench = await Bench.open(database.url, backend.redisUrl);
  });

  afterEach(async () => {
    await bench.close();
    await database.drop();
  });

  /** Everything left before this has been relayed and, with one worker, taken. */
  async function passMarker(): Promise<void> {
    const marker = await bench.leaveImport();
    await eventually(() => bench.attemptsOf(marker).length > 0, { withinMs });
  }

  it('runs a committed row once', async () => {
    await bench.startWorker();
    const importId = await bench.leaveImport();
    await eventually(() => bench.attemptsOf(importId).length > 0, { withinMs });
    await passMarker();
    expect(bench.attemptsOf(importId)).toEqual([1]);
  });

  it('ends its processes while the queue is away', async () => {
    const worker = await bench.startWorker();
    await passMarker();
    await bench.takeQueueAway();
    await eventually(async () => (await worker.health.check()) === 'down', { withinMs });
    await expect(worker.close()).resolves.toBeUndefined();
    await bench.bringQueueBack();
  });

  it('never runs a row that was rolled back', async () => {
    await bench.startWorker();
    const importId = randomUUID();
    const lost = new Error('the business change failed');
    const change = bench.transaction(async (manager) => {
      await bench.leave(manager, importFile, importFile.key({ importId }), { importId });
      throw lost;
    });
    await expect(change).rejects.toBe(lost);
    await passMarker();
    expect(bench.attemptsOf(importId)).toEqual([]);
  });

  it('runs a row once that is relayed twice', async () => {
    await bench.startWorker();
    const importId = await bench.leaveImport();
    await eventually(() => bench.attemptsOf(importId).length > 0, { withinMs });
    await bench.sql('update outbox set relayed_at = null');
    await eventually(async () => (await bench.pending()) === 0, { withinMs });
    await passMarker();
    expect(bench.attemptsOf(importId)).toEqual([1]);
  });

  it('runs the same work again when it is left again', async () => {
    await bench.startWorker();
    const importId = randomUUID();
    await bench.leaveImport(importId);
    await bench.leaveImport(importId);
    await eventually(() => bench.attemptsOf(importId).length === 2, { withinMs });
    expect(bench.attemptsOf(importId)).toEqual([1, 1]);
  });

  it('shares the rows between two relays', async () => {
    await bench.startRelay();
    await bench.startRelay();
    const importIds = Array.from({ length: 250 }, () => randomUUID());
    await bench.transaction(async (manager) => {
      for (const importId of importIds) {
        await bench.leave(manager, importFile, importFile.key({ importId }), { importId });
      }
    });
    await eventually(async () => (await bench.pending()) === 0, { withinMs });
    await bench.startWorker();
    await passMarker();
    await eventually(() => importIds.every((id) => bench.attemptsOf(id).length > 0), { withinMs });
    expect(importIds.filter((id) => bench.attemptsOf(id).length !== 1)).toEqual([]);
  });

  it.each([
    ['unavailable', new DomainError('unavailable', 'lease.lost')],
    ['an unknown error', new TypeError('unforeseen')],
  ])('tries again after %s', async (_kind, error) => {
    await bench.startWorker((_importId, attempt) => (attempt.number === 1 ? Promise.reject(error) : Promise.resolve()));
    const importId = await bench.leaveImport();
    await eventually(() => bench.attemptsOf(importId).length === 2, { withinMs });
    expect(bench.attemptsOf(importId)).toEqual([1, 2]);
  });

  it.each(['invalid', 'not-found', 'conflict', 'forbidden'] as const)('does not try again after %s', async (kind) => {
    const app = await bench.startWorker(() => Promise.reject(new DomainError(kind, 'import.unreadable')));
    const importId = await bench.leaveImport();
    await eventually(async () => (await app.counts()).failed === 1, { withinMs });
    expect(await app.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 1 });
    expect(bench.attemptsOf(importId)).toEqual([1]);
  });

  it('does not try a payload again that breaks its contract', async () => {
    const app = await bench.startWorker();
    await bench.transaction((manager) => bench.leave(manager, importFile, 'import-file.bad', { importId: 'no uuid' }));
    await eventually(async () => (await app.counts()).failed === 1, { withinMs });
    expect(await app.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 1 });
    expect(bench.attempts).toEqual([]);
  });

  it('runs a job again whose worker crashed midway', async () => {
    let release: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const crashing = await bench.startWorker(() => hanging);
    const importId = await bench.leaveImport();
    await eventually(() => bench.attemptsOf(importId).length === 1, { withinMs });
    await crashing.crashWorker();
    await bench.startWorker();
    await eventually(() => bench.attemptsOf(importId).length === 2, { withinMs });
    // The first worker comes back to life: its late end changes nothing.
    release();
    await passMarker();
    expect(bench.attemptsOf(importId)).toEqual([1, 1]);
  });

  it('runs unfinished work again after the whole queue was lost', async () => {
    const relay = await bench.startRelay();
    const importId = await bench.leaveImport();
    await eventually(async () => (await relay.counts()).waiting === 1, { withinMs });
    await bench.loseQueue();
    expect(await relay.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0 });
    bench.unfinished.add(importId);
    await bench.startWorker();
    await eventually(() => bench.attemptsOf(importId).length > 0, { withinMs });
    expect(bench.attemptsOf(importId)).toEqual([1]);
  });

  it('sets a row aside that no release knows, and takes it back when one does', async () => {
    for (const address of [
      { queue: 'ingest', name: 'import-file.v9' },
      { queue: 'kitchen', name: 'cook.v1' },
    ]) {
      await bench.transaction((manager) => bench.leave(manager, address, 'some-work', {}));
    }
    await bench.sql(`update outbox set created_at = now() - interval '1 minute'`);
    const importId = await bench.leaveImport();
    const worker = await bench.startWorker();
    await eventually(() => bench.attemptsOf(importId).length === 1, { withinMs });
    await eventually(async () => (await bench.setAside()) === 2, { withinMs });
    expect(await bench.pending()).toBe(0);

    await worker.close();
    const later = randomUUID();
    await bench.sql(`update outbox set name = $1, payload = $2 where name = 'import-file.v9'`, [
      importFile.name,
      { importId: later },
    ]);
    await bench.startWorker();
    await eventually(() => bench.attemptsOf(later).length === 1, { withinMs });
    expect(await bench.setAside()).toBe(1);
  });

  it('keeps the last hundred jobs that ended well', async () => {
    const worker = await bench.startWorker();
    const importIds = Array.from({ length: 105 }, () => randomUUID());
    await bench.transaction(async (manager) => {
      for (const importId of importIds) {
        await bench.leave(manager, importFile, importFile.key({ importId }), { importId });
      }
    });
    await eventually(() => bench.attempts.length === importIds.length, { withinMs });
    await passMarker();
    await eventually(async () => (await worker.kept()) === 100, { withinMs });
  });

  it('deletes rows that were relayed more than a day ago', async () => {
    await bench.leaveImport();
    await bench.sql(`update outbox set relayed_at = now() - interval '25 hours'`);
    await bench.startRelay();
    await eventually(async () => (await bench.sql('select 1 from outbox')).length === 0, { withinMs });
  });

  it('keeps rows pending while the queue is away and goes on when it is back', async () => {
    const relay = await bench.startRelay();
    await eventually(async () => (await relay.health.check()) === 'up', { withinMs });
    await bench.takeQueueAway();
    const importId = await bench.leaveImport();
    await eventually(() => bench.logged('Outbox rows wait').length > 0, { withinMs });
    expect(await relay.health.check()).toBe('down');
    expect(await relay.health.counts()).toBeUndefined();
    expect(await bench.pending()).toBe(1);

    await bench.bringQueueBack();
    await eventually(async () => (await bench.pending()) === 0, { withinMs });
    expect(await relay.health.check()).toBe('up');
    expect(bench.logged('Outbox rows wait')).toHaveLength(1);
    await bench.startWorker();
    await eventually(() => bench.attemptsOf(importId).length === 1, { withinMs });
  });

  it('starts without Redis and takes up work when it comes, but not without its schema in PostgreSQL', async () => {
    await bench.takeQueueAway();
    if (backend.redisUrl === undefined) {
      await expect(bench.startRelay()).rejects.toThrow('schema "queue" is not initialized');
      return;
    }
    const importId = await bench.leaveImport();
    await bench.startWorker();
    await bench.bringQueueBack();
    await eventually(() => bench.attemptsOf(importId).length === 1, { withinMs });
  });

  it('logs job, attempt and duration, and no payload', async () => {
    await bench.startWorker();
    await bench.transaction((manager) =>
      bench.leave(manager, importFile, 'import-file.bad', { importId: 'Zhang San, 13800000000' }),
    );
    await eventually(() => bench.logged('Job failed').length === 1, { withinMs });
    await passMarker();
    await eventually(() => bench.logged('Job ended').length === 1, { withinMs });
    expect(bench.logged('Job ended')[0]).toMatch(/"jobId":"import-file\.[-0-9a-f]+\.g\d+".*"attempt":1,"ms":\d+/);
    expect(bench.logged('Job failed')[0]).toContain('importId invalid_format');
    expect(bench.logged('Zhang San')).toEqual([]);
  });

  it('logs the stack of an unknown error, but none of its fields', async () => {
    const failed = Object.assign(new Error('duplicate key'), { parameters: ['Zhang San'] });
    await bench.startWorker(() => Promise.reject(failed));
    await bench.leaveImport();
    await eventually(() => bench.logged('Job failed').length === 1, { withinMs });
    expect(bench.logged('Job failed')[0]).toMatch(
      /"retried":true,"reason":"duplicate key","stack":"Error: duplicate key/,
    );
    expect(bench.logged('Zhang San')).toEqual([]);
  });

  it('migrates the queue twice without an effect', async () => {
    await expect(migrateQueue(database.url)).resolves.toBeUndefined();
  });
});
