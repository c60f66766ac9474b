import fc from 'fast-check';
import { foldForSearch } from './fold-for-search';
import { normaliseText } from './normalise';

/** What records are written in. */
const written = fc.string({
  unit: fc.constantFrom(
    ...Array.from('石墨烯电池的，。（）、aBcÉéß1２％CO₂Al₂O₃μΩⅣ㎡①ＳｉＣ黏－—‑\u200b\u00ad\ufeff'),
    '\u0301',
    'ﬁ',
    'ｶﾞ',
    '𠮷',
    '👩‍🔬',
  ),
});

describe('foldForSearch', () => {
  it.each([
    ['CO₂捕集', 'co2捕集'],
    ['ＳｉＣ　器件', 'sic器件'],
    ['5G 通信 基站', '5g通信 基站'],
    ['solid  state\n电池', 'solid state电池'],
    ['a\u0301b', 'áb'],
    [' \u200b黏 结 ', '粘 结'],
    ['ｶﾞ', 'ガ'],
    ['', ''],
  ])('%p becomes %p', (text, folded) => {
    expect(foldForSearch(text).text).toBe(folded);
  });

  it('tells where each code unit comes from', () => {
    expect(foldForSearch('一ﬁ Ⅳ')).toEqual({ text: '一fi iv', starts: [0, 1, 1, 2, 3, 3], ends: [1, 2, 2, 3, 4, 4] });
    expect(foldForSearch('a \t b')).toEqual({ text: 'a b', starts: [0, 1, 4], ends: [1, 4, 5] });
    expect(foldForSearch('e\u0301𠮷')).toEqual({ text: 'é𠮷', starts: [0, 2, 2], ends: [2, 4, 4] });
  });

  it('folds as texts are normalised, but for spaces', () => {
    const unspaced = (text: string): string => text.replace(/ /g, '');
    fc.assert(
      fc.property(written, (text) => {
        expect(unspaced(foldForSearch(text).text)).toBe(unspaced(normaliseText(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps places in order and within the text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ unit: 'binary' })), (text) => {
        const { text: folded, starts, ends } = foldForSearch(text);
        expect([starts.length, ends.length]).toEqual([folded.length, folded.length]);
        for (let unit = 0; unit < folded.length; unit += 1) {
          expect(starts[unit]).toBeLessThan(ends[unit]!);
          if (unit > 0) expect(starts[unit]).toBeGreaterThanOrEqual(starts[unit - 1]!);
          expect(ends[unit]).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('folds a part of a text between two of its characters as it folds the whole', () => {
    fc.assert(
      fc.property(written, written, (before, after) => {
        const whole = foldForSearch(`${before}。${after}`).text;
        expect(whole).toContain(foldForSearch(after.replace(/^[\p{M}\u200b\u00ad\ufeff\s]+/u, '')).text);
      }),
      { numRuns: 1_000 },
    );
  });
});
