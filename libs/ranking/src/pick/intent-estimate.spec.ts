import fc from 'fast-check';
import type { IntentLevel } from '@throughtrain/domain';
import { weightProfile1 } from '../profile/weight-profile';
import { intentEstimate } from './intent-estimate';

const estimate = (answers: readonly IntentLevel[]) => intentEstimate(answers, weightProfile1);
const level = fc.constantFrom<IntentLevel>(0, 1, 2, 3, 4);
const times = (count: number, value: IntentLevel): IntentLevel[] => Array.from({ length: count }, () => value);

describe('intentEstimate', () => {
  it('is the prior mean without an answer', () => {
    expect(estimate([])).toBe(0.1); // 1 / 10
  });

  it('does not let 3 of 3 beat 25 of 40', () => {
    expect(estimate(times(3, 4))).toBeCloseTo(4 / 13, 12);
    expect(estimate([...times(25, 4), ...times(15, 0)])).toBeCloseTo(26 / 50, 12);
  });

  it('takes the value of each level', () => {
    // 0 + .2 + .5 + .8 + 1 = 2.5; (1 + 2.5) / 15
    expect(estimate([0, 1, 2, 3, 4])).toBeCloseTo(3.5 / 15, 12);
  });

  it('lies in (0, 1) and does not depend on the order of answers', () => {
    fc.assert(
      fc.property(fc.array(level), (answers) => {
        expect(estimate(answers)).toBeGreaterThan(0);
        expect(estimate(answers)).toBeLessThan(1);
        expect(estimate([...answers].reverse())).toBeCloseTo(estimate(answers), 12);
      }),
    );
  });

  it('rises with a higher answer, and moves towards an added one', () => {
    fc.assert(
      fc.property(fc.array(level), level, level, (answers, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(estimate([...answers, high])).toBeGreaterThanOrEqual(estimate([...answers, low]));
        expect(estimate([...answers, 4])).toBeGreaterThan(estimate(answers));
        expect(estimate([...answers, 0])).toBeLessThan(estimate(answers));
      }),
    );
  });
});
