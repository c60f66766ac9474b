import fc from 'fast-check';
import { BestList } from './best-list';
import { CommonLeasts } from './common-leasts';

describe('CommonLeasts', () => {
  it('never tell more than the last of what all have found together', () => {
    const found = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(found, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 6 }), (shares, size) => {
        const told = new Int32Array(shares.length);
        const leasts = shares.map((share, worker) => {
          const list = new BestList(size, () => false);
          share.forEach((score, document) => list.offer(document, score / 1e6));
          const common = new CommonLeasts(told, 1, worker);
          return common.exchange(0, list.scoreAt(common.share(size)));
        });
        const last = (shares.flat().sort((a, b) => b - a)[size - 1] ?? 0) / 1e6;
        for (const least of leasts) expect(least).toBeLessThanOrEqual(last);
      }),
    );
  });

  it('are stricter than what one alone knows', () => {
    const told = new Int32Array(4);
    const [first, second] = [new CommonLeasts(told, 2, 0), new CommonLeasts(told, 2, 1)];
    expect(first.share(20)).toBe(10);
    expect(first.exchange(1, 0.5)).toBe(0);
    expect(second.exchange(1, 0.4)).toBe(0.4);
    expect(first.exchange(1, 0.7)).toBe(0.4);
    expect(first.exchange(0, 0.7)).toBe(0);
  });

  it('keep sums that are larger than their numbers as what they are at least', () => {
    expect(new CommonLeasts(new Int32Array(1), 1, 0).exchange(0, 5_000)).toBeCloseTo(2_147.48, 2);
  });
});
