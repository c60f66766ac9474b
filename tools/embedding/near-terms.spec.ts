import type { EmbeddingTable } from '@throughtrain/text';
import { nearTermsOf } from './near-terms';

/** Rows of eight numbers of which two are told; the others are 0. */
function tableOf(rows: readonly (readonly [term: string, documents: number, x: number, y: number])[]): EmbeddingTable {
  return {
    name: 'toy',
    analyserVersion: 'words-2',
    dimensions: 8,
    terms: rows.map(([term]) => term),
    documentCounts: Uint32Array.from(rows, ([, documents]) => documents),
    scales: new Float32Array(rows.length).fill(1),
    rows: Int8Array.from(rows.flatMap(([, , x, y]) => [x, y, 0, 0, 0, 0, 0, 0])),
  };
}

describe('nearTermsOf', () => {
  it('finds the nearest of the other language in both directions, but not by the rows of rare terms', () => {
    const table = tableOf([
      ['sbatteri', 20, 100, 0],
      ['srare', 14, 80, 60],
      ['swater', 20, 0, 100],
      ['w水', 20, 6, 80],
      ['w电池', 20, 80, 60],
    ]);
    const near = nearTermsOf(table);
    // 电池 with batteri: 80 / 100; with water 60 / 100. Water's own is nearer to 水: 80 / √6436.
    expect(near.get('w电池')).toEqual([
      { term: 'sbatteri', cosine: 0.8 },
      { term: 'swater', cosine: 0.6 },
    ]);
    expect(near.get('swater')).toEqual([
      { term: 'w水', cosine: 0.997 },
      { term: 'w电池', cosine: 0.6 },
    ]);
    expect(near.has('srare')).toBe(false);
  });

  it('compares every term with every other, however many there are', () => {
    const angle = (at: number) => (at / 600) * Math.PI * 2;
    const around = (kind: string) =>
      Array.from(
        { length: 600 },
        (_, at) =>
          [
            `${kind}${String(at).padStart(3, '0')}`,
            20,
            Math.round(120 * Math.cos(angle(at))),
            Math.round(120 * Math.sin(angle(at))),
          ] as const,
      );
    const near = nearTermsOf(tableOf([...around('s'), ...around('w')]));
    for (const at of [0, 255, 256, 511, 512, 599])
      expect(near.get(`w${String(at).padStart(3, '0')}`)?.[0]?.cosine).toBe(1);
  });
});
