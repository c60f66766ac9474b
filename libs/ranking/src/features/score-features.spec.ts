import fc from 'fast-check';
import { weightProfile1 } from '../profile/weight-profile';
import type { Feature } from './feature';
import { scoreFeatures, scoreOnly } from './score-features';

interface Inputs {
  readonly a?: number;
  readonly b?: number;
}

/** Weights .62 and .15; only the second has a neutral value, .5. */
const features: readonly Feature<'a' | 'b', Inputs>[] = [
  { name: 'a', weight: 'pair.weight.relevance', value: ({ a }) => a },
  { name: 'b', weight: 'pair.weight.domain', neutral: 'pair.neutral.domain', value: ({ b }) => b },
];
const inputsOf = (a?: number, b?: number): Inputs => ({ ...(a !== undefined && { a }), ...(b !== undefined && { b }) });
const score = (inputs: Inputs, leftOut: readonly string[] = []) =>
  scoreFeatures(features, inputs, weightProfile1, new Set(leftOut));

describe('scoreFeatures', () => {
  it('scales the weights of the features in use to sum to 1', () => {
    // .62 / .77 = .805195, .15 / .77 = .194805; .5 × .805195 + 1 × .194805 = .597403
    expect(score({ a: 0.5, b: 1 })).toEqual({
      score: 0.597403,
      terms: [
        { feature: 'a', value: 0.5, weight: expect.closeTo(0.805195, 6), known: true },
        { feature: 'b', value: 1, weight: expect.closeTo(0.194805, 6), known: true },
      ],
    });
  });

  it('takes the neutral value for what is unknown and says so', () => {
    // .5 × .805195 + .5 × .194805 = .5
    expect(score({ a: 0.5 })).toMatchObject({ score: 0.5, terms: [{}, { value: 0.5, known: false }] });
  });

  it('takes 0 for an unknown value that has no neutral one', () => {
    expect(score({ b: 1 })).toMatchObject({ score: 0.194805, terms: [{ value: 0, known: false }, {}] });
  });

  it('leaves out what the whole run can not compute', () => {
    expect(score({ a: 0.3, b: 1 }, ['b'])).toEqual({
      score: 0.3,
      terms: [{ feature: 'a', value: 0.3, weight: 1, known: true }],
    });
  });

  it('is 0 when every weight is 0 or every feature is left out', () => {
    expect(score({ a: 1, b: 1 }, ['a', 'b'])).toEqual({ score: 0, terms: [] });
    const values = { ...weightProfile1.values, 'pair.weight.relevance': 0, 'pair.weight.domain': 0 };
    expect(scoreFeatures(features, { a: 1, b: 1 }, { version: 2, values }, new Set()).score).toBe(0);
  });

  it('is the sum of its terms, in [0, 1]', () => {
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const scored = score(inputsOf(a, b));
        const total = scored.terms.reduce((sum, term) => sum + term.value * term.weight, 0);
        expect(scored.score).toBeCloseTo(total, 6);
        expect(scoreOnly(features, inputsOf(a, b), weightProfile1, new Set())).toBe(scored.score);
        expect(scored.score).toBeGreaterThanOrEqual(0);
        expect(scored.score).toBeLessThanOrEqual(1);
        expect(scored.terms.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});
