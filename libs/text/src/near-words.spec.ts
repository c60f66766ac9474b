import { nearestWords } from './near-words';
import { quantiseRows } from './table/embedding-table';
import { TableVectors } from './table/table-vectors';

// 电池 and battery point the same way; 电芯 is (.8, .6) of them; with 压力 it has .8 × .28 + .6 × .96 = .8, 电池 with it .28.
const rows = {
  sbatteri: [1, 0],
  w电池: [1, 0],
  w电芯: [0.8, 0.6],
  w电芯组: [0.8, 0.6],
  w压力: [0.28, 0.96],
  w电阻: [1, 0],
};
const terms = Object.keys(rows).sort();
const vectors = new TableVectors({
  name: 'toy',
  analyserVersion: 'words-2',
  dimensions: 2,
  terms,
  documentCounts: Uint32Array.from(terms, (term) => (term === 'w电阻' ? 29 : 30)),
  ...quantiseRows(Float32Array.from(terms.flatMap((term) => rows[term as keyof typeof rows])), 2),
});
const pairs = (asked: string[], said: string[], limit = 3) =>
  nearestWords(vectors, asked, said, limit).map(({ asked: own, said: other, cosine }) => [own, other, cosine]);

describe('nearestWords', () => {
  it('pairs words of both languages by falling cosine, each word once', () => {
    expect(pairs(['w电芯', 'w电池'], ['sbatteri', 'w压力'])).toEqual([
      ['w电池', 'sbatteri', 1],
      ['w电芯', 'w压力', 0.8],
    ]);
    // A word of 29 papers is passed over.
    expect(pairs(['w电阻'], ['sbatteri'])).toEqual([]);
    expect(pairs(['w电芯', 'w电池'], ['sbatteri', 'w压力'], 1)).toEqual([['w电池', 'sbatteri', 1]]);
  });

  it('leaves out what both say, what holds the other, what is unknown or far, and pairs of characters', () => {
    expect(pairs(['w电池', 'w电芯', 'w锂', 'b电池'], ['w电芯组', 'b电池', 'w锂'])).toEqual([['w电池', 'w电芯组', 0.8]]);
    expect(pairs(['w电池'], ['w电池', 'w压力'])).toEqual([]);
  });
});
