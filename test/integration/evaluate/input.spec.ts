import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJudgements } from '../../../tools/evaluate/input/judgements';
import { readDemands, readProjects } from '../../../tools/evaluate/input/records';
import { longestLineBytes, TextLines } from '../../../tools/evaluate/input/text-lines';
import { joinTopics } from '../../../tools/evaluate/input/topics';
import { readOptions } from '../../../tools/evaluate/options';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<TextLines> {
  await writeFile(join(folder, name), content);
  return new TextLines(join(folder, name));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const line = (record: object): string => `${JSON.stringify(record)}\n`;

describe('lines', () => {
  it('may end like those of Windows, begin with a mark and be blank; they keep their numbers', async () => {
    const content = '\ufeffa\r\n\r\n \nb';
    const lines = await file('x', content);
    expect(await all(lines.read(10))).toEqual([
      { line: 1, text: 'a' },
      { line: 4, text: 'b' },
    ]);
    expect(lines.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('are joined from the chunks in which they are read', async () => {
    const texts = Array.from({ length: 3000 }, (_, at) => `${at}：${'电池'.repeat(at % 50)}`);
    expect((await all((await file('x', texts.join('\n'))).read(3000))).map(({ text }) => text)).toEqual(texts);
  });

  it.each([
    ['nothing', '', 'x: holds nothing'],
    ['blanks', ' \n\r\n', 'x: holds nothing'],
    ['what is no UTF-8', Buffer.from([0x61, 0x0a, 0xb5, 0xe7]), 'x, line 2: is not UTF-8 text'],
    ['too many lines', 'a\n'.repeat(11), 'x: has more than 10 lines'],
    [
      'too long a line',
      `a\n${'b'.repeat(longestLineBytes + 1)}`,
      `x, line 2: is longer than ${longestLineBytes} bytes`,
    ],
  ])('of %s are refused', async (_, content, message) => {
    await expect(all((await file('x', content)).read(10))).rejects.toThrow(new Error(message));
  });

  it('of a file that is not there, or is none, are refused', async () => {
    await expect(all(new TextLines(join(folder, 'no')).read(1))).rejects.toThrow('no: does not exist');
    await expect(all(new TextLines(folder).read(1))).rejects.toThrow('can not be read (EISDIR)');
  });
});

describe('records', () => {
  it('hold keywords as a list or a text, and may leave out or empty what they need not say', async () => {
    const projects = await file(
      'projects.ndjson',
      line({ id: 'p1', title: '电池', summary: '锂', keywords: ['锂', '铁'], language: 'zh', more: 1 }) +
        line({ id: 'p2', title: '', summary: null, keywords: '锂；铁' }),
    );
    expect(await all(readProjects(projects))).toEqual([
      { id: 'p1', title: '电池', summary: '锂', keywords: ['锂', '铁'] },
      { id: 'p2', title: '', summary: '', keywords: ['锂；铁'] },
    ]);
    const demands = await file(
      'demands.ndjson',
      line({ id: 'd1', enterpriseId: 'e1', title: '提锂', description: '难' }) + line({ id: 'd2', title: '提锂' }),
    );
    expect(await all(readDemands(demands))).toEqual([
      { id: 'd1', enterpriseId: 'e1', title: '提锂', summary: '难', keywords: [] },
      { id: 'd2', enterpriseId: undefined, title: '提锂', summary: '', keywords: [] },
    ]);
  });

  it.each([
    ['half a line', '{"id":', 'projects.ndjson, line 1: is not JSON'],
    ['no object', '[]', 'projects.ndjson, line 1: Invalid input: expected object, received array'],
    [
      'no title',
      line({ id: 'p' }),
      'projects.ndjson, line 1, title: Invalid input: expected string, received undefined',
    ],
    ['a number for an id', line({ id: 1, title: 't' }), 'line 1, id: Invalid input: expected string, received number'],
    ['an id with a blank', line({ id: 'p 1', title: 't' }), 'line 1, id: must not hold blanks or control characters'],
    ['keywords of another kind', line({ id: 'p', title: 't', keywords: [1] }), 'keywords: must be a list of texts'],
    ['no words', line({ id: 'p', title: ' ', keywords: [''] }), 'projects.ndjson, line 1, title: says nothing'],
    [
      'an id again',
      `${line({ id: 'p', title: 't' })}\n${line({ id: 'p', title: 'u' })}`,
      'projects.ndjson, line 3, id: "p" stands in line 1 too',
    ],
  ])('with %s are refused', async (_, content, message) => {
    await expect(all(readProjects(await file('projects.ndjson', content)))).rejects.toThrow(message);
  });
});

describe('judgements', () => {
  const demands = [
    { id: 'd1', enterpriseId: 'e1', title: 't', summary: '', keywords: [] },
    { id: 'd2', enterpriseId: 'e1', title: 't', summary: '', keywords: [] },
    { id: 'd3', enterpriseId: undefined, title: 't', summary: '', keywords: [] },
  ];
  const joined = async (content: string, unit: 'demand' | 'enterprise' = 'demand') =>
    joinTopics(demands, readJudgements(await file('qrels.tsv', content)), {
      projectIds: new Set(['p1', 'p2']),
      unit,
      file: 'qrels.tsv',
    });

  it('are of demands, with tabs or blanks; below 0 is looked at and not judged', async () => {
    expect(await joined('d2\t0\tp1\t3\r\nd1 0  p1 0\nd2 Q0 p2 -1\nd3\t0\tp2\t-2\n')).toEqual([
      { id: 'd2', demands: [1], grades: new Map([['p1', 3]]) },
      { id: 'd1', demands: [0], grades: new Map([['p1', 0]]) },
      { id: 'd3', demands: [2], grades: new Map() },
    ]);
  });

  it('are of enterprises with all of their demands', async () => {
    expect(await joined('e1 0 p1 2', 'enterprise')).toEqual([
      { id: 'e1', demands: [0, 1], grades: new Map([['p1', 2]]) },
    ]);
  });

  it.each([
    ['d1 0 p1', 'qrels.tsv, line 1: has 3 fields, not the four: topic 0 project grade'],
    ['d1 0 p1 high', 'qrels.tsv, line 1, grade: must be a whole number up to 30'],
    ['d1 0 p1 1.5', 'grade: must be a whole number'],
    ['d1 0 p1 31', 'grade: must be a whole number'],
    ['e1 0 p1 1', 'qrels.tsv, line 1, topic: "e1" is no demand of demands.ndjson'],
    ['d1 0 p1 1\nd1 0 p9 1', 'qrels.tsv, line 2, project: "p9" is not in projects.ndjson'],
    ['d1 0 p1 1\nd1 0 p1 -1', 'qrels.tsv, line 2, project: "p1" was judged for "d1" in line 1 too'],
  ])('like "%s" are refused', async (content, message) => {
    await expect(joined(content)).rejects.toThrow(message);
  });
});

describe('options', () => {
  const read = (...more: string[]) => readOptions(['--data', folder, ...more]);

  it('have defaults, which the folder may set and the command line sets last', async () => {
    expect(await read()).toEqual({
      data: folder,
      unit: 'demand',
      candidates: 'all',
      depth: 1000,
      compare: ['hybrid'],
      run: undefined,
      json: undefined,
    });
    await file('meta.json', '\ufeff{"unit":"enterprise","candidates":"judged","depth":50,"run":"/etc/x","name":1}');
    expect(await read('--candidates', 'all', '--compare', 'words,hybrid')).toMatchObject({
      unit: 'enterprise',
      candidates: 'all',
      depth: 50,
      compare: ['words', 'hybrid'],
      run: undefined,
    });
  });

  it('are refused with what is wrong', async () => {
    await expect(readOptions([])).rejects.toThrow('--data is missing\nnpm run evaluate');
    await expect(read('--depht', '3')).rejects.toThrow("Unknown option '--depht'");
    await expect(read('--depth', '0')).rejects.toThrow('--depth: ');
    await expect(read('--unit', 'firm')).rejects.toThrow('--unit: ');
    await expect(read('--compare', 'words,words')).rejects.toThrow('--compare: names one part twice');
    await expect(read('--compare', 'words,hybrid', '--run', 'x')).rejects.toThrow('--run writes the lists of one part');
    await file('meta.json', '{"depth":"deep"}');
    await expect(read()).rejects.toThrow('meta.json, depth: ');
    await file('meta.json', '{');
    await expect(read()).rejects.toThrow('meta.json: is not JSON');
  });
});
