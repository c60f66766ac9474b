import { toWords } from './matched-words';

type Met = readonly [term: string, contribution: number];
const met = (...pairs: readonly Met[]) => pairs.map(([term, contribution]) => ({ term, contribution }));
const words = (...pairs: readonly Met[]) => toWords(met(...pairs), 8).map(({ word }) => word);

describe('toWords', () => {
  it('puts what adds most first, ties by word, and rounds to three decimals', () => {
    expect(toWords(met(['w低温', 1.23456], ['ssic', 2], ['w电池', 2]), 8)).toEqual([
      { word: 'sic', contribution: 2 },
      { word: '电池', contribution: 2 },
      { word: '低温', contribution: 1.235 },
    ]);
  });

  it('leaves a pair of characters out where a word has met that holds it', () => {
    expect(words(['w电解液', 2], ['b电解', 1], ['b解液', 1])).toEqual(['电解液']);
    expect(words(['w电解液', 2], ['b铁锂', 1])).toEqual(['电解液', '铁锂']);
  });

  it('leaves a word out where a longer one counts as much, and keeps it where it counts more', () => {
    expect(words(['w锂电池', 2], ['w电池', 2])).toEqual(['锂电池']);
    expect(words(['w锂电池', 2], ['w电池', 3])).toEqual(['电池', '锂电池']);
  });

  it('gives no more than the limit', () => {
    expect(toWords(met(['wa', 3], ['wb', 2], ['wc', 1]), 2).map(({ word }) => word)).toEqual(['a', 'b']);
    expect(toWords([], 2)).toEqual([]);
  });
});
