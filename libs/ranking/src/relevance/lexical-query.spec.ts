import fc from 'fast-check';
import { analyse, inverseDocumentFrequency, type CorpusStatistics } from '@throughtrain/text';
import { lexicalQuery, lexicalRelevance, type LexicalQuery } from './lexical-query';
import { relevanceInForce } from './relevance-version';

const lengths = { documents: 100, averageLengths: [10, 5, 50] as const };
const statistics: CorpusStatistics = {
  version: 't',
  analyserVersion: 'words-2',
  kinds: { w: lengths, b: lengths, s: lengths },
  documentCounts: new Map([['w电池', 10]]),
};
const query = (texts: { title?: string; keywords?: string; body?: string }) =>
  lexicalQuery(analyse({ title: '', keywords: '', body: '', ...texts }), statistics, relevanceInForce);
const weightsOf = ({ terms }: LexicalQuery) => new Map(terms.map(({ term, weight }) => [term, weight]));

describe('lexicalQuery', () => {
  it('weighs a title term 1, a term of the whole text .4 (1 + ln n), one of both the larger; bigrams half', () => {
    // 电池: title once, body twice, n = 3: .4 (1 + ln 3) = .839445, less than 1. 温度: body once: .4.
    const byTerm = weightsOf(query({ title: '电池', body: '电池，电池，温度' }));
    expect(byTerm.get('w电池')).toBe(1);
    expect(byTerm.get('b电池')).toBe(0.5);
    expect(byTerm.get('w温度')).toBeCloseTo(0.4, 12);
    expect(byTerm.get('b温度')).toBeCloseTo(0.2, 12);
    // Five times in all: .4 (1 + ln 5) = 1.043775.
    expect(weightsOf(query({ title: '电池', body: '电池，电池，电池，电池' })).get('w电池')).toBeCloseTo(1.043775, 6);
  });

  // A term that no document holds has idf ln(1 + 100.5 / .5) = ln 202 = 5.308268; three of them, 15.924803, are the least Z.
  const unseen = 5.308268;

  it('scales by the title: idf × kind weight', () => {
    // w电池 has 2.263745 = ln(1 + 90.5 / 10.5); unseen are w锂电池, w锂电, w锂, w温度 and, by half, b锂电, b电池, b池温, b温度: Z = 2.263745 + 6 × unseen.
    const { scale } = query({ title: '锂电池温度' });
    expect(scale).toBeCloseTo(2.263745 + 6 * unseen, 4);
    // The text adds to what all terms weigh, of which .15 stay below it.
    expect(query({ title: '锂电池温度', body: '压力' }).scale).toBeCloseTo(scale, 12);
  });

  it('scales a short title by no less than three terms that were never seen', () => {
    // 电池 alone: 2.263745 + 5.308268 / 2 = 4.917879, less than 15.924803.
    expect(query({ title: '电池' }).scale).toBeCloseTo(3 * unseen, 4);
    expect(query({ title: '2024', body: '温度' }).scale).toBeCloseTo(3 * unseen, 4);
  });

  it('scales a short title before a long text by .15 of what all terms weigh', () => {
    // w电池 and half of b电池 weigh 4.917879 in all; sixty names of parts, unseen, .4 each: Z = .15 × (4.917879 + 60 × .4 × 5.308268).
    const body = Array.from({ length: 60 }, (_, index) => `x${index}`).join(' ');
    expect(query({ title: '电池', body }).scale).toBeCloseTo(0.15 * (4.917879 + 24 * unseen), 4);
    // The same without a title that says anything: .15 × 60 × .4 × 5.308268.
    expect(query({ title: '2024', body }).scale).toBeCloseTo(0.15 * 24 * unseen, 4);
  });

  it('does not let a document that shares a few words of the text answer a demand of one word', () => {
    // The document holds the title's word and four of sixty words of the text, each once in a body of average length: bm25 = idf.
    const body = Array.from({ length: 60 }, (_, index) => `x${index}`).join(' ');
    const { terms, scale } = query({ title: '电池', body });
    const met = new Set(['w电池', 'b电池', 'sx1', 'sx2', 'sx3', 'sx4']);
    const sum = terms
      .filter(({ term }) => met.has(term))
      .reduce((total, { term, weight }) => total + weight * inverseDocumentFrequency(statistics, term), 0);
    // 4.917879 + 4 × .4 × 5.308268 = 13.411108; over 19.846861 that is .491. Scaled by the title alone it would be 1 - exp(-2.727) = .935.
    expect(sum).toBeCloseTo(13.411108, 4);
    expect(lexicalRelevance(sum, scale)).toBeCloseTo(0.491, 3);
  });

  it('is as full as its terms weigh against three that were never seen', () => {
    // 电池: 4.917879 of 15.924803. Three names of parts in the title weigh 3 × unseen, two of them and one in the text 2.4 × unseen.
    expect(query({ title: '电池' }).fullness).toBeCloseTo(0.308819, 5);
    expect(query({ title: 'x1 x2', body: 'x3' }).fullness).toBeCloseTo(0.8, 12);
    expect(query({ title: 'x1 x2 x3' }).fullness).toBeCloseTo(1, 12);
    expect(query({ title: 'x1 x2 x3', body: 'x4' }).fullness).toBe(1);
  });

  it('is empty for an empty text', () => {
    expect(query({})).toEqual({ terms: [], scale: 0, fullness: 0 });
  });
});

describe('expansion of a query', () => {
  const nearTerms = new Map([
    [
      'w电池',
      [
        { term: 'sbatteri', cosine: 0.8 },
        { term: 'scell', cosine: 0.4 },
        { term: 'sfar', cosine: 0.3 },
      ],
    ],
    ['w电芯', [{ term: 'scell', cosine: 0.9 }]],
  ]);
  const expandedQuery = (body: string, limit = 3) =>
    lexicalQuery(
      analyse({ title: '电池', keywords: '', body }),
      statistics,
      { ...relevanceInForce, expansion: { limit, least: 0.35, weight: 0.5 } },
      nearTerms,
    );
  const broughtIn = ({ terms }: LexicalQuery) => terms.filter(({ standsFor }) => standsFor !== undefined);

  it('brings in the nearest terms by the weight of the own × .5 × cosine', () => {
    expect(broughtIn(expandedQuery(''))).toEqual([
      { term: 'sbatteri', weight: 0.4, standsFor: 'w电池' }, // 1 × .5 × .8
      { term: 'scell', weight: 0.2, standsFor: 'w电池' }, // 1 × .5 × .4
    ]);
    expect(broughtIn(expandedQuery('', 1)).map(({ term }) => term)).toEqual(['sbatteri']);
  });

  it('counts what several bring in by the largest weight, once', () => {
    // 电池 of the title: 1 × .5 × .4 = .2; 电芯 once in the text: .4 × .5 × .9 = .18, three times .4 (1 + ln 3) × .45 = .378.
    expect(broughtIn(expandedQuery('电芯')).at(-1)).toEqual({ term: 'scell', weight: 0.2, standsFor: 'w电池' });
    const thrice = broughtIn(expandedQuery('电芯，电芯，电芯')).at(-1);
    expect(thrice?.standsFor).toBe('w电芯');
    expect(thrice?.weight).toBeCloseTo(0.37775, 5);
  });

  it('leaves what the demand says itself as it is, keeps the order of terms, and adds nothing to Z', () => {
    const both = expandedQuery('battery');
    expect(weightsOf(both).get('sbatteri')).toBeCloseTo(0.4, 12);
    expect(broughtIn(both).map(({ term }) => term)).toEqual(['scell']);
    const names = both.terms.map(({ term }) => term);
    expect(names).toEqual([...names].sort());
    expect(both.scale).toBe(query({ title: '电池', body: 'battery' }).scale);
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
