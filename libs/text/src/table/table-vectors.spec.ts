import type { EmbeddingTable } from './embedding-table';
import { knownParts } from './known-parts';
import { TableVectors } from './table-vectors';

/** Two dimensions: to the right batteries, upwards water. */
const rows: readonly (readonly [term: string, documents: number, row: readonly [number, number], scale: number])[] = [
  ['sbatteri', 20, [100, 0], 0.02],
  ['scell', 15, [80, 60], 0.01],
  ['srare', 14, [100, 1], 0.01],
  ['swater', 50, [0, 100], 0.01],
  ['w复合材料', 20, [0, 50], 0.01],
  ['w水', 30, [-5, 100], 0.01],
  ['w电池', 40, [100, 0], 0.01],
  ['w铝基', 20, [50, 0], 0.01],
];
const table: EmbeddingTable = {
  name: 'toy-1',
  analyserVersion: 'words-2',
  dimensions: 2,
  terms: rows.map(([term]) => term),
  documentCounts: Uint32Array.from(rows, ([, documents]) => documents),
  scales: Float32Array.from(rows, ([, , , scale]) => scale),
  rows: Int8Array.from(rows.flatMap(([, , row]) => row)),
};
const vectors = new TableVectors(table);
const parts = (vector: Float32Array | undefined) => [...(vector ?? [])].map((value) => Math.round(value * 1e4) / 1e4);

describe('TableVectors', () => {
  it('adds rows by weight and length and makes the sum one long', () => {
    // battery: 1 × .02 × (100, 0) = (2, 0); water twice: 2 × .01 × (0, 100) = (0, 2); together (2, 2) / √8.
    expect(
      parts(
        vectors.vectorOf([
          ['sbatteri', 1],
          ['swater', 2],
        ]),
      ),
    ).toEqual([0.7071, 0.7071]);
  });

  it('has no vector for a text of which nothing is known', () => {
    expect(vectors.vectorOf([])).toBeUndefined();
    expect(
      vectors.vectorOf([
        ['b电池', 1],
        ['szzzz', 3],
      ]),
    ).toBeUndefined();
  });

  it('takes a word without a row as the mean of its parts', () => {
    // (.5, 0) and (0, .5), halved each: (.25, .25).
    expect(parts(vectors.vectorOf([['w铝基复合材料', 1]]))).toEqual([0.7071, 0.7071]);
    expect(vectors.has('w铝基复合材料')).toBe(false);
  });

  it('compares two terms', () => {
    expect(vectors.cosineOf('w电池', 'scell')).toBeCloseTo(0.8, 6);
    expect(vectors.cosineOf('w电池', 'w锂')).toBeUndefined();
  });
});

describe('knownParts', () => {
  const known = (...terms: string[]) => new Map(terms.map((term, row) => [term, row]));

  it('reads a Chinese word from its end by the longest known words', () => {
    expect(knownParts('w铝基复合材料', known('w材料', 'w复合材料', 'w铝基'))).toEqual([1, 2]);
    expect(knownParts('w新型铝', known('w新型'))).toEqual([0]);
  });

  it('cuts a Latin word where both sides are known, else takes its longest known end', () => {
    expect(knownParts('sphotocatalyst', known('scatalyst', 'sphoto'))).toEqual([1, 0]);
    expect(knownParts('sbiocatalyst', known('scatalyst', 'slyst'))).toEqual([0]);
    expect(knownParts('sxcat', known('scat'))).toEqual([]);
  });
});
