import { formatNearTerms, parseNearTerms } from './near-terms';

const terms = new Map([
  [
    'w电池',
    [
      { term: 'sbatteri', cosine: 0.76 },
      { term: 'scell', cosine: 0.4 },
    ],
  ],
  ['sbatteri', [{ term: 'w电池', cosine: 0.76 }]],
]);
const text = 'toy\nsbatteri\tw电池\t0.76\nw电池\tsbatteri\t0.76\tscell\t0.4\n';

describe('near terms', () => {
  it('are written by term, and read back to the same', () => {
    expect(formatNearTerms('toy', terms)).toBe(text);
    expect([...parseNearTerms('toy', text)].sort()).toEqual([...terms].sort());
    expect(parseNearTerms('toy', formatNearTerms('toy', new Map())).size).toBe(0);
  });

  it.each([
    ['of another table', 'other\nw电池\tsbatteri\t0.76\n'],
    ['without a cosine', 'toy\nw电池\tsbatteri\n'],
    ['without a near term', 'toy\nw电池\n'],
    ['with a cosine that is none', 'toy\nw电池\tsbatteri\tx\n'],
    ['with a cosine above 1', 'toy\nw电池\tsbatteri\t1.2\n'],
    ['empty', ''],
  ])('are refused when they are %s', (_, wrong) => {
    expect(() => parseNearTerms('toy', wrong)).toThrow(RangeError);
  });
});
