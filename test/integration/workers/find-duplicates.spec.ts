import { findDuplicates } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  DuplicateSearchRepository,
  DuplicateStore,
  type EraseEndedContacts,
  type FetchFeed,
  FindDuplicates,
  ImportSettings,
  RequestDuplicateSearch,
  RequeueDuplicateSearches,
  RunImport,
  type EncodeLibrary,
} from '@throughtrain/ingestion';
import { projectRow } from '@throughtrain/testing';
import { ImportFileProcessor } from '../../../apps/ingest/src/import-file.processor';
import { Crash, crashing, type CrashPlan } from './crash';
import { leaseMs, noMetrics, work, WorkerBench } from './worker-bench';

/** 600 projects that nobody takes for one another: more than a batch. */
const strangers = Array.from({ length: 600 }, (_, number) =>
  projectRow(number, {
    institution: { name: `第${number}研究院` },
    title: `第${number}号专题`,
    summary: `${String.fromCharCode(0x4e00 + 37 * number)}${number}`.repeat(3),
  }),
);
const summary = '铽用量降低42%，矫顽力提高9.6kOe，片厚1.8mm，月产12吨。';
const twin = (externalId: string, given: object = {}) =>
  projectRow(1, {
    externalId,
    title: '钕铁硼晶界扩散工艺',
    summary,
    institution: { name: '恒川稀土研究院' },
    patents: [],
    ...given,
  });

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly class: string;
}

describe('the search for duplicates', () => {
  let bench: WorkerBench;
  let agency: Scope;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    agency = await bench.principal('agency');
  });

  afterEach(() => bench.close());

  const searches = () => bench.app.get(DuplicateSearchRepository);

  const run = (searchId: string, plan?: CrashPlan<DuplicateStore>) => {
    const store = bench.app.get(DuplicateStore);
    const use = new FindDuplicates(
      searches(),
      plan ? crashing(store, plan) : store,
      bench.uow,
      new ImportSettings(leaseMs),
    );
    const processor = new ImportFileProcessor(
      bench.app.get(RunImport),
      {} as FetchFeed,
      {} as EraseEndedContacts,
      use,
      {} as EncodeLibrary,
      noMetrics(),
    );
    return work(processor, findDuplicates, { searchId });
  };

  /** The search that followed the last import. */
  async function lastSearch(): Promise<string> {
    const [row] = await bench.sql<{ id: string }>('select id from duplicate_search order by created_at desc limit 1');
    return row!.id;
  }

  /** Imports, and does the search that the import left. */
  async function bring(rows: readonly unknown[], by = agency): Promise<string> {
    await bench.import(by, 'projects', rows);
    const searchId = await lastSearch();
    await run(searchId);
    return searchId;
  }

  const pairs = () =>
    bench.sql<Pair>(
      `select least(p.external_id, q.external_id) as a, greatest(p.external_id, q.external_id) as b, class
         from duplicate_evidence join project p on p.id = project_a join project q on q.id = project_b
        where class <> 'none' order by 1, 2`,
    );
  const decided = () =>
    bench
      .sql<{ verdict: string }>('select verdict from duplicate_decision order by id')
      .then((rows) => rows.map(({ verdict }) => verdict));

  it('follows an import of projects and compares only what it brought', async () => {
    const first = await bring([...strangers.slice(0, 10), twin('A')]);
    expect(await searches().find(first)).toMatchObject({ state: 'completed', counts: { projects: 11, certain: 0 } });
    const second = await bring([
      twin('B', { channel: 'agency' }),
      twin('C', { channel: 'agency', patents: ['ZL202010000101.4'] }),
    ]);
    expect((await searches().find(second)).counts).toEqual({ projects: 2, pairs: 3, certain: 3, likely: 0 });
    expect(await pairs()).toEqual([
      { a: 'A', b: 'B', class: 'certain' },
      { a: 'A', b: 'C', class: 'certain' },
      { a: 'B', b: 'C', class: 'certain' },
    ]);
    expect(await decided()).toEqual(['merge', 'merge', 'merge']);
  });

  it('leaves no search behind an import of other records', async () => {
    await bench.requestRun();
    expect(await bench.sql('select id from duplicate_search')).toHaveLength(1);
  });

  it('says anew what it said when words change, and nothing twice', async () => {
    await bring([twin('A'), twin('B', { channel: 'agency' })]);
    await bring([
      twin('B', { channel: 'agency', title: '另一个题目', summary: '别的内容，产量77吨，效率63.5%，厚度0.35mm。' }),
    ]);
    expect(await pairs()).toEqual([]);
    expect(await decided()).toEqual(['merge', 'release']);
    const { id } = await bench.app.get(RequestDuplicateSearch).execute(agency, 'all');
    await run(id);
    expect((await searches().find(id)).counts.projects).toBe(2);
    expect(await decided()).toEqual(['merge', 'release']);
  });

  it.each<[string, CrashPlan<DuplicateStore>, number]>([
    ['within the first batch', { method: 'record', call: 1, when: 'after' }, 0],
    ['within the second batch', { method: 'file', call: 2, when: 'after' }, 500],
  ])('goes on after a crash %s, with the same result', async (_where, plan, checked) => {
    const rows = [...strangers, twin('A'), twin('B', { channel: 'agency' })];
    await bench.import(agency, 'projects', rows);
    const searchId = await lastSearch();
    await expect(run(searchId, plan)).rejects.toThrow(Crash);
    expect(await bench.sql('select from duplicate_check')).toHaveLength(checked);
    await bench.endLeases('duplicate_search');
    await run(searchId);
    await run(searchId);
    expect(await searches().find(searchId)).toMatchObject({
      state: 'completed',
      counts: { projects: 602, certain: 1 },
    });
    expect(await pairs()).toEqual([{ a: 'A', b: 'B', class: 'certain' }]);
    expect(await decided()).toEqual(['merge']);
  });

  it('is enqueued again when its worker is gone', async () => {
    await bench.import(agency, 'projects', [twin('A')]);
    const searchId = await lastSearch();
    const requeue = () => new RequeueDuplicateSearches(searches(), bench.uow, bench.outbox).execute();
    expect(await requeue()).toBe(0);
    await bench.sql(`update outbox set relayed_at = now(), created_at = now() - interval '1 day'`);
    await bench.sql(`update duplicate_search set created_at = now() - interval '2 minutes'`);
    expect(await requeue()).toBe(1);
    expect(await requeue()).toBe(0);
    await run(searchId);
    await bench.sql(`update outbox set relayed_at = now(), created_at = now() - interval '1 day'`);
    expect(await requeue()).toBe(0);
  });

  describe('beside a sealed project', () => {
    const sealing = (externalId: string) => ({ ...twin(externalId), secrecy: '内部' });
    const seal = async (externalId: string): Promise<void> => {
      const importId = await bench.requestImport(agency, 'projects', [sealing(externalId)]);
      await bench.app.get(RunImport).execute({ importId });
    };
    const held = () =>
      bench.sql<{ other: string }>(
        `select case when p.external_id = 'A' then q.external_id else p.external_id end as other
           from duplicate_decision join project p on p.id = project_a join project q on q.id = project_b
          where verdict = 'hold' order by 1`,
      );

    it('holds at once what is joined with it, also through others, and what probably repeats it', async () => {
      const reworded = {
        channel: 'self-nominated',
        title: '少用重稀土的磁钢',
        summary: '铽省了42%，矫顽力多出9.6kOe，一片1.8毫米，一个月出12吨。',
      };
      const other = await bench.principal('agency');
      await bring([twin('A', { patents: ['ZL202010000101.4'] }), ...strangers.slice(0, 3)]);
      await bring(
        [
          twin('B', {
            channel: 'agency',
            title: '甲',
            summary: '乙',
            patents: ['ZL202010000101.4', 'ZL202010000202.9'],
          }),
          twin('C', { channel: 'agency', title: '丙', summary: '丁', patents: ['ZL202010000202.9'] }),
          twin('D', reworded),
        ],
        other,
      );
      await seal('A');
      expect((await held()).map((row) => row.other)).toEqual(['B', 'C', 'D']);
      await run(await lastSearch());
      expect(await held()).toHaveLength(3);
    });

    it('holds what comes later, and does not let go when its words change', async () => {
      await bring([twin('A')]);
      await seal('A');
      await run(await lastSearch());
      await bring([twin('B', { channel: 'agency' })]);
      expect((await held()).map((row) => row.other)).toEqual(['B']);
      await bring([twin('B', { channel: 'agency', title: '另一个题目', summary: '别的内容' })]);
      expect(await decided()).toEqual(['hold']);
    });
  });
});
