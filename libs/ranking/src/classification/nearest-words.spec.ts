import { TableVectors } from '@throughtrain/text';
import { NearestWords } from './nearest-words';

const vectors = new TableVectors({
  name: 'toy-1',
  analyserVersion: 'words-2',
  dimensions: 2,
  terms: ['sbatteri', 'scell', 'swater'],
  documentCounts: Uint32Array.of(9, 9, 9),
  scales: Float32Array.of(1, 1, 1),
  rows: Int8Array.of(100, 0, 80, 60, -100, 0),
});

describe('NearestWords', () => {
  const nearest = new NearestWords(
    [
      { code: 'a', words: ['battery', 'cell', 'unknown'] },
      { code: 'b', words: ['cell'] },
      { code: 'c', words: ['water'] },
      { code: 'd', words: ['unknown'] },
    ],
    vectors,
  );

  it('takes the nearest word of each code, and what points away or is unknown for nothing', () => {
    const cosines = [...nearest.cosines(Float32Array.of(1, 0))].map((value) => Math.round(value * 1e4) / 1e4);
    expect(cosines).toEqual([1, 0.8, 0, 0]);
  });
});
