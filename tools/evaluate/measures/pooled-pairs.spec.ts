import fc from 'fast-check';
import { PooledPairs, type JudgedPair } from './pooled-pairs';

const pair = (topic: number, score: number, grade: number): JudgedPair => ({ topic, score, grade });

describe('PooledPairs', () => {
  it('correlates ranks, equal ones averaged', () => {
    const pairs = new PooledPairs([pair(0, 0.9, 3), pair(0, 0.1, 0), pair(1, 0.5, 0), pair(1, 0.5, 1)]);
    // Ranks of scores 4, 1, 2.5, 2.5 and of grades 4, 1.5, 1.5, 3: covariance 3.75, variances 4.5 and 4.5.
    expect(pairs.spearman([1, 1])).toBeCloseTo(3.75 / 4.5, 12);
  });

  it('tells how often the highest grade stands above grade 0, equal scores half', () => {
    const pairs = new PooledPairs([
      pair(0, 0.9, 3),
      pair(0, 0.4, 3),
      pair(0, 0.5, 0),
      pair(0, 0.4, 0),
      pair(0, 1, 2), // neither
    ]);
    // .9 above both, .4 above none and level with one: (2 + .5) / 4.
    expect(pairs.strongAgainstNone([1])).toBe(0.625);
  });

  it('can not be told where all grades or all scores are one', () => {
    const same = new PooledPairs([pair(0, 0.9, 1), pair(1, 0.1, 1)]);
    expect([same.spearman([1, 1]), same.strongAgainstNone([1, 1])]).toEqual([undefined, undefined]);
    expect(new PooledPairs([pair(0, 0.9, 1), pair(1, 0.9, 0)]).spearman([1, 1])).toBeUndefined();
    expect(new PooledPairs([]).spearman([])).toBeUndefined();
  });

  it('counts a topic that was drawn n times like n copies of it', () => {
    const drawn = fc.record({
      topic: fc.integer({ min: 0, max: 3 }),
      score: fc.integer({ min: 0, max: 5 }),
      grade: fc.integer({ min: 0, max: 3 }),
    });
    const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 30 }), weights, (pairs, counts) => {
        const copied = new PooledPairs(pairs.flatMap((one) => new Array<JudgedPair>(counts[one.topic] ?? 0).fill(one)));
        const weighted = new PooledPairs(pairs);
        const each = [1, 1, 1, 1];
        const highest = (list: readonly JudgedPair[]) => Math.max(...list.map(({ grade }) => grade));
        fc.pre(highest(pairs) === highest(pairs.filter(({ topic }) => (counts[topic] ?? 0) > 0)));
        expect(weighted.spearman(counts) ?? 9).toBeCloseTo(copied.spearman(each) ?? 9, 9);
        expect(weighted.strongAgainstNone(counts) ?? 9).toBeCloseTo(copied.strongAgainstNone(each) ?? 9, 9);
      }),
    );
  });
});
