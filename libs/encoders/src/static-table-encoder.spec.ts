import { analyse, analyserVersion, type EmbeddingTable } from '@throughtrain/text';
import { StaticTableEncoder } from './static-table-encoder';

const toy: EmbeddingTable = {
  name: 'toy-1',
  analyserVersion,
  dimensions: 2,
  terms: ['sbatteri', 'w正极'],
  documentCounts: Uint32Array.of(20, 20),
  scales: Float32Array.of(0.01, 0.01),
  rows: Int8Array.of(100, 0, 0, 100),
};
const hash = 'ab12'.repeat(16);
const encoder = new StaticTableEncoder(toy, hash);
const purpose = 'query' as const;
const texts = { title: '正极', keywords: '', body: 'Batteries, batteries' };

describe('StaticTableEncoder', () => {
  it('adds the rows of all fields and names the table by its hash', async () => {
    // batteri twice in the body, 正极 once in the title, which counts four times: (2, 4) / √20.
    const [vector] = await encoder.encode([{ purpose, texts }]);
    expect([...vector!].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([0.4472, 0.8944]);
    expect(encoder.version).toBe('table:toy-1:ab12ab12ab12');
    expect(encoder.dimensions).toBe(2);
  });

  it('takes an analysis that is at hand', async () => {
    const other = analyse({ title: '正极', keywords: '', body: '' });
    const [vector] = await encoder.encode([{ purpose, texts, analysis: other }]);
    expect([...vector!]).toEqual([0, 1]);
  });

  it('has nothing for a text of which it knows nothing', async () => {
    const empty = { purpose, texts: { title: '2024', keywords: '', body: '' } };
    await expect(encoder.encode([empty, { purpose, texts }])).resolves.toEqual([undefined, expect.any(Float32Array)]);
  });

  it('refuses a table that was made for another analysis', () => {
    expect(() => new StaticTableEncoder({ ...toy, analyserVersion: 'words-0' }, hash)).toThrow(
      'for the analysis words-0, not for',
    );
  });
});
