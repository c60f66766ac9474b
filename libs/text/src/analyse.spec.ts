import fc from 'fast-check';
import { analyse, analyseRecord, fieldLengths, formatAnalysis, parseAnalysis } from './analyse';

const characters: string = '锂电池温度研 aBcd1-';
const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 40 });
const texts = fc.record({ title: text, keywords: text, body: text });

describe('analyse', () => {
  it('counts each term by field, sorted by term', () => {
    expect(analyse({ title: '电池', keywords: 'battery', body: '电池 battery batteries' })).toEqual({
      terms: [
        ['b电池', [1, 0, 1]],
        ['sbatteri', [0, 1, 2]],
        ['w电池', [1, 0, 1]],
      ],
    });
  });

  it('sorts by code unit, whatever the locale', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const terms = analyse(given).terms.map(([term]) => term);
        expect(terms).toEqual([...new Set(terms)].sort());
      }),
    );
  });

  it('does not let words of two keywords meet', () => {
    const joined = analyseRecord({ title: '', keywords: ['锂', '电池'], summary: '' });
    expect(joined.terms.map(([term]) => term)).toEqual(['b电池', 'w电池', 'w锂']);
  });

  it('sums lengths by kind and field', () => {
    const analysis = analyse({ title: '电池', keywords: 'battery', body: '电池 battery batteries' });
    expect(fieldLengths(analysis)).toEqual({ w: [1, 0, 1], b: [1, 0, 1], s: [0, 1, 2] });
  });
});

describe('text form of an analysis', () => {
  it('is one term a line', () => {
    expect(formatAnalysis(analyse({ title: '电池', keywords: '', body: 'SiC sic' }))).toBe(
      'b电池\t1,0,0\nssic\t0,0,2\nw电池\t1,0,0',
    );
  });

  it('reads back to the same, also when empty', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const analysis = analyse(given);
        expect(parseAnalysis(formatAnalysis(analysis))).toEqual(analysis);
      }),
    );
    expect(parseAnalysis('')).toEqual({ terms: [] });
  });

  it.each(['w电池', 'w电池\t1,2', '\t1,2,3', 'w电池\t1,0,0\n'])('refuses %p', (form) => {
    expect(() => parseAnalysis(form)).toThrow(RangeError);
  });
});
