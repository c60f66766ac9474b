import { importFile, type ImportKind } from '@throughtrain/contracts';
import { AuditLog, Outbox, Rehearsal, type Scope } from '@throughtrain/domain';
import {
  BatchStore,
  BatchWriter,
  ConfirmMapping,
  DestroyQuarantined,
  FileBatches,
  FilePlanner,
  FinishImport,
  ImportRepository,
  ImportSettings,
  MappingRepository,
  ProjectStore,
  QuarantineRepository,
  RequestDuplicateSearch,
  ReleaseQuarantined,
  RequestImport,
  RevealQuarantined,
  RowReader,
  RunImport,
  type ImportOptions,
} from '@throughtrain/ingestion';
import { projectRow } from '@throughtrain/testing';
import { Analyser, Encoder } from '@throughtrain/text';
import { domainError } from '../persistence/funnel-fixture';
import { Crash, crashing, type CrashPlan } from './crash';
import { leaseMs, WorkerBench } from './worker-bench';

const header = '成果编号,征集渠道,密级,成果名称,成果简介,所处阶段';
const row = (number: number, said = '小试') =>
  `C-${number},高校征集,公开,第${number}项成果,一种制备方法${number},${said}`;
const csv = (...rows: readonly string[]): Buffer => Buffer.from(`${[header, ...rows].join('\r\n')}\r\n`);
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
const plain: ImportOptions = { dryRun: false, defaults: {} };

describe('intake of tables', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let operator: Scope;
  let imports: ImportRepository;
  let quarantine: QuarantineRepository;

  beforeAll(async () => {
    bench = await WorkerBench.open();
    imports = bench.app.get(ImportRepository);
    quarantine = bench.app.get(QuarantineRepository);
    operator = { ...(await bench.principal('agency')), roles: ['operator'] };
  });

  beforeEach(async () => {
    agency = await bench.principal('agency');
  });

  afterAll(() => bench.close());

  async function request(bytes: Buffer, options = plain, kind: ImportKind = 'projects'): Promise<string> {
    async function* pieces() {
      yield bytes;
    }
    return bench.app.get(RequestImport).execute(agency, kind, pieces(), 10_000_000, options);
  }

  async function execute(importId: string, plan?: CrashPlan<ImportRepository>): Promise<void> {
    const repository = plan ? crashing(imports, plan) : imports;
    const store = bench.app.get(BatchStore);
    await new RunImport(
      repository,
      new FileBatches(
        new FilePlanner(repository, bench.app.get(MappingRepository)),
        bench.app.get(RowReader),
        bench.app.get(Analyser),
        bench.app.get(Encoder),
      ),
      new BatchWriter(repository, quarantine, store, bench.uow, bench.app.get(Rehearsal)),
      new FinishImport(repository, bench.app.get(RequestDuplicateSearch), bench.uow),
      new ImportSettings(leaseMs),
    ).execute({ importId });
  }

  async function imported(bytes: Buffer, options = plain): Promise<string> {
    const importId = await request(bytes, options);
    await execute(importId);
    return importId;
  }

  const report = (importId: string) => imports.report(agency, importId);
  const faultsOf = (importId: string) => imports.faults(agency, importId, { row: 0, ordinal: -1 }, 100);
  const stored = () => bench.app.get(ProjectStore).list(agency, undefined, 500);

  it.each<[string, CrashPlan<ImportRepository>, number]>([
    ['before the file is settled', { method: 'settle', call: 1, when: 'before' }, 0],
    ['within the second batch', { method: 'advance', call: 2, when: 'after' }, 201],
    ['before the end', { method: 'finish', call: 1, when: 'before' }, 451],
  ])('goes on after a crash %s, with the same report and no repeats', async (_where, plan, rowsDone) => {
    const prefixed = numbers(450).map((number) => row(number).replace('C-', `${agency.principalId.slice(0, 8)}-`));
    const importId = await request(csv(...prefixed));
    await expect(execute(importId, plan)).rejects.toThrow(Crash);
    expect(await report(importId)).toMatchObject({ state: 'running', rowsDone });
    await bench.endLeases('import');
    await execute(importId);
    expect(await report(importId)).toMatchObject({
      state: 'completed',
      format: 'csv',
      rowsDone: 451,
      counts: { created: 450, updated: 0, unchanged: 0, refused: 0, changed: 450, quarantined: 0 },
      levels: { storable: 450, matchable: 0, pushable: 0 },
      notesKept: 450,
    });
    const again = await imported(csv(...prefixed));
    expect(await report(again)).toMatchObject({ counts: { created: 0, unchanged: 450 } });
  });

  it('tells in a dry run what would happen, and keeps the report alone', async () => {
    const rows = [...numbers(300).map((number) => row(1_000 + number)), row(1_000), row(1_001, '中试'), 'x,,,,,'];
    const importId = await imported(csv(...rows), { dryRun: true, defaults: {} });
    const expected = { created: 300, updated: 1, unchanged: 1, refused: 1, changed: 302, quarantined: 0 };
    expect(await report(importId)).toMatchObject({ state: 'completed', dryRun: true, counts: expected });
    expect(await stored()).toEqual([]);
    expect(
      await bench.sql(`select from audit_event where principal_id = $1 and action <> 'import.request'`, [
        agency.principalId,
      ]),
    ).toEqual([]);
    const real = await imported(csv(...rows));
    expect(await report(real)).toMatchObject({ dryRun: false, counts: expected });
  });

  it('begins a dry run anew after a crash', async () => {
    const importId = await request(csv(...numbers(450).map((number) => row(2_000 + number))), {
      dryRun: true,
      defaults: {},
    });
    await expect(execute(importId, { method: 'advance', call: 2, when: 'after' })).rejects.toThrow(Crash);
    await bench.endLeases('import');
    await execute(importId);
    expect(await report(importId)).toMatchObject({ counts: { created: 450, changed: 450 }, notesKept: 450 });
    expect(await stored()).toEqual([]);
  });

  it('seals and quarantines nothing in a dry run', async () => {
    await imported(csv(row(2_900)));
    const rows = [row(2_900).replace('公开', '秘密'), row(2_901).replace('一种', '机密★10年')];
    const importId = await imported(csv(...rows), { dryRun: true, defaults: {} });
    expect(await report(importId)).toMatchObject({ counts: { refused: 1, quarantined: 1 }, isFileKept: false });
    expect((await stored()).map(({ status }) => status)).toEqual(['active']);
    expect(await quarantine.list(agency, undefined, 9)).toEqual([]);
  });

  it('takes the channel of the import for rows that name none', async () => {
    const file = Buffer.from('成果编号,密级,成果名称,成果简介\r\nK-1,公开,成果,方法\r\n');
    const importId = await imported(file, { dryRun: false, defaults: { channel: 'agency' } });
    expect(await report(importId)).toMatchObject({ counts: { created: 1 } });
    expect((await stored()).map(({ record }) => record.channel)).toEqual(['agency']);
  });

  describe('a table with unknown columns', () => {
    const confirm = (importId: string, columns: Parameters<ConfirmMapping['execute']>[2], remembers = true) =>
      new ConfirmMapping(
        imports,
        bench.app.get(MappingRepository),
        bench.uow,
        bench.app.get(Outbox),
        bench.app.get(AuditLog),
      ).execute(agency, importId, columns, remembers);
    const file = (number: number) =>
      Buffer.from(`题名,编码,征集渠道,密级,成果简介,备注\r\n成果${number},Q-${number},高校征集,公开,方法,内部备忘\r\n`);

    it('waits, is confirmed, goes on, and needs no question the next time', async () => {
      const importId = await imported(file(1));
      expect(await report(importId)).toMatchObject({ state: 'awaiting-mapping', rowsDone: 0, counts: { created: 0 } });
      const { proposal } = await imports.mapping(agency, importId);
      expect(proposal).toMatchObject({ undecided: ['题名', '编码', '备注'], missing: ['externalId', 'title'] });
      expect(JSON.stringify(proposal)).not.toContain('内部备忘');
      await execute(importId);
      expect(await report(importId)).toMatchObject({ state: 'awaiting-mapping' });

      const [title, code] = [
        { header: '题名', field: 'title' },
        { header: '编码', field: 'externalId' },
      ];
      const note = { header: '备注', field: null };
      await expect(confirm(importId, [title, code])).rejects.toMatchObject(
        domainError('invalid', 'import.mapping-incomplete'),
      );
      await expect(confirm(importId, [title, { ...code, field: 'title' }, note])).rejects.toMatchObject(
        domainError('invalid', 'import.mapping-conflict'),
      );
      await expect(confirm(importId, [{ ...title, header: '没有' }])).rejects.toMatchObject(
        domainError('invalid', 'import.mapping-unknown'),
      );
      for (const field of [null, 'market'])
        await expect(confirm(importId, [{ header: '密级', field }])).rejects.toMatchObject(
          domainError('invalid', 'import.secrecy-column'),
        );
      await confirm(importId, [title, code, note]);
      await expect(confirm(importId, [title, code, note])).rejects.toMatchObject(
        domainError('conflict', 'import.not-awaiting-mapping'),
      );
      expect(await bench.sql(`select from outbox where key = $1`, [importFile.key({ importId })])).toHaveLength(2);
      await execute(importId);
      expect(await report(importId)).toMatchObject({ state: 'completed', counts: { created: 1 } });

      const next = await imported(file(2));
      expect(await report(next)).toMatchObject({ state: 'completed', counts: { created: 1 } });
      const mappings = bench.app.get(MappingRepository);
      expect([...(await mappings.known(agency, 'projects'))].sort()).toEqual([
        ['备注', null],
        ['编码', 'externalId'],
        ['题名', 'title'],
      ]);
      expect(await mappings.forget(agency, 'projects', '备注')).toBe(1);
      expect(await report(await imported(file(3)))).toMatchObject({ state: 'awaiting-mapping' });
      expect(await mappings.known(operator, 'projects')).toEqual(new Map());
    });

    it('fails after a week, and its file goes', async () => {
      const importId = await imported(file(4));
      const age = (interval: string) =>
        bench.sql(`update import set awaiting_since = now() - $2::interval where id = $1`, [importId, interval]);
      await age('6 days');
      await imports.abandoned(1);
      expect(await report(importId)).toMatchObject({ state: 'awaiting-mapping', isFileKept: true });
      await age('8 days');
      await imports.abandoned(1);
      await imports.abandoned(1);
      expect(await report(importId)).toMatchObject({
        state: 'failed',
        failureCode: 'import.mapping-not-confirmed',
        isFileKept: false,
      });
    });
  });

  describe('quarantine', () => {
    const marked = (number: number) => row(number).replace('一种制备方法', '机密★10年 某配方');
    const act = () => {
      const parts = [quarantine, bench.uow, bench.app.get(AuditLog)] as const;
      return {
        reveal: new RevealQuarantined(...parts),
        destroy: new DestroyQuarantined(...parts),
        release: new ReleaseQuarantined(quarantine, bench.app.get(BatchStore), bench.uow, bench.app.get(AuditLog)),
      };
    };

    it('keeps what a row says under encryption, out of the library and the report, and holds it once', async () => {
      const importId = await imported(csv(row(5_000), marked(5_001)));
      expect(await report(importId)).toMatchObject({
        counts: { created: 1, refused: 0, quarantined: 1 },
        faultsKept: 1,
        isFileKept: false,
      });
      expect((await faultsOf(importId)).filter(({ outcome }) => outcome === 'quarantined')).toEqual([
        { row: 3, ordinal: 0, outcome: 'quarantined', code: 'mark.level' },
      ]);
      await imported(csv(row(5_000), marked(5_001)));
      const [held, ...others] = await quarantine.list(agency, undefined, 9);
      expect(others).toEqual([]);
      expect(held).toMatchObject({ importId, row: 3, marks: ['mark.level'], state: 'held', kind: 'projects' });
      expect(await bench.sql(`select from quarantined_row where position('某配方'::bytea in content) > 0`)).toEqual([]);
      expect((await stored()).map(({ record }) => record.externalId)).toEqual(['C-5000']);
      expect(await quarantine.list(await bench.principal('agency'), undefined, 9)).toEqual([]);
      const [submitter] = await bench.sql('select id, name from organisation where id = $1', [agency.organisationId]);
      const seen = await quarantine.list(operator, undefined, 500);
      expect(seen.find(({ id }) => id === held!.id)?.submittedBy).toEqual(submitter);
      expect((await quarantine.list(operator, undefined, 500)).map(({ id }) => id)).toContain(held!.id);
    });

    it('tells in the report what was decided about a row', async () => {
      const importId = await imported(csv(marked(5_400), marked(5_401), marked(5_402), row(5_403)));
      const held = await quarantine.list(agency, undefined, 9);
      const at = (wanted: number) => held.find(({ row: number }) => number === wanted)!.id;
      await act().release.execute(operator, at(2), '系公开论文');
      await act().destroy.execute(operator, at(3), '来源不明');
      const faults = (await faultsOf(importId)).filter(({ outcome }) => outcome === 'quarantined');
      const told = faults.map(({ row: number, decision }) => [number, decision]);
      expect(told).toEqual([
        [2, 'released'],
        [3, 'destroyed'],
        [4, undefined],
      ]);
      expect(await report(importId)).toMatchObject({ counts: { created: 1, quarantined: 3 } });
    });

    it('shows a row to an operator, who is written down, and lets it in as its submitter; then it passes', async () => {
      await imported(csv(marked(5_100)));
      const [held] = await quarantine.list(agency, undefined, 9);
      const { reveal, release } = act();
      expect((await reveal.execute(operator, held!.id, '核查')).texts).toContain('机密★10年 某配方5100');
      await expect(reveal.execute(operator, held!.id, '问 13812345678')).rejects.toMatchObject(
        domainError('invalid', 'reason.personal-data'),
      );
      expect(await release.execute(operator, held!.id, '系公开论文')).toBe('created');
      expect(await stored()).toMatchObject([{ status: 'active', record: { externalId: 'C-5100', stage: 'initial' } }]);
      const [revision] = await bench.sql<{ recorded_by: string }>(
        `select recorded_by from project_revision join project on id = project_id where external_id = 'C-5100'`,
      );
      expect(revision?.recorded_by).toBe(agency.principalId);
      const acts = await bench.sql(`select action, principal_id from audit_event where subject_id = $1 order by id`, [
        held!.id,
      ]);
      expect(acts).toEqual(
        ['quarantine.reveal', 'quarantine.release'].map((action) => ({ action, principal_id: operator.principalId })),
      );
      await expect(release.execute(operator, held!.id, '再次')).rejects.toMatchObject(
        domainError('conflict', 'quarantine.already-decided'),
      );
      const again = await imported(csv(marked(5_100)));
      expect(await report(again)).toMatchObject({ counts: { unchanged: 1, quarantined: 0 }, isFileKept: true });
    });

    it('does not let in what the library would refuse', async () => {
      await imported(csv(marked(5_200).replace('高校征集', '朋友介绍')));
      const [held] = await quarantine.list(agency, undefined, 9);
      await expect(act().release.execute(operator, held!.id, '放行')).rejects.toMatchObject({
        code: 'quarantine.row-refused',
        details: { places: [{ path: 'channel', message: 'field.required' }] },
      });
      expect(await quarantine.list(agency, undefined, 9)).toMatchObject([{ state: 'held' }]);
    });

    it('erases what a row says, and holds it anew when it comes again', async () => {
      await imported(csv(marked(5_300)));
      const [held] = await quarantine.list(agency, undefined, 9);
      await act().destroy.execute(operator, held!.id, '确属误报');
      expect(await bench.sql('select content, digest, reason from quarantined_row where id = $1', [held!.id])).toEqual([
        { content: null, digest: null, reason: '确属误报' },
      ]);
      await imported(csv(marked(5_300)));
      const states = (await quarantine.list(agency, undefined, 9)).map(({ state }) => state);
      expect(states.sort()).toEqual(['destroyed', 'held']);
    });
  });

  it('reads a file that was handed back without its last column', async () => {
    async function* pieces() {
      yield Buffer.from(`${JSON.stringify({ ...projectRow(6_000), importResult: '未导入' })}\n`);
    }
    const importId = await bench.app.get(RequestImport).execute(agency, 'projects', pieces(), 10_000);
    await execute(importId);
    expect(await report(importId)).toMatchObject({ counts: { created: 1 } });
  });
});
