import fc from 'fast-check';
import { wilsonInterval } from './wilson-interval';

describe('wilsonInterval', () => {
  it.each([
    // z² = 3.841459. 8 of 10: (.8 + .192073 ± 1.96 √(.016 + .009604)) / 1.384146.
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [0, 0, 0, 1],
  ])('%d of %d: [%d, %d]', (met, count, low, high) => {
    const interval = wilsonInterval(met, count);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it('holds the share that was observed, and is narrower of more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (count, any) => {
        const met = any % (count + 1);
        const [low, high] = wilsonInterval(met, count);
        const [lower, higher] = wilsonInterval(4 * met, 4 * count);
        expect(low).toBeLessThanOrEqual(met / count + 1e-12);
        expect(high).toBeGreaterThanOrEqual(met / count - 1e-12);
        expect(higher - lower).toBeLessThan(high - low);
      }),
    );
  });
});
