import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShippedNearTerms, StaticTableEncoder } from '@throughtrain/encoders';

const shipped = join(__dirname, '../../../models/embedding/table.bin');
const texts = (title: string) => ({ purpose: 'document' as const, texts: { title, keywords: '', body: '' } });

describe('StaticTableEncoder with the shipped table', () => {
  let encoder: StaticTableEncoder;
  beforeAll(async () => {
    encoder = await StaticTableEncoder.load(shipped);
  });

  async function cosine(left: string, right: string): Promise<number> {
    const [a, b] = await encoder.encode([texts(left), texts(right)]);
    return a!.reduce((sum, value, k) => sum + value * b![k]!, 0);
  }

  it('keeps to its size', async () => {
    expect((await readFile(shipped)).length).toBeLessThan(16 * 1024 * 1024);
    expect(encoder.dimensions).toBe(128);
  });

  it.each([
    ['石墨烯导热薄膜', 'graphene film with high thermal conductivity', 'machine translation of long documents'],
    ['锂离子电池正极材料', 'cathode materials for lithium-ion batteries', 'remote sensing of vegetation'],
    ['农作物病虫害图像识别', 'recognising crop diseases in images', 'superconducting quantum bits'],
    ['无人机自主避障', 'obstacle avoidance of unmanned aerial vehicles', 'gene expression in rice'],
    ['电池怕热，一热就掉容量', '锂离子电池高温循环寿命衰减机理', '课堂教学中的师生互动'],
  ])('puts %s nearer to %s than to %s', async (text, near, far) => {
    expect(await cosine(text, near)).toBeGreaterThan((await cosine(text, far)) + 0.2);
  });

  it.each([
    ['w无人机', 'suav'],
    ['w遥感', 'sremot'],
    ['w算法', 'salgorithm'],
    ['w电池', 'sbatteri'],
    ['srice', 'w水稻'],
    ['slaser', 'w激光'],
  ])('has a word of the other language for %s: %s', async (term, other) => {
    const nearTerms = await openShippedNearTerms(encoder);
    expect(nearTerms.get(term)?.map((near) => near.term)).toContain(other);
  });

  it('knows a word that no paper has by its parts', async () => {
    expect(await cosine('铝基复合材料导热板材厂', 'aluminium matrix composites')).toBeGreaterThan(0.3);
  });
});

describe('StaticTableEncoder.load', () => {
  it('refuses a file that was changed, and one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'table-'));
    try {
      const bytes = await readFile(shipped);
      bytes[bytes.length - 1] = bytes.at(-1)! ^ 1;
      const file = join(folder, 'table.bin');
      await writeFile(file, bytes);
      await expect(StaticTableEncoder.load(file)).rejects.toMatchObject({
        cause: new RangeError('the embedding table does not have the hash of its header'),
      });
      await expect(StaticTableEncoder.load(join(folder, 'none.bin'))).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
