import { gzipSync } from 'node:zlib';
import { mostFaultyRows } from '@throughtrain/contracts';
import { AuditLog, DomainError, Outbox, Rehearsal, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  BatchStore,
  BatchWriter,
  ContactFiling,
  ContactStore,
  DemandStore,
  EnterpriseStore,
  ExpertScoreStore,
  FileBatches,
  FilePlanner,
  FinishImport,
  ImportRepository,
  DuplicateSearchRepository,
  ImportSettings,
  MappingRepository,
  RequestDuplicateSearch,
  ProjectStore,
  QuarantineRepository,
  RequestImport,
  RequeueImports,
  RunImport,
  type ClaimedImport,
  type DoneBatch,
  type ImportOptions,
  SuggestDomains,
  type RowFault,
} from '@throughtrain/ingestion';
import { FileRowReader } from '@throughtrain/tabular';
import { FakeEncoder, InlineAnalyser, silentClassifier } from '@throughtrain/testing';
import { domainError, Funnel, leaseLost, notFound } from './funnel-fixture';

const minuteMs = 60_000;
const noCounts = { created: 0, updated: 0, unchanged: 0, refused: 0, changed: 0, quarantined: 0, advised: 0 };
const noLevels = { storable: 0, matchable: 0, pushable: 0 };
const plain: ImportOptions = { dryRun: false, defaults: {} };
const unreadable = { code: 'import.unreadable', reason: 'not-a-table' };

/** A batch of which only so much is of interest. */
const batchOf = (said: Partial<DoneBatch>): DoneBatch => ({
  rowsDone: 0,
  counts: noCounts,
  levels: noLevels,
  faults: [],
  notes: [],
  hasSecret: false,
  ...said,
});
const refused = (row: number, said: object = {}) => ({
  row,
  outcome: 'refused' as const,
  code: 'row.not-json',
  ...said,
});
const missing = '00000000-0000-4000-8000-000000000000';

async function* pieces(...buffers: Buffer[]): AsyncGenerator<Buffer> {
  yield* buffers;
}

async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}

const line = (externalId: string, said: object = {}) =>
  JSON.stringify({
    externalId,
    channel: 'open-call',
    secrecy: '公开',
    title: '石墨烯散热膜',
    summary: '一种制备方法',
    ...said,
  });

describe('imports', () => {
  let funnel: Funnel;
  let imports: ImportRepository;
  let owner: Scope;
  let other: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    imports = funnel.get(ImportRepository);
    [owner, other] = [await funnel.organisation('institution'), await funnel.organisation('institution')];
  });

  afterAll(() => funnel.close());

  const queued = async (...chunks: string[]): Promise<string> => {
    const id = await imports.create(owner, 'projects', plain);
    for (const [sequence, chunk] of chunks.entries()) await imports.appendChunk(id, sequence, Buffer.from(chunk));
    await imports.submit(owner, id);
    return id;
  };
  const claimed = async (id: string): Promise<ClaimedImport> => (await imports.claim(id, minuteMs))!;
  const endLease = (id: string) =>
    funnel.sql(`update import set lease_until = now() - interval '1 second' where id = $1`, [id]);
  const chunksOf = (id: string) => funnel.count('upload_chunk', 'import_id = $1', [id]);

  it('are listed newest first, a hundred of them, to their organisation only', async () => {
    const lister = await funnel.organisation('institution');
    const ids: string[] = [];
    for (let count = 0; count < 101; count += 1) ids.unshift(await imports.create(lister, 'projects', plain));
    const listed = await imports.list(lister);
    expect(listed.map(({ id }) => id)).toEqual(ids.slice(0, 100));
    expect(listed[0]).toEqual(await imports.report(lister, ids[0]!));
    expect(await imports.list(await funnel.organisation())).toEqual([]);
  });

  describe('staging', () => {
    it('keeps the bytes in order for a day after the import has ended', async () => {
      const id = await imports.create(owner, 'demands', plain);
      await imports.appendChunk(id, 1, Buffer.from([0, 255]));
      await imports.appendChunk(id, 0, Buffer.from('甲'));
      await imports.submit(owner, id);
      expect(await collect(imports.bytes(id))).toEqual([Buffer.from('甲'), Buffer.from([0, 255])]);
      expect(await imports.report(owner, id)).toEqual({
        id,
        kind: 'demands',
        state: 'queued',
        rowsDone: 0,
        counts: noCounts,
        levels: noLevels,
        faultsKept: 0,
        notesKept: 0,
        isFileKept: true,
        createdAt: expect.any(Date),
        ...plain,
      });
      const { fence } = await claimed(id);
      await imports.finish(id, fence);
      expect(await imports.report(owner, id)).toMatchObject({
        state: 'completed',
        finishedAt: expect.any(Date),
        isFileKept: true,
      });
      await imports.abandoned(1);
      expect(await chunksOf(id)).toBe(2);
      await funnel.sql(`update import set finished_at = now() - interval '25 hours' where id = $1`, [id]);
      await imports.abandoned(1);
      expect(await collect(imports.bytes(id))).toEqual([]);
      expect(await imports.report(owner, id)).toMatchObject({ state: 'completed', isFileKept: false });
    });

    it('keeps no bytes when a row is, or may be, secret', async () => {
      const id = await queued('{}');
      const { fence } = await claimed(id);
      await imports.advance(id, fence, batchOf({ rowsDone: 1, hasSecret: true }), minuteMs);
      await imports.advance(id, fence, batchOf({ rowsDone: 2 }), minuteMs);
      await imports.finish(id, fence);
      expect(await chunksOf(id)).toBe(0);
    });

    it('takes no bytes and no second submission once it is queued', async () => {
      const id = await queued('{}');
      await expect(imports.appendChunk(id, 1, Buffer.from('x'))).rejects.toMatchObject(notFound);
      await expect(imports.submit(owner, id)).rejects.toMatchObject(notFound);
      await imports.discard(owner, id);
      expect(await imports.report(owner, id)).toMatchObject({ state: 'queued' });
    });

    it('drops a staging with its bytes', async () => {
      const id = await imports.create(owner, 'projects', plain);
      await imports.appendChunk(id, 0, Buffer.from('x'));
      await imports.discard(other, id);
      expect(await chunksOf(id)).toBe(1);
      await imports.discard(owner, id);
      expect(await chunksOf(id)).toBe(0);
      await expect(imports.report(owner, id)).rejects.toMatchObject(notFound);
    });

    it('is nobody else’s', async () => {
      const id = await imports.create(owner, 'projects', plain);
      await expect(imports.submit(other, id)).rejects.toMatchObject(notFound);
      await expect(imports.report(other, id)).rejects.toMatchObject(notFound);
      await expect(imports.faults(other, id, { row: 0, ordinal: 0 }, 9)).rejects.toMatchObject(notFound);
      await expect(imports.report(owner, missing)).rejects.toMatchObject(notFound);
    });
  });

  describe('the lease', () => {
    it('is held by one worker, in the scope of who asked', async () => {
      await funnel.sql(`update principal set roles = '{owner,agency}' where id = $1`, [owner.principalId]);
      const id = await queued('{}');
      const results = await Promise.allSettled([1, 2, 3].map(() => imports.claim(id, minuteMs)));
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(won).toEqual([
        {
          kind: 'projects',
          fence: 1,
          attempts: 1,
          rowsDone: 0,
          scope: { principalId: owner.principalId, organisationId: owner.organisationId, roles: ['agency', 'owner'] },
          ...plain,
        },
      ]);
      expect(lost).toEqual([expect.objectContaining(leaseLost), expect.objectContaining(leaseLost)]);
    });

    it('is taken over when it has ended, and the first holder writes nothing more', async () => {
      const id = await queued('{}');
      const first = await claimed(id);
      await imports.advance(
        id,
        first.fence,
        batchOf({ rowsDone: 200, counts: { ...noCounts, created: 200 } }),
        minuteMs,
      );
      await expect(imports.claim(id, minuteMs)).rejects.toMatchObject(leaseLost);
      await endLease(id);
      const second = await claimed(id);
      expect(second).toMatchObject({ fence: first.fence + 1, rowsDone: 200 });

      const batch = batchOf({ rowsDone: 400, counts: { ...noCounts, refused: 1 }, faults: [refused(201)] });
      await expect(imports.advance(id, first.fence, batch, minuteMs)).rejects.toMatchObject(leaseLost);
      await expect(imports.finish(id, first.fence, unreadable)).rejects.toMatchObject(leaseLost);
      expect(await imports.report(owner, id)).toMatchObject({
        state: 'running',
        rowsDone: 200,
        counts: { refused: 0 },
      });
      expect(await imports.faults(owner, id, { row: 0, ordinal: 0 }, 9)).toEqual([]);
      expect(await chunksOf(id)).toBe(1);
      await imports.finish(id, second.fence);
    });

    it('is renewed by each batch', async () => {
      const id = await queued('{}');
      const { fence } = await claimed(id);
      await endLease(id);
      await imports.advance(id, fence, batchOf({ rowsDone: 1 }), minuteMs);
      await expect(imports.claim(id, minuteMs)).rejects.toMatchObject(leaseLost);
    });

    it('is kept between batches and given back by its holder only', async () => {
      const id = await queued('{}');
      const { fence } = await claimed(id);
      await endLease(id);
      await imports.keep(id, fence, minuteMs);
      await expect(imports.claim(id, minuteMs)).rejects.toMatchObject(leaseLost);
      await imports.release(id, fence - 1, 'failed');
      await expect(imports.claim(id, minuteMs)).rejects.toMatchObject(leaseLost);
      await imports.release(id, fence, 'failed');
      const second = await claimed(id);
      expect(second.fence).toBe(fence + 1);
      await expect(imports.keep(id, fence, minuteMs)).rejects.toMatchObject(leaseLost);
      await imports.finish(id, second.fence);
      await expect(imports.keep(id, second.fence, minuteMs)).rejects.toMatchObject(leaseLost);
      await imports.release(id, second.fence, 'failed');
      expect(await imports.report(owner, id)).toMatchObject({ state: 'completed' });
    });

    it('counts the attempts that fail or die, not those that meet an outage', async () => {
      const id = await queued('{}');
      const attempts: number[] = [];
      for (const end of ['failed', 'met-outage', 'met-outage', 'dies', 'met-outage'] as const) {
        const claim = await claimed(id);
        attempts.push(claim.attempts);
        expect(claim.fence).toBe(attempts.length);
        if (end === 'dies') await endLease(id);
        else await imports.release(id, claim.fence, end);
      }
      // Given back twice it is taken back once.
      await imports.release(id, 5, 'met-outage');
      expect([...attempts, (await claimed(id)).attempts]).toEqual([1, 2, 2, 2, 3, 3]);
    });

    it('can not be had of an import that has ended, is staged or does not exist', async () => {
      const id = await queued('{}');
      const { fence } = await claimed(id);
      await imports.finish(id, fence, unreadable);
      expect(await imports.report(owner, id)).toMatchObject({
        state: 'failed',
        failureCode: 'import.unreadable',
        failureReason: 'not-a-table',
        isFileKept: false,
      });
      expect(await imports.claim(id, minuteMs)).toBeUndefined();
      expect(await imports.claim(await imports.create(owner, 'projects', plain), minuteMs)).toBeUndefined();
      expect(await imports.claim(missing, minuteMs)).toBeUndefined();
      await expect(imports.finish(id, fence)).rejects.toMatchObject(leaseLost);
      await expect(imports.advance(id, fence, batchOf({ rowsDone: 9 }), minuteMs)).rejects.toMatchObject(leaseLost);
    });

    it('counts on: rows done, counts added, and nothing of it when the records are rolled back', async () => {
      const id = await queued('{}');
      const { fence } = await claimed(id);
      const counts = { created: 1, updated: 2, unchanged: 3, refused: 4, changed: 5, quarantined: 6, advised: 7 };
      const levels = { storable: 1, matchable: 2, pushable: 3 };
      await imports.advance(id, fence, batchOf({ rowsDone: 10, counts, levels }), minuteMs);
      await imports.advance(id, fence, batchOf({ rowsDone: 20, counts, levels }), minuteMs);
      const work = funnel.get(UnitOfWork).run(async () => {
        await imports.advance(id, fence, batchOf({ rowsDone: 30, counts, faults: [refused(21)] }), minuteMs);
        throw new Error('crash');
      });
      await expect(work).rejects.toThrow('crash');
      expect(await imports.report(owner, id)).toMatchObject({
        rowsDone: 20,
        counts: { created: 2, updated: 4, unchanged: 6, refused: 8, changed: 10, quarantined: 12, advised: 14 },
        levels: { storable: 2, matchable: 4, pushable: 6 },
      });
      expect(await funnel.count('import_fault', 'import_id = $1', [id])).toBe(0);
    });
  });

  it('pages faults by row and place in the row', async () => {
    const id = await queued('{}');
    const { fence } = await claimed(id);
    const faults = [
      refused(3, { column: 'title', code: 'field.too-big', message: 'is too long', value: '长\u0000' }),
      refused(3, { column: 'a\u0000b', code: 'field.unknown', message: 'there is no such field' }),
      refused(7, { code: 'project.secrecy-not-public' }),
    ];
    const notes = [
      { row: 9, outcome: 'changed' as const, column: 'stage', code: 'value.alias', value: '小试', became: '初期阶段' },
    ];
    const counts = { ...noCounts, refused: 2, changed: 1 };
    await imports.advance(id, fence, batchOf({ rowsDone: 9, counts, faults, notes }), minuteMs);
    await imports.advance(id, fence, batchOf({ rowsDone: 12, faults: [refused(12)] }), minuteMs);
    const first = await imports.faults(owner, id, { row: 0, ordinal: 0 }, 2);
    expect(first).toEqual([
      // PostgreSQL has no NUL in text.
      { ...faults[0], value: '长\ufffd', ordinal: 0 },
      { ...faults[1], column: 'a\ufffdb', ordinal: 1 },
    ]);
    const second = await imports.faults(owner, id, first[1]!, 2);
    expect(second).toEqual([
      { ...faults[2], ordinal: 0 },
      { ...notes[0], ordinal: 0 },
    ]);
    expect(await imports.faults(owner, id, second[1]!, 2)).toEqual([{ ...refused(12), ordinal: 0 }]);
  });

  it('keeps what is suggested for a row, beside what was changed of it', async () => {
    const id = await queued('{}');
    const { fence } = await claimed(id);
    const changed: RowFault = { row: 3, outcome: 'changed', column: 'stage', code: 'value.alias', became: 'initial' };
    const advised: RowFault = {
      row: 3,
      outcome: 'advised',
      column: 'seiCodes',
      code: 'domain.suggested',
      suggested: [{ list: 'sei', code: '6.3', score: 0.82 }],
    };
    const counts = { ...noCounts, created: 2, changed: 1, advised: 2 };
    const notes = [changed, advised, { ...advised, row: 5 }];
    await imports.advance(id, fence, batchOf({ counts, notes }), minuteMs);
    expect(await imports.report(owner, id)).toMatchObject({ counts, notesKept: 3 });
    expect(await imports.faults(owner, id, { row: 0, ordinal: 0 }, 9)).toEqual([
      { ...changed, ordinal: 0 },
      { ...advised, ordinal: 1 },
      { ...advised, row: 5, ordinal: 0 },
    ]);
  });

  it('keeps the faults of so many rows and counts the others', async () => {
    const id = await queued('{}');
    const { fence } = await claimed(id);
    const faultsOf = (from: number, to: number, each = 1) =>
      Array.from({ length: (to - from + 1) * each }, (_, n) => ({
        ...refused(from + Math.floor(n / each)),
      }));
    const advance = (faults: ReturnType<typeof faultsOf>, count: number) =>
      imports.advance(id, fence, batchOf({ counts: { ...noCounts, refused: count }, faults }), minuteMs);
    await advance(faultsOf(1, mostFaultyRows - 2), mostFaultyRows - 2);
    expect(await imports.report(owner, id)).toMatchObject({ faultsKept: mostFaultyRows - 2 });
    // Two faults in each of five rows: there is room for two of the rows.
    await advance(faultsOf(20_001, 20_005, 2), 5);
    await advance(faultsOf(20_006, 20_007), 2);
    expect(await imports.report(owner, id)).toMatchObject({
      counts: { refused: mostFaultyRows + 5 },
      faultsKept: mostFaultyRows,
    });
    const last = await imports.faults(owner, id, { row: mostFaultyRows - 3, ordinal: 0 }, 99);
    expect(last.map(({ row, ordinal }) => [row, ordinal])).toEqual([
      [mostFaultyRows - 2, 0],
      [20_001, 0],
      [20_001, 1],
      [20_002, 0],
      [20_002, 1],
    ]);
    expect(await funnel.count('import_fault', 'import_id = $1', [id])).toBe(mostFaultyRows + 2);
  });

  describe('abandoned work', () => {
    const age = (id: string, interval: string) =>
      funnel.sql('update import set created_at = now() - $2::interval where id = $1', [id, interval]);
    const requeue = () => new RequeueImports(imports, funnel.get(UnitOfWork), funnel.get(Outbox));

    beforeEach(async () => {
      await funnel.sql('delete from outbox');
      await funnel.sql(`update import set state = 'completed' where state in ('queued', 'running')`);
    });

    it('is what has no job and no living worker, oldest first', async () => {
      const ids = await Promise.all(['lost', 'crashed', 'fresh', 'held', 'pending', 'ended'].map(() => queued('{}')));
      const [lost, crashed, , held, pending, ended] = ids as [string, string, string, string, string, string];
      for (const id of [lost, held, pending, ended]) await age(id, '1 minute');
      await claimed(held);
      const { fence } = await claimed(crashed);
      expect(fence).toBe(1);
      await endLease(crashed);
      await imports.finish(ended, (await claimed(ended)).fence);
      await funnel.sql(`insert into outbox (queue, name, key, payload) values ('ingest', 'import-file.v1', $1, '{}')`, [
        `import-file.${pending}`,
      ]);
      expect(await imports.abandoned(9)).toEqual([lost, crashed]);
      expect(await imports.abandoned(1)).toEqual([lost]);
      await funnel.sql('update outbox set relayed_at = now()');
      // What was relayed lately may still wait its turn in the queue.
      expect(await imports.abandoned(9)).not.toContain(pending);
      await funnel.sql(`update outbox set created_at = now() - interval '1 minute'`);
      expect(await imports.abandoned(9)).toContain(pending);
    });

    it('gets a new job within a quarter of an hour, however long it has waited', async () => {
      const waiting = await queued('{}');
      await age(waiting, '8 hours');
      await funnel.sql(
        `insert into outbox (queue, name, key, payload, relayed_at, created_at)
         values ('ingest', 'import-file.v1', $1, '{}', now(), now() - interval '14 minutes')`,
        [`import-file.${waiting}`],
      );
      expect(await imports.abandoned(9)).toEqual([]);
      await funnel.sql(`update outbox set created_at = now() - interval '16 minutes'`);
      expect(await imports.abandoned(9)).toEqual([waiting]);
    });

    it('gets one new job, whoever finds it', async () => {
      for (const id of [await queued('{}'), await queued('{}')]) await age(id, '1 minute');
      const found = await Promise.all([1, 2, 3].map(() => requeue().execute()));
      expect(found.reduce((sum, n) => sum + n, 0)).toBe(2);
      expect(await funnel.count('outbox', 'relayed_at is null')).toBe(2);
      expect(await requeue().execute()).toBe(0);
    });

    it('stages bytes sealed, and reads those that an earlier release has staged as they came', async () => {
      const id = await imports.create(owner, 'projects', plain);
      await imports.appendChunk(id, 0, Buffer.from('13812345678'));
      await funnel.sql(`insert into upload_chunk (import_id, sequence, bytes) values ($1, 1, '张三')`, [id]);
      const [first] = await funnel.sql<{ bytes: Buffer }>(
        'select bytes from upload_chunk where import_id = $1 and sequence = 0',
        [id],
      );
      expect(first!.bytes.includes(Buffer.from('138'))).toBe(false);
      expect(Buffer.concat(await collect(imports.bytes(id))).toString()).toBe('13812345678张三');
    });

    it('does not keep the bytes of a staging that was given up a day ago', async () => {
      const old = await imports.create(owner, 'projects', plain);
      await imports.appendChunk(old, 0, Buffer.from('x'));
      const young = await imports.create(owner, 'projects', plain);
      await imports.appendChunk(young, 0, Buffer.from('x'));
      await age(old, '25 hours');
      await age(young, '23 hours');
      expect(await imports.abandoned(9)).toEqual([]);
      expect([await chunksOf(old), await chunksOf(young)]).toEqual([0, 1]);
      await expect(imports.report(owner, old)).rejects.toMatchObject(notFound);
      await expect(imports.appendChunk(old, 1, Buffer.from('y'))).rejects.toMatchObject(notFound);
    });
  });

  describe('through the use cases', () => {
    const store = () =>
      new BatchStore(
        funnel.get(ProjectStore),
        funnel.get(EnterpriseStore),
        funnel.get(DemandStore),
        funnel.get(ExpertScoreStore),
        new ContactFiling(funnel.get(ContactStore), funnel.get(AuditLog)),
        funnel.get(AuditLog),
      );
    const runImport = (repository = imports, batches = store()) =>
      new RunImport(
        repository,
        new FileBatches(
          new FilePlanner(repository, funnel.get(MappingRepository)),
          new FileRowReader({ maxExpandedBytes: 10_000_000 }),
          new InlineAnalyser(),
          new FakeEncoder(),
          new SuggestDomains(silentClassifier),
        ),
        new BatchWriter(
          repository,
          funnel.get(QuarantineRepository),
          batches,
          funnel.get(UnitOfWork),
          funnel.get(Rehearsal),
        ),
        new FinishImport(
          repository,
          new RequestDuplicateSearch(funnel.get(DuplicateSearchRepository), funnel.get(UnitOfWork), funnel.get(Outbox)),
          funnel.get(UnitOfWork),
        ),
        new ImportSettings(minuteMs),
      );
    const request = (bytes: Buffer, maxBytes = 10_000_000) =>
      new RequestImport(imports, funnel.get(UnitOfWork), funnel.get(Outbox), funnel.get(AuditLog)).execute(
        owner,
        'projects',
        pieces(bytes.subarray(0, 1), bytes.subarray(1)),
        maxBytes,
      );

    it('imports good rows of a compressed file and reports the others', async () => {
      const file = [
        line('U1'),
        '',
        '{',
        line('U2', { title: '长'.repeat(301), stage: '小试' }),
        line('U3', { secrecy: '机密', title: '不可入库' }),
        line('U1'),
      ];
      const importId = await request(gzipSync(file.join('\r\n')));
      await runImport().execute({ importId });
      const report = await imports.report(owner, importId);
      expect(report).toMatchObject({
        state: 'completed',
        rowsDone: 6,
        counts: { created: 1, updated: 0, unchanged: 1, refused: 3 },
      });
      const faults = await imports.faults(owner, importId, { row: 0, ordinal: 0 }, 99);
      expect(faults).toEqual([
        { row: 3, ordinal: 0, outcome: 'refused', code: 'row.not-json', message: 'is not JSON' },
        {
          row: 4,
          ordinal: 0,
          outcome: 'refused',
          column: 'title',
          code: 'field.too-big',
          message: expect.any(String),
          value: `${'长'.repeat(100)}…`,
        },
        { row: 5, ordinal: 0, outcome: 'refused', code: 'project.secrecy-not-public' },
      ]);
      expect(await funnel.count('upload_chunk', 'import_id = $1', [importId])).toBe(0);
      expect(await funnel.count('outbox', 'key = $1', [`import-file.${importId}`])).toBe(1);
      await runImport().execute({ importId });
      expect(await imports.report(owner, importId)).toEqual(report);
    });

    it('resumes after a crash without repeating what was committed', async () => {
      const file = Array.from({ length: 450 }, (_, n) => (n % 100 === 7 ? 'broken' : line(`V${n}`)));
      const importId = await request(Buffer.from(file.join('\n')));
      const crashing = store();
      const write = crashing.store.bind(crashing);
      let batches = 0;
      crashing.store = async (...batch) => {
        const outcomes = await write(...batch);
        batches += 1;
        if (batches === 2) throw new Error('crash');
        return outcomes;
      };
      await expect(runImport(imports, crashing).execute({ importId })).rejects.toThrow('crash');
      expect(await imports.report(owner, importId)).toMatchObject({ state: 'running', rowsDone: 200 });

      // The failed attempt has given its lease back.
      await runImport().execute({ importId });
      expect(await imports.report(owner, importId)).toMatchObject({
        state: 'completed',
        rowsDone: 450,
        counts: { created: 445, updated: 0, unchanged: 0, refused: 5 },
      });
      const faults = await imports.faults(owner, importId, { row: 0, ordinal: 0 }, 99);
      expect(faults.map(({ row }) => row)).toEqual([8, 108, 208, 308, 408]);
      expect(await funnel.count('project', `external_id like 'V%'`)).toBe(445);
    });

    it('ends an import that was claimed too often', async () => {
      const importId = await request(Buffer.from(line('T1')));
      await funnel.sql('update import set attempts = 10 where id = $1', [importId]);
      await runImport().execute({ importId });
      expect(await imports.report(owner, importId)).toMatchObject({
        state: 'failed',
        failureCode: 'import.abandoned',
        rowsDone: 0,
      });
      expect(await chunksOf(importId)).toBe(0);
      const last = await request(Buffer.from(line('T2')));
      await funnel.sql('update import set attempts = 9 where id = $1', [last]);
      await runImport().execute({ importId: last });
      expect(await imports.report(owner, last)).toMatchObject({ state: 'completed', counts: { created: 1 } });
    });

    it('ends a file that can not be read as failed', async () => {
      const importId = await request(gzipSync(line('W1')).subarray(0, -5));
      await runImport().execute({ importId });
      expect(await imports.report(owner, importId)).toMatchObject({
        state: 'failed',
        failureCode: 'import.unreadable',
      });
    });

    it('keeps nothing of an upload that is empty or too large', async () => {
      const before = await funnel.count('import');
      await expect(request(Buffer.alloc(0))).rejects.toMatchObject(domainError('invalid', 'import.empty'));
      await expect(request(Buffer.alloc(3_000_000, 0x20), 2_999_999)).rejects.toBeInstanceOf(DomainError);
      expect(await funnel.count('import')).toBe(before);
      expect(await funnel.count('upload_chunk c', 'not exists (select from import i where i.id = c.import_id)')).toBe(
        0,
      );
    });

    describe('a project that is declared not public', () => {
      const imported = async (...file: string[]) => {
        const importId = await request(Buffer.from(file.join('\n')));
        await runImport().execute({ importId });
        return importId;
      };
      const revisionsOf = (externalId: string) =>
        funnel.sql<{ id: string; status: string; title: string }>(
          `select project.id, status, content->>'title' as title from project
             join project_revision on project_id = project.id
            where external_id = $1 order by revision`,
          [externalId],
        );
      const statusesOf = async (externalId: string) => (await revisionsOf(externalId)).map(({ status }) => status);
      const sealingsOf = (projectId: string) =>
        funnel.sql(
          `select principal_id, after, reason from audit_event where action = 'project.seal' and subject_id = $1`,
          [projectId],
        );

      it('is sealed with an audit entry, and nothing of the row is kept', async () => {
        await imported(line('S1'), line('S2'));
        const importId = await imported(
          line('S1', { secrecy: '秘密', title: '不可入库' }),
          line('S3', { secrecy: '秘密' }),
          line('S2').replace('"secrecy"', '"secrecy":"机密","secr\\u0065cy"'),
        );
        expect(await imports.report(owner, importId)).toMatchObject({ counts: { created: 0, refused: 3 } });
        expect(await imports.faults(owner, importId, { row: 0, ordinal: 0 }, 9)).toEqual(
          [1, 2, 3].map((row) => ({ row, ordinal: 0, outcome: 'refused', code: 'project.secrecy-not-public' })),
        );
        for (const externalId of ['S1', 'S2']) {
          const revisions = await revisionsOf(externalId);
          expect(revisions.map(({ status, title }) => [status, title])).toEqual([
            ['active', '石墨烯散热膜'],
            ['sealed', '石墨烯散热膜'],
          ]);
          expect(await sealingsOf(revisions[0]!.id)).toEqual([
            { principal_id: owner.principalId, after: { revision: 2 }, reason: 'declared not public' },
          ]);
          expect(await funnel.count('project_analysis', 'project_id = $1', [revisions[0]!.id])).toBe(2);
        }
        expect(await revisionsOf('S3')).toEqual([]);
        await imported(line('S1', { secrecy: '秘密' }));
        expect(await statusesOf('S1')).toEqual(['active', 'sealed']);
        const again = await imported(line('S1', { title: '改了说法' }));
        expect(await imports.faults(owner, again, { row: 0, ordinal: 0 }, 9)).toMatchObject([
          { row: 1, column: 'externalId', code: 'project.sealed' },
        ]);
        expect(await statusesOf('S1')).toEqual(['active', 'sealed']);
      });

      it('ends as the last row says', async () => {
        await imported(line('S4'), line('S4', { secrecy: '秘密' }), line('S5', { secrecy: '秘密' }), line('S5'));
        expect([await statusesOf('S4'), await statusesOf('S5')]).toEqual([['active', 'sealed'], ['active']]);
      });

      it('stays as it is when another organisation says so', async () => {
        await imported(line('S6'));
        const store = funnel.get(ProjectStore);
        const key = { channel: 'open-call', externalId: 'S6' } as const;
        expect(await store.sealByKey(other, [key, { ...key, externalId: 'S7' }])).toEqual([]);
        expect(await statusesOf('S6')).toEqual(['active']);
        expect(await store.sealByKey(owner, [])).toEqual([]);
      });
    });

    it('refuses names of the prototype as unknown fields', async () => {
      const importId = await request(Buffer.from(`${line('X1').slice(0, -1)},"__proto__":{"trl":5}}`));
      await runImport().execute({ importId });
      expect(await imports.report(owner, importId)).toMatchObject({ counts: { created: 0, refused: 1 } });
    });
  });
});
