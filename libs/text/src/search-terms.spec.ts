import fc from 'fast-check';
import { foldForSearch } from './fold-for-search';
import { findTerm, parseSearchTerms } from './search-terms';

const texts = (query: string): string[] => parseSearchTerms(query).map(({ text }) => text);
const holds = (text: string, query: string): boolean =>
  parseSearchTerms(query).every((term) => findTerm(foldForSearch(text).text, term).length > 0);

describe('parseSearchTerms', () => {
  it.each([
    ['石墨烯 电池', ['石墨烯', '电池']],
    ['石墨烯、ＳｉＣ，CO₂', ['石墨烯', 'sic', 'co2']],
    ['"solid state" 电池', ['solid state', '电池']],
    ['“固态 电池”', ['固态 电池']],
    ['电池 电池', ['电池']],
    ['"电池', ['电池']],
    ['100%', ['100%']],
    ['！！', ['!!']],
    ['，、', [',、']],
    ['"" “ ”', []],
    ['\u200b', []],
    ['', []],
  ])('%p asks for %p', (query, wanted) => {
    expect(texts(query)).toEqual(wanted);
  });
});

describe('findTerm', () => {
  it.each([
    ['一种石墨烯散热膜', '石墨烯', true],
    ['石墨与烯烃', '石墨烯', false],
    ['石墨 烯', '石墨烯', false],
    ['石墨烯锂电池', '锂电池 石墨烯', true],
    ['石墨烯锂电池', '锂电池 钠', false],
    ['ＳｉＣ MOSFET器件', 'SiC', true],
    ['basic research', 'SiC', false],
    ['graphene oxide', 'graph', true],
    ['graphene oxide', '"graph"', false],
    ['graphene oxide', '"Graphene Oxide"', true],
    ['强度600MPa', '600', true],
    ['寿命6000次', '600', false],
    ['主频1.5GHz', '5GHz', false],
    ['5G通信', '5g 通信', true],
    ['CO₂捕集', 'co2', true],
    ['效率提高30%', '30%', true],
    ['C++ 与 a.b', 'C++ a.b', true],
    ['axb', 'a.b', false],
    ['α-Al₂O₃陶瓷', 'Al2O3', true],
  ])('%p and %p: %p', (text, query, isHit) => {
    expect(holds(text, query)).toBe(isHit);
  });

  it('takes every query for words, not for a pattern', () => {
    const signs = fc.string({ unit: fc.constantFrom(...Array.from('aZ1 .*+?^$(){}|[]\\/-_%<!=:#&~`;,@石')) });
    fc.assert(
      fc.property(signs, (query) => {
        for (const term of parseSearchTerms(query)) {
          expect(findTerm(term.text, term)).toEqual([[0, term.text.length]]);
          expect(findTerm('', term)).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
