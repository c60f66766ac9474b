import fc from 'fast-check';
import { analyse, inverseDocumentFrequency, type CorpusStatistics } from '@throughtrain/text';
import { lexicalQuery, lexicalRelevance } from './lexical-query';
import { relevanceVersion1 } from './relevance-version';

const lengths = { documents: 100, averageLengths: [10, 5, 50] as const };
const statistics: CorpusStatistics = {
  version: 't',
  analyserVersion: 'words-1',
  kinds: { w: lengths, b: lengths, s: lengths },
  documentCounts: new Map([['w电池', 10]]),
};
const query = (texts: { title?: string; keywords?: string; body?: string }) =>
  lexicalQuery(analyse({ title: '', keywords: '', body: '', ...texts }), statistics, relevanceVersion1);

describe('lexicalQuery', () => {
  it('weighs a title term 1, a term of the whole text .4 (1 + ln n), one of both the larger; bigrams half', () => {
    // 电池: title once, body twice, n = 3: .4 (1 + ln 3) = .839445, less than 1. 温度: body once: .4.
    const byTerm = new Map(query({ title: '电池', body: '电池，电池，温度' }).weights);
    expect(byTerm.get('w电池')).toBe(1);
    expect(byTerm.get('b电池')).toBe(0.5);
    expect(byTerm.get('w温度')).toBeCloseTo(0.4, 12);
    expect(byTerm.get('b温度')).toBeCloseTo(0.2, 12);
    // Five times in all: .4 (1 + ln 5) = 1.043775.
    expect(new Map(query({ title: '电池', body: '电池，电池，电池，电池' }).weights).get('w电池')).toBeCloseTo(
      1.043775,
      6,
    );
  });

  it('scales by the title: idf × kind weight', () => {
    // idf(w电池) = ln(1 + 90.5 / 10.5) = ln 9.6190 = 2.263745; b电池 unseen = ln(1 + 100.5 / .5) = ln 202 = 5.308268, half.
    const { scale } = query({ title: '电池', body: '温度' });
    expect(scale).toBeCloseTo(2.263745 + 5.308268 / 2, 5);
    expect(scale).toBeCloseTo(query({ title: '电池', body: '' }).scale, 12);
  });

  it('scales a text without a title that says anything by all of its terms', () => {
    const all = ['w温度', 'b温度'] as const;
    const expected = all.reduce(
      (sum, term) => sum + inverseDocumentFrequency(statistics, term) * (term.startsWith('b') ? 0.5 : 1),
      0,
    );
    expect(query({ title: '2024', body: '温度' }).scale).toBeCloseTo(expected, 12);
  });

  it('is empty for an empty text', () => {
    expect(query({})).toEqual({ weights: [], scale: 0 });
  });
});

describe('lexicalRelevance', () => {
  it.each([
    [0, 4, 0],
    [2, 4, 0.393469],
    [4, 4, 0.632121],
    [8, 4, 0.864665],
  ])('S = %d and Z = %d: 1 - exp(-S / Z) = %d', (sum, scale, value) => {
    expect(lexicalRelevance(sum, scale)).toBeCloseTo(value, 6);
  });

  it('is 0 for an empty query', () => {
    expect(lexicalRelevance(0, 0)).toBe(0);
  });

  it('rises with S and stays in [0, 1)', () => {
    const sum = fc.double({ min: 0, max: 300, noNaN: true });
    // Up to S = 30 Z a float64 can tell the value from 1.
    fc.assert(
      fc.property(sum, sum, fc.double({ min: 10, max: 100, noNaN: true }), (a, b, scale) => {
        const [low, high] = [lexicalRelevance(Math.min(a, b), scale), lexicalRelevance(Math.max(a, b), scale)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThan(1);
      }),
    );
  });
});
