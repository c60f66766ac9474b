import type { Scope } from '@throughtrain/domain';
import { ExpertScoreStore, ImportRepository, RequestImport, RunImport } from '@throughtrain/ingestion';
import { projectRow } from '@throughtrain/testing';
import { WorkerBench } from './worker-bench';

const header = '成果编号,征集渠道,专家代号,专家单位,技术领先性,产业化可行性,产业发展前景,评审日期,利益冲突声明';
const csv = (...rows: readonly string[]): Buffer => Buffer.from(`${[header, ...rows].join('\r\n')}\r\n`);

describe('expert scores by file', () => {
  let bench: WorkerBench;
  let analyst: Scope;

  beforeAll(async () => {
    bench = await WorkerBench.open();
    await bench.import(await bench.principal('agency'), 'projects', [
      projectRow(1, { channel: 'open-call', externalId: 'S-1', institution: { name: '甲院', group: '甲集团' } }),
      projectRow(2, { channel: 'open-call', externalId: 'S-2', institution: { name: '乙院' } }),
    ]);
  });
  beforeEach(async () => {
    analyst = { ...(await bench.principal('host')), roles: ['analyst'] };
  });
  afterAll(() => bench.close());

  async function imported(bytes: Buffer, dryRun = false) {
    async function* pieces() {
      yield bytes;
    }
    const options = { dryRun, defaults: {} };
    const importId = await bench.app.get(RequestImport).execute(analyst, 'expert-scores', pieces(), 10_000, options);
    await bench.app.get(RunImport).execute({ importId });
    const imports = bench.app.get(ImportRepository);
    const { state, counts, levels } = await imports.report(analyst, importId);
    const faults = await imports.faults(analyst, importId, { row: 0, ordinal: -1 }, 100);
    return { state, counts, levels, faults: faults.map(({ row, column, code }) => `${row} ${column} ${code}`) };
  }

  const scoresOf = async (externalId: string) => {
    const [project] = await bench.sql<{ id: string }>('select id from project where external_id = $1', [externalId]);
    return bench.app.get(ExpertScoreStore).of(analyst, project!.id);
  };

  const rows = [
    'S-1,高校院所公开征集,ZJ-1,丙院,80,70,,2026-05-01,无',
    'S-1,公开征集,ZJ-1,丙院,90,75,60,2026年5月9日,否',
    'S-2,高校院所公开征集,ZJ-1,丙院,55,,,2026-05-01,无',
    'S-1,高校院所公开征集,ZJ-2,甲院,99,99,99,2026-05-01,无',
    'S-1,高校院所公开征集,ZJ-3,甲院,99,,,2026-05-01,有',
    'S-9,高校院所公开征集,ZJ-1,丙院,1,,,2026-05-01,无',
    'S-2,高校院所公开征集,ZJ-1,丙院,101,,,2026-05-02,无',
  ];
  const faults = [
    '3 channel value.alias',
    '3 conflict value.alias',
    '5 conflict expert-score.conflict-of-interest',
    '7 externalId expert-score.project-unknown',
    '8 lead field.too-big',
  ];
  const none = { storable: 0, matchable: 0, pushable: 0 };

  it('takes them with headers of the form, refuses a conflict with its row, and the same file again changes nothing', async () => {
    const first = await imported(csv(...rows));
    expect({ ...first, faults: first.faults.sort() }).toEqual({
      state: 'completed',
      counts: { created: 4, updated: 0, unchanged: 0, refused: 3, changed: 1, advised: 0, quarantined: 0 },
      levels: none,
      faults,
    });
    expect(await scoresOf('S-1')).toMatchObject({ raters: 1, lead: { mean: 90 }, prospect: { mean: 60 } });
    expect((await scoresOf('S-1')).own).toHaveLength(3);
    expect(await imported(csv(...rows))).toMatchObject({ counts: { created: 0, unchanged: 4, refused: 3 } });
    expect((await scoresOf('S-1')).own).toHaveLength(3);
  });

  it('tells the same in a dry run, and keeps none', async () => {
    expect(await imported(csv(...rows, rows[0]!), true)).toMatchObject({
      counts: { created: 4, unchanged: 1, refused: 3, changed: 1 },
    });
    expect((await scoresOf('S-1')).own).toEqual([]);
    expect(await imported(csv(...rows))).toMatchObject({ counts: { created: 4 } });
  });

  it('is not misled about the institution of an expert by another row', async () => {
    const own = 'S-1,高校院所公开征集,ZJ-4,甲院,99,,,2026-05-01,无';
    const silent = 'S-2,高校院所公开征集,ZJ-4,,50,,,2026-05-01,无';
    const moved = 'S-2,高校院所公开征集,ZJ-4,丁院,50,,,2026-05-02,无';
    const { counts, faults: told } = await imported(csv(own, silent, moved));
    expect([counts.created, told]).toEqual([2, ['2 conflict expert-score.conflict-of-interest']]);
  });

  it('never repeats a name that stands where the code of an expert belongs', async () => {
    const { faults: told } = await imported(csv('S-1,高校院所公开征集,张三丰,,80,,,2026-05-01,无'));
    expect(told).toEqual(['2 rater field.invalid-format']);
    expect(await bench.sql(`select value from import_fault where column_name = 'rater' and value is not null`)).toEqual(
      [],
    );
  });
});
