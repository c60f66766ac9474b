import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluationFolder } from './evaluation-folder';

const sample = join(__dirname, '..', '..', 'samples');

describe('samples/evaluation', () => {
  it('is what the sample makes of it: else run npm run samples:files', async () => {
    for (const [name, content] of Object.entries(await evaluationFolder(sample)))
      expect((await readFile(join(sample, 'evaluation', name), 'utf8')) === content).toBe(true);
  });

  it('holds every project and demand that is not faulty, and every grade', async () => {
    const folder = await evaluationFolder(sample);
    const lines = (name: string) => folder[name]?.trimEnd().split('\n').length;
    expect([lines('projects.ndjson'), lines('demands.ndjson'), lines('qrels.tsv')]).toEqual([465, 210, 2758]);
  });
});
