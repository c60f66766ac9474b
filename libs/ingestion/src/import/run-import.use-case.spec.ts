import { DomainError, Rehearsal, UnitOfWork } from '@throughtrain/domain';
import type { CodeClassifier } from '@throughtrain/ranking';
import { FakeEncoder, InlineAnalyser, silentClassifier } from '@throughtrain/testing';
import type { RequestDuplicateSearch } from '../duplicates/request-duplicate-search.use-case';
import type { ContactStore } from '../ports/contact-store.port';
import type { ImportRepository } from '../ports/import.repository.port';
import type { MappingRepository } from '../ports/mapping.repository.port';
import type { QuarantineRepository } from '../ports/quarantine.repository.port';
import type { ExpertScoreStore } from '../ports/expert-score-store.port';
import type { DemandStore, EnterpriseStore, ProjectStore } from '../ports/record-stores.port';
import { RowReader, type ObjectRow, type OpenedFile, type UnreadRow } from '../ports/row-reader.port';
import { BatchStore } from './batch-store';
import { BatchWriter } from './batch-writer';
import { ContactFiling } from './contact-filing';
import { FinishImport } from './finish-import';
import { FileBatches } from './file-batches';
import { FilePlanner } from './plan-file';
import { SuggestDomains } from '../suggestions/suggest-domains.use-case';
import { ImportSettings, RunImport } from './run-import.use-case';

const scope = { principalId: 'p', organisationId: 'o', roles: [] };
const leaseMs = 30_000;
const lost = new DomainError('unavailable', 'lease.lost');

const project = (externalId: string, said: object = {}) => ({
  externalId,
  channel: 'open-call',
  secrecy: '公开',
  title: '低温电解液',
  summary: '锂电池',
  ...said,
});
const good = (row: number, bytes = 100): ObjectRow => ({ row, value: project(`P-${row}`), bytes, repeatedKeys: [] });
const broken = (row: number): UnreadRow => ({ row, fault: { code: 'row.not-json', message: 'is not JSON' } });

class Inline extends UnitOfWork {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

class Nowhere extends Rehearsal {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

/** A use case over an import that holds the given rows. Before each of them as much time passes as `msPerRow` says. */
function bench({
  rows,
  msPerRow = 0,
  chunks = 1,
  msPerChunk = 0,
  fence = 1,
  attempts = 1,
  rowsDone = 0,
  dryRun = false,
  classifier = silentClassifier,
}: BenchOptions) {
  let nowMs = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  class Reader extends RowReader {
    override open(bytes: AsyncIterable<Buffer>): Promise<OpenedFile> {
      return Promise.resolve({ format: 'ndjson', rows: this.rows(bytes) });
    }

    private async *rows(bytes: AsyncIterable<Buffer>): AsyncGenerator<ObjectRow | UnreadRow> {
      for await (const chunk of bytes) nowMs += chunk.length * msPerChunk;
      for (const row of rows) {
        nowMs += msPerRow;
        yield row;
      }
    }
  }
  const imports = {
    claim: jest.fn(() => Promise.resolve({ fence, attempts, rowsDone, kind: 'projects', scope, dryRun, defaults: {} })),
    bytes: async function* () {
      for (let n = 0; n < chunks; n += 1) yield await Promise.resolve(Buffer.alloc(1));
    },
    advance: jest.fn<Promise<void>, Parameters<ImportRepository['advance']>>(() => Promise.resolve()),
    keep: jest.fn(() => Promise.resolve()),
    release: jest.fn(() => Promise.resolve()),
    finish: jest.fn(() => Promise.resolve()),
    settle: jest.fn(() => Promise.resolve()),
    restart: jest.fn(() => Promise.resolve()),
  };
  const quarantine = {
    cleared: jest.fn((_scope: unknown, _kind: unknown, _digests: readonly Buffer[]) =>
      Promise.resolve(new Set<string>()),
    ),
    hold: jest.fn((_scope: unknown, _id: unknown, _kind: unknown, _rows: readonly { row: number }[]) =>
      Promise.resolve(),
    ),
  };
  const projects = {
    upsert: jest.fn((_scope: unknown, batch: readonly unknown[]) => Promise.resolve(batch.map(() => 'created'))),
    levels: jest.fn((_scope: unknown, keys: readonly unknown[]) => Promise.resolve(keys.map(() => 'storable'))),
    sealByKey: jest.fn((_scope: unknown, keys: readonly { externalId: string }[]) =>
      Promise.resolve(keys.map(({ externalId }) => ({ projectId: `id of ${externalId}`, revision: 2 }))),
    ),
  };
  const audit = { record: jest.fn(() => Promise.resolve()) };
  const store = new BatchStore(
    projects as unknown as ProjectStore,
    {} as EnterpriseStore,
    {} as DemandStore,
    {} as ExpertScoreStore,
    new ContactFiling({} as ContactStore, audit),
    audit,
  );
  const repository = imports as unknown as ImportRepository;
  const duplicates = { execute: jest.fn(() => Promise.resolve()) };
  const finish = new FinishImport(repository, duplicates as unknown as RequestDuplicateSearch, new Inline());
  const useCase = new RunImport(
    repository,
    new FileBatches(
      new FilePlanner(repository, {} as MappingRepository),
      new Reader(),
      new InlineAnalyser(),
      new FakeEncoder(),
      new SuggestDomains(classifier),
    ),
    new BatchWriter(repository, quarantine as unknown as QuarantineRepository, store, new Inline(), new Nowhere()),
    finish,
    new ImportSettings(leaseMs),
  );
  const run = () => useCase.execute({ importId: 'i' });
  const batches = () => imports.advance.mock.calls.map(([, , batch]) => batch);
  return { run, imports, projects, audit, quarantine, duplicates, batches };
}

interface BenchOptions {
  rows: readonly (ObjectRow | UnreadRow)[];
  msPerRow?: number;
  chunks?: number;
  msPerChunk?: number;
  fence?: number;
  attempts?: number;
  rowsDone?: number;
  dryRun?: boolean;
  classifier?: CodeClassifier;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('RunImport', () => {
  afterEach(() => jest.restoreAllMocks());

  it('has what it brought in compared with the library, also when it fails midway', async () => {
    const ended = bench({ rows: range(3).map((n) => good(n + 1)) });
    await ended.run();
    expect(ended.duplicates.execute.mock.calls).toEqual([[scope, 'changed']]);
    const abandoned = bench({ rows: [], fence: 11, attempts: 11 });
    await abandoned.run();
    expect(abandoned.imports.finish).toHaveBeenCalledWith('i', 11, { code: 'import.abandoned' });
    expect(abandoned.duplicates.execute).toHaveBeenCalledTimes(1);
  });

  it('counts 200 rows to a batch, wherever blank lines stand', async () => {
    const rows = range(450).map((n) => (n === 5 ? broken(2 * n + 1) : good(2 * n + 1)));
    const { run, batches, imports } = bench({ rows });
    await run();
    expect(batches().map(({ rowsDone, counts }) => [rowsDone, counts.created, counts.refused])).toEqual([
      [399, 199, 1],
      [799, 200, 0],
      [899, 50, 0],
    ]);
    expect(imports.finish).toHaveBeenCalledWith('i', 1, undefined);
    expect(imports.release).not.toHaveBeenCalled();
  });

  it('tells which domains the text of a row suggests that names none, and changes nothing of it', async () => {
    const suggested = [{ list: 'sei', code: '6.3', score: 0.8 }] as const;
    const classifier = { suggest: () => suggested } as unknown as CodeClassifier;
    const withCode = { ...good(2), value: project('P-2', { seiCodes: ['6.5'] }) };
    const misspelt = { ...good(3), value: project('P-3', { stage: '?' }) };
    const { run, batches, projects } = bench({ rows: [good(1), withCode, misspelt, broken(4)], classifier });
    await run();
    const [batch] = batches();
    const advice = { outcome: 'advised', column: 'seiCodes', code: 'domain.suggested', suggested };
    expect(batch?.notes).toEqual([
      { row: 1, ...advice },
      expect.objectContaining({ row: 3, outcome: 'changed', column: 'stage' }),
      { row: 3, ...advice },
    ]);
    expect(batch?.counts).toMatchObject({ created: 3, changed: 1, refused: 1, advised: 2 });
    expect(projects.upsert.mock.calls[0]?.[1]).toEqual(
      [[], ['6.5'], []].map((seiCodes): unknown =>
        expect.objectContaining({ record: expect.objectContaining({ seiCodes, hteCodes: [] }) as unknown }),
      ),
    );
  });

  it('ends a batch of long rows at 4 MB', async () => {
    const { run, batches } = bench({ rows: range(130).map((n) => good(n + 1, 65_536)) });
    await run();
    expect(batches().map(({ rowsDone }) => rowsDone)).toEqual([64, 128, 130]);
  });

  it('goes on after the rows that an earlier attempt has written', async () => {
    const { run, batches } = bench({ rows: range(300).map((n) => good(n + 1)), rowsDone: 250 });
    await run();
    expect(batches().map(({ rowsDone, counts }) => [rowsDone, counts.created])).toEqual([[300, 50]]);
  });

  it('renews the lease whenever a third of it has passed without a batch', async () => {
    const slow = bench({ rows: range(9).map((n) => good(n + 1)), msPerRow: leaseMs / 6 });
    await slow.run();
    // Each second row of the nine.
    expect(slow.imports.keep.mock.calls).toEqual(Array(4).fill(['i', 1, leaseMs]));
    const quick = bench({ rows: range(9).map((n) => good(n + 1)), msPerRow: leaseMs / 30 - 1 });
    await quick.run();
    expect(quick.imports.keep).not.toHaveBeenCalled();
  });

  it('takes a batch for a sign of life', async () => {
    const { run, imports } = bench({ rows: range(400).map((n) => good(n + 1)), msPerRow: leaseMs / 3 / 210 });
    await run();
    expect(imports.advance).toHaveBeenCalledTimes(2);
    expect(imports.keep).not.toHaveBeenCalled();
  });

  it('renews the lease over bytes that hold no row, and rows of earlier attempts', async () => {
    const bytes = bench({ rows: [], chunks: 7, msPerChunk: leaseMs / 3 });
    await bytes.run();
    expect(bytes.imports.keep).toHaveBeenCalledTimes(6);
    const done = bench({ rows: range(4).map((n) => good(n + 1)), rowsDone: 4, msPerRow: leaseMs });
    await done.run();
    expect(done.imports.keep).toHaveBeenCalledTimes(4);
    expect(done.imports.advance).not.toHaveBeenCalled();
  });

  it('writes nothing more once the lease is lost', async () => {
    const { run, imports } = bench({ rows: range(300).map((n) => good(n + 1)), msPerRow: leaseMs });
    imports.keep.mockRejectedValueOnce(lost);
    await expect(run()).rejects.toBe(lost);
    expect(imports.advance).not.toHaveBeenCalled();
    expect(imports.finish).not.toHaveBeenCalled();
  });

  it('gives the lease back after an error that is not of the file', async () => {
    const { run, imports } = bench({ rows: [good(1)], fence: 3 });
    const crash = new Error('crash');
    imports.advance.mockRejectedValueOnce(crash);
    await expect(run()).rejects.toBe(crash);
    expect(imports.release).toHaveBeenCalledWith('i', 3, 'failed');
    imports.advance.mockRejectedValueOnce(crash);
    imports.release.mockRejectedValueOnce(new Error('no connection'));
    await expect(run()).rejects.toBe(crash);
  });

  it('gives an attempt back that met an outage', async () => {
    const { run, imports } = bench({ rows: [good(1)] });
    const outage = new DomainError('unavailable', 'encoder.unavailable');
    imports.advance.mockRejectedValueOnce(outage);
    await expect(run()).rejects.toBe(outage);
    expect(imports.release).toHaveBeenCalledWith('i', 1, 'met-outage');
  });

  it('gives up at the eleventh attempt', async () => {
    const last = bench({ rows: [good(1)], fence: 30, attempts: 10 });
    await last.run();
    expect(last.imports.finish).toHaveBeenCalledWith('i', 30, undefined);
    const beyond = bench({ rows: [good(1)], fence: 11, attempts: 11 });
    await beyond.run();
    expect(beyond.imports.finish).toHaveBeenCalledWith('i', 11, { code: 'import.abandoned' });
    expect(beyond.imports.advance).not.toHaveBeenCalled();
  });

  it('seals what a row declares not public, after what stands above it', async () => {
    const secret = (row: number, externalId: string): ObjectRow | UnreadRow => ({
      row,
      value: project(externalId, { secrecy: '秘密' }),
      bytes: 100,
      repeatedKeys: [],
    });
    const { run, projects, audit, batches } = bench({ rows: [good(1), secret(2, 'P-1'), secret(3, 'P-9')] });
    await run();
    const [[stored], [sealed]] = [projects.upsert, projects.sealByKey].map(({ mock }) => mock.invocationCallOrder) as [
      [number],
      [number],
    ];
    expect(stored).toBeLessThan(sealed);
    expect(projects.sealByKey.mock.calls).toEqual([
      [scope, ['P-1', 'P-9'].map((externalId) => ({ channel: 'open-call', externalId }))],
    ]);
    expect(audit.record.mock.calls).toEqual(
      ['P-1', 'P-9'].map((externalId) => [
        scope,
        {
          action: 'project.seal',
          subjectType: 'project',
          subjectId: `id of ${externalId}`,
          after: { revision: 2 },
          reason: 'declared not public',
        },
      ]),
    );
    expect(batches()).toEqual([
      {
        rowsDone: 3,
        counts: { created: 1, updated: 0, unchanged: 0, refused: 2, changed: 0, quarantined: 0, advised: 0 },
        levels: { storable: 1, matchable: 0, pushable: 0 },
        faults: [2, 3].map((row) => ({ row, outcome: 'refused', code: 'project.secrecy-not-public' })),
        notes: [],
        hasSecret: true,
      },
    ]);
  });

  it('holds what carries a mark, tells nothing of it, and does not store it', async () => {
    const marked: ObjectRow = { ...good(2), value: project('P-2', { summary: '机密★10年', title: 5 }) };
    const { run, quarantine, projects, batches } = bench({ rows: [good(1), marked] });
    await run();
    expect(quarantine.hold.mock.calls[0]?.[3].map(({ row }) => row)).toEqual([2]);
    expect(projects.upsert.mock.calls[0]?.[1]).toHaveLength(1);
    expect(batches()).toMatchObject([
      {
        counts: { created: 1, refused: 0, quarantined: 1 },
        faults: [{ row: 2, outcome: 'quarantined', code: 'mark.level' }],
        hasSecret: true,
      },
    ]);
    expect(Object.keys(batches()[0]!.faults[0]!)).toEqual(['row', 'outcome', 'code']);
  });

  it('takes a marked row that a person has let in before', async () => {
    const marked: ObjectRow = { ...good(1), value: project('P-1', { summary: '机密★10年' }) };
    const { run, quarantine, batches } = bench({ rows: [marked] });
    quarantine.cleared.mockImplementation((_scope, _kind, digests) =>
      Promise.resolve(new Set(digests.map((digest) => digest.toString('hex')))),
    );
    await run();
    expect(quarantine.hold).not.toHaveBeenCalled();
    expect(batches()).toMatchObject([{ counts: { created: 1, quarantined: 0 }, hasSecret: false }]);
  });

  it('counts changed rows among those taken, and not those that a store refuses', async () => {
    const rows = [1, 2].map((row): ObjectRow => ({ ...good(row), value: project(`P-${row}`, { stage: '小试' }) }));
    const { run, projects, batches } = bench({ rows });
    const refusal = { column: 'externalId', code: 'project.owned-by-another', message: 'is taken' };
    projects.upsert.mockResolvedValueOnce(['created', refusal as never]);
    await run();
    expect(batches()).toMatchObject([
      {
        counts: { created: 1, refused: 1, changed: 1 },
        notes: [{ row: 1, outcome: 'changed', column: 'stage', code: 'value.alias', value: '小试' }],
        faults: [{ row: 2, outcome: 'refused', code: 'project.owned-by-another' }],
      },
    ]);
  });

  it('begins a dry run anew, and compares its rows with each other', async () => {
    const rows = [...range(200).map((n) => good(n + 1)), { ...good(201), value: project('P-1') }, good(202)];
    const { run, imports, batches } = bench({ rows, dryRun: true, rowsDone: 150 });
    await run();
    expect(imports.restart).toHaveBeenCalledWith('i', 1);
    expect(batches().map(({ rowsDone, counts }) => [rowsDone, counts.created, counts.unchanged])).toEqual([
      [200, 200, 0],
      [202, 1, 1],
    ]);
  });
});
