import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseEmbeddingTable } from '@throughtrain/text';
import { isHeldOutId } from '../../../tools/embedding/papers';
import { train, type TrainingOptions } from '../../../tools/embedding/train';
import { pairKinds } from '../../../tools/embedding/training-corpus';

const topics = [
  { zh: ['电池', '正极', '电解液', '容量'], en: ['battery', 'cathode', 'electrolyte', 'capacity'] },
  { zh: ['水稻', '小麦', '干旱', '产量'], en: ['rice', 'wheat', 'drought', 'yield'] },
  { zh: ['图像', '神经网络', '识别', '算法'], en: ['image', 'network', 'recognition', 'algorithm'] },
];
const secret = '保密';

function paper(number: number) {
  const id = `ChinaXiv-${number}`;
  const { zh, en } = topics[number % topics.length]!;
  const turned = (words: readonly string[]) => words.map((_, at) => words[(at + number) % words.length]!);
  const abstract = `${turned(zh).join('与')}的试验第${'甲乙丙丁'[number % 4]!}组结果，${turned(zh).join('和')}`;
  return {
    chinese: {
      id,
      title: turned(zh).join('的') + (isHeldOutId(id) ? secret : ''),
      abstract,
      keywords: zh,
      clc: '',
    },
    bilingual: {
      id,
      zh: { title: '', abstract: '', keywords: '' },
      en: { title: turned(en).join(' '), abstract: [...turned(en), ...en].join(' and '), keywords: en.join('; ') },
    },
  };
}

describe('train', () => {
  let folder: string;
  const lines: string[] = [];
  let options: TrainingOptions;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedding-'));
    const papers = Array.from({ length: 60 }, (_, number) => paper(number));
    const ndjson = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');
    const files = {
      'chinaxiv.ndjson.gz': ndjson(papers.map(({ chinese }) => chinese)),
      'chinaxiv-bilingual.ndjson.gz': ndjson(papers.map(({ bilingual }) => bilingual)),
      'chinaxiv-body.txt.gz': papers.map(({ chinese }) => chinese.abstract).join('\n'),
      'arxiv-bilingual.ndjson.gz': '',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), gzipSync(text));
    options = {
      corpus: folder,
      out: join(folder, 'out'),
      work: join(folder, 'work'),
      name: 'toy-1',
      seed: 1,
      rows: 50,
      leastCount: 2,
      size: 16,
      dimensions: 8,
      batches: 4,
      checkpointEvery: 2,
      temperature: 0.1,
      rate: 0.2,
      shares: Object.fromEntries(pairKinds.map((kind) => [kind, 1])) as TrainingOptions['shares'],
    };
    await train(options, (line) => lines.push(line));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = (out: string) => readFile(join(out, 'table.bin'));

  it('writes a table of the terms of the papers that are not held out', async () => {
    const { table } = parseEmbeddingTable(await read(options.out));
    expect(table.dimensions).toBe(8);
    expect(table.terms).toEqual(expect.arrayContaining(['sbatteri', 'w电池', 'w水稻']));
    expect(table.terms.length).toBeLessThanOrEqual(50);
    expect(table.terms.some((term) => term.includes(secret))).toBe(false);
    expect(lines.some((line) => /^\d+ papers, [1-9]\d* held out$/.test(line))).toBe(true);
  });

  it('gives the same bytes when it is cut off and taken up again', async () => {
    const again = { ...options, work: join(folder, 'work-2'), out: join(folder, 'out-2') };
    const cutOff = train(again, (line) => {
      if (line.startsWith('batch 2 ')) throw new Error('cut off');
    });
    await expect(cutOff).rejects.toThrow('cut off');
    const resumed: string[] = [];
    await train(again, (line) => resumed.push(line));
    expect(resumed.some((line) => line.startsWith('batch 2 '))).toBe(false);
    expect((await read(again.out)).equals(await read(options.out))).toBe(true);
  });
});
