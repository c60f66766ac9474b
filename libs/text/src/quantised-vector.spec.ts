import fc from 'fast-check';
import { quantiseVector } from './quantised-vector';

const number = fc.float({ min: -1, max: 1, noNaN: true });
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [dot, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k += 1) {
    dot += (a[k] ?? 0) * (b[k] ?? 0);
    aa += (a[k] ?? 0) ** 2;
    bb += (b[k] ?? 0) ** 2;
  }
  return dot / Math.sqrt(aa * bb);
};

describe('quantiseVector', () => {
  it('puts the largest number at an end', () => {
    // .5 → 127; -.25 → -63.5, rounded up to -63; .1 → 25.4
    expect([...quantiseVector([0.5, -0.25, 0.1], 3)]).toEqual([127, -63, 25]);
  });

  it('is zeros where nothing is known', () => {
    expect([...quantiseVector(undefined, 2)]).toEqual([0, 0]);
    expect([...quantiseVector([0, 0], 2)]).toEqual([0, 0]);
  });

  it('turns a vector by no more than its steps allow', () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 128, maxLength: 128 }).filter((v) => v.some((x) => Math.abs(x) > 1e-3)),
        (vector) => {
          const quantised = quantiseVector(vector, 128);
          expect(Math.max(...quantised.map(Math.abs))).toBe(127);
          // Each number is off by half a step at most: the sine of the angle is below √128 / 2 / 127 = .0446, the cosine above .999.
          expect(cosine(vector, quantised)).toBeGreaterThan(0.999);
        },
      ),
    );
  });
});
