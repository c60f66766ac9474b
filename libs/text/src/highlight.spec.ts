import fc from 'fast-check';
import { foldForSearch } from './fold-for-search';
import { cutSnippet, findSpans, type Span } from './highlight';
import { findTerm, parseSearchTerms } from './search-terms';

const shown = (text: string, query: string): string[] =>
  findSpans(text, parseSearchTerms(query)).map(({ start, end }) => text.slice(start, end));

const words = fc.string({
  unit: fc.constantFrom(...Array.from('石墨烯电池 ，CO₂ＳiⅣﬁ1.5%𠮷'), 'e\u0301', '👩‍🔬'),
  maxLength: 40,
});

describe('findSpans', () => {
  it.each([
    ['捕集CO₂与CO2', 'co2', ['CO₂', 'CO2']],
    ['一种ﬁlm薄膜', 'film', ['ﬁlm']],
    ['级别Ⅳ级', 'iv', ['Ⅳ']],
    ['ＳｉＣ　器件', 'SiC器件', ['ＳｉＣ　器件']],
    ['石墨烯电池', '墨烯 烯电', ['墨烯电']],
    ['石墨烯', '石 墨', ['石墨']],
    ['石墨烯', '', []],
  ])('of %p in %p are %p', (text, query, spans) => {
    expect(shown(text, query)).toEqual(spans);
  });

  it('are apart, in order, and fold to something that holds a term', () => {
    fc.assert(
      fc.property(words, words, (text, query) => {
        const terms = parseSearchTerms(query);
        let last = -1;
        for (const { start, end } of findSpans(text, terms)) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          last = end;
          const folded = foldForSearch(text.slice(start, end)).text;
          expect(terms.some((term) => folded.includes(term.text))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are there exactly when the folded text holds a term', () => {
    fc.assert(
      fc.property(words, words, (text, query) => {
        const terms = parseSearchTerms(query);
        const isHit = terms.some((term) => findTerm(foldForSearch(text).text, term).length > 0);
        expect(findSpans(text, terms).length > 0).toBe(isHit);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('cutSnippet', () => {
  const hit = (text: string, query: string): readonly Span[] => findSpans(text, parseSearchTerms(query));

  it('shows what stands around the first hit', () => {
    const text = `${'前'.repeat(100)}石墨烯${'后'.repeat(100)}石墨烯`;
    expect(cutSnippet(text, hit(text, '石墨烯'), 12)).toEqual([
      { text: '前前前', hit: false },
      { text: '石墨烯', hit: true },
      { text: '后后后后后后', hit: false },
    ]);
  });

  it('shows the beginning where there is no hit, and the end where the hit is there', () => {
    expect(cutSnippet('一二三四五', [], 3)).toEqual([{ text: '一二三', hit: false }]);
    expect(cutSnippet('一二三四五', hit('一二三四五', '五'), 3)).toEqual([
      { text: '三四', hit: false },
      { text: '五', hit: true },
    ]);
    expect(cutSnippet('', [], 3)).toEqual([]);
  });

  it('is a piece of the text that holds the first hit and whole characters', () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 1, max: 30 }), (text, query, length) => {
        const spans = hit(text, query);
        const parts = cutSnippet(text, spans, length);
        const piece = parts.map((part) => part.text).join('');
        expect(text).toContain(piece);
        expect(parts.every((part) => part.text !== '')).toBe(true);
        expect(piece).not.toMatch(/\p{Surrogate}/u);
        const [first] = spans;
        if (first) expect(parts.find((part) => part.hit)?.text).toBe(text.slice(first.start, first.end));
        else expect(parts.some((part) => part.hit)).toBe(false);
        const longest = first ? Math.max(length, [...text.slice(first.start, first.end)].length) : length;
        expect([...piece].length).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 2_000 },
    );
  });
});
