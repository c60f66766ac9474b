import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../../../tools/evaluate/evaluate';
import { readOptions } from '../../../tools/evaluate/options';
import { readBandOptions } from '../../../tools/evaluate/bands/options';
import { setBands } from '../../../tools/evaluate/bands/set-bands';
import { openShippedModels, type Models } from '../../../tools/evaluate/shipped-models';

const root = join(__dirname, '..', '..', '..');
const projects = [
  { id: 'p1', title: '磷酸铁锂废料选择性提锂', summary: '黑粉中锂的回收率96%', keywords: ['锂回收', '黑粉'] },
  {
    id: 'p2',
    title: 'Selective lithium leaching from spent batteries',
    summary: 'Recovery of lithium from black mass.',
  },
  { id: 'p3', title: '奶牛乳房炎快速检测试纸', summary: '牧场现场十分钟出结果', keywords: '奶牛；乳房炎' },
  { id: 'p4', title: '混凝土裂缝自修复微胶囊', summary: '修复0.4mm裂缝' },
];
const demands = [
  { id: 'd1', enterpriseId: 'e1', title: '黑粉里的锂提不干净', description: '废旧电池黑粉，锂回收率要到95%' },
  { id: 'd2', enterpriseId: 'e1', title: '奶牛乳房炎怎么早发现', description: '挤奶厅里要能当场看出来' },
  { id: 'd3', enterpriseId: 'e2', title: '桥面裂缝', description: '混凝土开裂渗水' },
];
const judgements = ['d1 0 p1 3', 'd1 0 p2 2', 'd1 0 p3 0', 'd2 0 p3 3', 'd2 0 p1 0', 'd3 0 p4 2', 'd3 0 p2 0'];

let folder: string;
let models: Models;
beforeAll(async () => {
  models = await openShippedModels(join(root, 'models/corpus-statistics'));
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  const ndjson = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
  await writeFile(join(folder, 'projects.ndjson'), ndjson(projects));
  await writeFile(join(folder, 'demands.ndjson'), ndjson(demands));
  await writeFile(join(folder, 'qrels.tsv'), judgements.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const measure = async (...more: string[]) => evaluate(await readOptions(['--data', folder, ...more]), models);

describe('evaluate', () => {
  it('finds what words share and what they mean in the other language', async () => {
    const report = await measure('--compare', 'words,meaning,hybrid');
    expect(report.counts).toEqual({ projects: 4, demands: 3, topics: 3, topicsWithoutAnswer: 0, pairs: 7 });
    const [words, meaning, hybrid] = report.parts.map(({ measures }) => measures['recall@100']?.value);
    // The English project shares no word with its Chinese demand: half of one topic of three is missing.
    expect(words).toBeCloseTo(5 / 6, 12);
    expect([meaning, hybrid]).toEqual([1, 1]);
    expect(report.parts[2]?.measures['nDCG@10']?.value).toBe(1);
    expect(report.parts[2]?.measures.AUC?.value).toBe(1);
    expect(report.differences.map(({ part, against }) => [part, against])).toEqual([
      ['meaning', 'words'],
      ['hybrid', 'words'],
    ]);
    expect(report.differences[1]?.measures['recall@100']?.value).toBeCloseTo(1 / 6, 12);
    const sha256 = createHash('sha256').update(judgements.join('\n')).digest('hex');
    expect(report.files['qrels.tsv']).toBe(sha256);
    expect(Object.keys(report.topics)).toEqual(['d1', 'd2', 'd3']);
    expect(report.topics['d1']).toMatchObject({ words: { 'recall@100': 0.5 }, hybrid: { 'recall@100': 1 } });
  });

  it('gives the same report again', async () => {
    expect(await measure('--candidates', 'judged')).toEqual(await measure('--candidates', 'judged'));
  });

  it('writes lists that hold what is asked for', async () => {
    const file = join(folder, 'judged.run');
    await measure('--candidates', 'judged', '--run', file);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(judgements.length);
    expect(lines[0]).toMatch(/^d1 Q0 p1 1 0\.\d{6} \S+$/);
    await measure('--depth', '1', '--run', file);
    expect((await readFile(file, 'utf8')).match(/ Q0 \S+ 1 /g)).toHaveLength(3);
  });

  it('takes the demands of an enterprise together', async () => {
    const qrels = join(folder, 'qrels.tsv');
    await writeFile(qrels, ['e1 0 p1 3', 'e1 0 p3 3', 'e1 0 p4 0', 'e2 0 p4 2'].join('\n'));
    const { counts, parts } = await measure('--unit', 'enterprise');
    await writeFile(qrels, judgements.join('\n'));
    expect(counts.topics).toBe(2);
    expect(parts[0]?.measures['nDCG@10']?.value).toBe(1);
  });
});

describe('bands', () => {
  it('are set by targets from the command line, in the unit that the folder names', async () => {
    const given = await readBandOptions(['--data', folder, '--targets', '.2,.4,.6', '--write']);
    expect(given).toEqual({
      data: folder,
      unit: 'demand',
      targets: {
        shown: { grade: 1, share: 0.2 },
        related: { grade: 1, share: 0.4 },
        close: { grade: 2, share: 0.6 },
      },
      write: true,
      json: undefined,
    });
    await writeFile(join(folder, 'meta.json'), '{"unit": "enterprise"}');
    const { unit } = await readBandOptions(['--data', folder]);
    await rm(join(folder, 'meta.json'));
    expect(unit).toBe('enterprise');
  });

  it.each([
    [[], '--data is missing'],
    [['--data', 'x', '--targets', '.2,.4'], '--targets: are three shares'],
    [['--data', 'x', '--targets', '.2,.4,7'], '--targets: '],
    [['--data', 'x', '--unit', 'roadshow'], '--unit: '],
  ])('%j is refused with the usage', async (args, message) => {
    await expect(readBandOptions(args)).rejects.toThrow(message);
    await expect(readBandOptions(args)).rejects.toThrow('npm run evaluate:bands');
  });

  it('are not set from a handful of pairs', async () => {
    const { write: _write, json: _json, ...options } = await readBandOptions(['--data', folder]);
    await expect(setBands(options, 1, models)).rejects.toThrow(
      /^shown: from no relevance on do 0.3 of 30 judged pairs/,
    );
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'dist/tools/evaluate/main.js'), '--data', ...args], {
      cwd: root,
      encoding: 'utf8',
    });

  it('prints a table, writes it as data, and ends with 1 and the place of what is wrong', async () => {
    const json = join(folder, 'report.json');
    const { stdout, status } = run(folder, '--json', json);
    expect(stdout).toContain('3 topics (demands), 7 judged pairs, 4 projects');
    expect(stdout).toContain('| nDCG@10 | 1.0000 [1.0000, 1.0000] |');
    expect(status).toBe(0);
    expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(await measure());
    await writeFile(join(folder, 'qrels.tsv'), 'd1 0 p7 1');
    const refused = run(folder);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'qrels.tsv, line 1, project: "p7" is not in projects.ndjson\n',
    ]);
  });
});
