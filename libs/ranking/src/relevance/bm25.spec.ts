import fc from 'fast-check';
import { bm25, type TermOccurrence } from './bm25';
import { relevanceInForce } from './relevance-version';

const plain = { k1: 1.2, b: 0.3, fieldWeights: [1] };
const once: TermOccurrence = { counts: [1], lengths: [10], averageLengths: [10], idf: 2 };

const length = fc.integer({ min: 1, max: 500 });
const occurrences: fc.Arbitrary<TermOccurrence> = fc
  .record({
    counts: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(90)),
    others: fc.tuple(fc.nat(40), fc.nat(40), fc.nat(900)),
    averageLengths: fc.tuple(length, length, length),
    idf: fc.double({ min: 0.01, max: 14, noNaN: true }),
  })
  .map(({ others, ...rest }) => ({
    ...rest,
    lengths: others.map((other, field) => other + (rest.counts[field] ?? 0)),
  }));

describe('bm25', () => {
  it('is idf for one occurrence in a field of average length', () => {
    // 2 × 2.2 × 1 / (1.2 + 1) = 2
    expect(bm25(once, plain)).toBeCloseTo(2, 12);
  });

  it('grows less with each occurrence', () => {
    // 2 × 2.2 × 2 / (1.2 + 2) = 8.8 / 3.2 = 2.75
    expect(bm25({ ...once, counts: [2] }, plain)).toBeCloseTo(2.75, 12);
  });

  it('counts less in a long field', () => {
    // norm = 1 - .3 + .3 × 20 / 10 = 1.3; 2 × 2.2 / 1.3 / (1.2 + 1 / 1.3) = 4.4 / 2.56 = 1.71875
    expect(bm25({ ...once, lengths: [20] }, plain)).toBeCloseTo(1.71875, 12);
  });

  it('adds weighted fields before it saturates', () => {
    // Weights 2, 1.5, 1: title once and body twice at average length give 2 + 2 = 4; 1 × 2.2 × 4 / 5.2 = 1.692308
    const value = bm25(
      { counts: [1, 0, 2], lengths: [5, 5, 50], averageLengths: [5, 5, 50], idf: 1 },
      relevanceInForce,
    );
    expect(value).toBeCloseTo(8.8 / 5.2, 12);
  });

  it('takes no length into account where the average is 0', () => {
    expect(bm25({ ...once, lengths: [99], averageLengths: [0] }, plain)).toBeCloseTo(2, 12);
  });

  it.each([0, -1, NaN])('refuses an idf of %d', (idf) => {
    expect(() => bm25({ ...once, idf }, plain)).toThrow(RangeError);
  });

  it('is 0 without occurrences', () => {
    fc.assert(
      fc.property(occurrences, (occurrence) => bm25({ ...occurrence, counts: [0, 0, 0] }, relevanceInForce) === 0),
    );
  });

  it('never falls when the term occurs once more in the same text', () => {
    fc.assert(
      fc.property(occurrences, fc.nat(2), (occurrence, field) => {
        const counts = Array.from(occurrence.counts, (count, index) => (index === field ? count + 1 : count));
        expect(bm25({ ...occurrence, counts }, relevanceInForce)).toBeGreaterThan(bm25(occurrence, relevanceInForce));
      }),
    );
  });

  it('stays below idf × (k1 + 1)', () => {
    fc.assert(
      fc.property(occurrences, (occurrence) => {
        const value = bm25(occurrence, relevanceInForce);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(occurrence.idf * 2.2);
      }),
    );
  });
});
