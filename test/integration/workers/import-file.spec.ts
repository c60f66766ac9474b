import { importFile } from '@throughtrain/contracts';
import { Rehearsal, type Scope } from '@throughtrain/domain';
import {
  BatchStore,
  BatchWriter,
  type EraseEndedContacts,
  type FetchFeed,
  type EncodeLibrary,
  FileBatches,
  FilePlanner,
  FindDuplicates,
  FinishImport,
  ImportRepository,
  ImportSettings,
  MappingRepository,
  QuarantineRepository,
  RequestDuplicateSearch,
  RowReader,
  RunImport,
} from '@throughtrain/ingestion';
import { projectRow } from '@throughtrain/testing';
import { Analyser, Encoder } from '@throughtrain/text';
import { ImportFileProcessor } from '../../../apps/ingest/src/import-file.processor';
import { Crash, crashing, type CrashPlan } from './crash';
import { leaseMs, noMetrics, work, WorkerBench } from './worker-bench';

/** Two full batches and a part, with a fault in each and one project that comes again unchanged. */
const rows = Array.from({ length: 450 }, (_, index) => {
  if ([10, 210, 410].includes(index)) return { ...projectRow(index), title: '' };
  return projectRow(index === 449 ? 3 : index);
});
const expected = {
  state: 'completed',
  rowsDone: 450,
  counts: { created: 446, updated: 0, unchanged: 1, refused: 3 },
};
const untouched = { projects: 446, revisions: 446, analyses: 446, faults: 3 };

describe('the import processor', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let importId: string;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    agency = await bench.principal('agency');
    importId = await bench.requestImport(agency, 'projects', rows);
  });

  afterEach(() => bench.close());

  function processor(plan?: CrashPlan<ImportRepository>): ImportFileProcessor {
    const whole = bench.app.get(ImportRepository);
    const imports = plan ? crashing(whole, plan) : whole;
    const runImport = new RunImport(
      imports,
      new FileBatches(
        new FilePlanner(imports, bench.app.get(MappingRepository)),
        bench.app.get(RowReader),
        bench.app.get(Analyser),
        bench.app.get(Encoder),
      ),
      new BatchWriter(
        imports,
        bench.app.get(QuarantineRepository),
        bench.app.get(BatchStore),
        bench.uow,
        bench.app.get(Rehearsal),
      ),
      new FinishImport(imports, bench.app.get(RequestDuplicateSearch), bench.uow),
      new ImportSettings(leaseMs),
    );
    return new ImportFileProcessor(
      runImport,
      {} as FetchFeed,
      {} as EraseEndedContacts,
      bench.app.get(FindDuplicates),
      {} as EncodeLibrary,
      noMetrics(),
    );
  }

  const run = (plan?: CrashPlan<ImportRepository>) => work(processor(plan), importFile, { importId });
  const report = () => bench.app.get(ImportRepository).report(agency, importId);

  async function stored(): Promise<unknown> {
    const [counts] = await bench.sql(
      `select (select count(*)::int from project) as projects, (select count(*)::int from project_revision) as revisions,
              (select count(*)::int from project_analysis) as analyses, (select count(*)::int from import_fault) as faults`,
    );
    return counts;
  }

  it.each<[string, CrashPlan<ImportRepository>, { rowsDone: number; projects: number }]>([
    ['after the claim', { method: 'claim', call: 1, when: 'after' }, { rowsDone: 0, projects: 0 }],
    ['within the first batch', { method: 'advance', call: 1, when: 'after' }, { rowsDone: 0, projects: 0 }],
    ['within the second batch', { method: 'advance', call: 2, when: 'after' }, { rowsDone: 200, projects: 199 }],
    ['before the end', { method: 'finish', call: 1, when: 'before' }, { rowsDone: 450, projects: 446 }],
  ])('goes on after a crash %s, with the same report and no repeats', async (_where, plan, left) => {
    await expect(run(plan)).rejects.toThrow(Crash);
    expect(await report()).toMatchObject({ state: 'running', rowsDone: left.rowsDone });
    expect(await stored()).toMatchObject({ projects: left.projects });

    await expect(run()).rejects.toThrow('lease.lost');
    await bench.endLeases('import');
    await run();
    expect(await report()).toMatchObject(expected);
    expect(await stored()).toEqual(untouched);
    const faults = await bench.app.get(ImportRepository).faults(agency, importId, { row: 0, ordinal: -1 }, 10);
    expect(faults.map(({ row }) => row)).toEqual([11, 211, 411]);
  });

  it('changes nothing when the job comes again after its end, and ends once, with one search for duplicates', async () => {
    const searches = () => bench.sql('select id from duplicate_search');
    await expect(run({ method: 'finish', call: 1, when: 'after' })).rejects.toThrow(Crash);
    expect([(await report()).state, await searches()]).toEqual(['running', []]);
    await bench.endLeases('import');
    await run();
    const ended = await report();
    expect(ended).toMatchObject(expected);
    await run();
    await run();
    expect(await report()).toEqual(ended);
    expect(await stored()).toEqual(untouched);
    expect(await searches()).toHaveLength(1);
  });

  it('lets only one of two workers write', async () => {
    const both = await Promise.allSettled([run(), run()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).not.toHaveLength(0);
    expect(await report()).toMatchObject(expected);
    expect(await stored()).toEqual(untouched);
  });
});
