import fc from 'fast-check';
import { readableWords } from './readable-words';

describe('readableWords', () => {
  it.each([
    [['电池', '低温'], ['电池', '低温'], 'in their order'],
    [['电池', '锂电池', '电解液'], ['锂电池', '电解液'], 'of words that hold one another the longer'],
    [['毫米', '电池', '跟着'], ['电池'], 'no units and fillers'],
    [['三年', '一个', '280ah', '电池'], ['电池'], 'no numerals and measures'],
    [['co2', 'c60', 'sic', 'PA'], ['co2', 'c60', 'sic', 'PA'], 'formulas'],
    [['cm2', 'cm3', 'mAh', 'MPa', '2.0-4.8V', 'SOC'], ['SOC'], 'no units by themselves, in whatever case'],
    [['机和', '能在', '想换', '都是', '否则', '一根', '正负', '反复', '重新', '电池'], ['电池'], 'no fillers'],
    [['万平方米', '每平方米', '秒级', '电池'], ['电池'], 'no units in words'],
    [['毫米', '三年'], ['毫米', '三年'], 'all when none is left'],
    [[], [], 'none of none'],
  ])('%p: %p, %s', (words, told) => {
    expect(readableWords(words)).toEqual(told);
  });

  it('tells some of the words, in their order, and nothing when it is asked of nothing', () => {
    const word = fc.constantFrom('电池', '锂电池', '毫米', '三年', '低温', '低', '一个', 'sic', '12v');
    fc.assert(
      fc.property(fc.uniqueArray(word), (words) => {
        const told = readableWords(words);
        expect(words.filter((one) => told.includes(one))).toEqual(told);
        expect(told.length > 0).toBe(words.length > 0);
      }),
    );
  });
});
