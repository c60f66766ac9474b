import fc from 'fast-check';
import { weightProfile1 } from '../../profile/weight-profile';
import { budgetFeature, budgetShareOf } from './budget.feature';
import { cooperationFeature } from './cooperation.feature';
import { pairDomainFeature } from './domain.feature';
import { indicatorFeature } from './indicator.feature';
import { maturityFeature } from './maturity.feature';
import { matchPair, pairFeatures, pairScore } from './pair-features';
import type { PairInputs } from './pair-inputs';
import { regionFeature } from './region.feature';
import { relevanceFeature } from './relevance.feature';

const unknown: PairInputs = { relevance: 0.4 };

describe('relevance', () => {
  it('is level A as it is', () => {
    expect(relevanceFeature.value(unknown)).toBe(0.4);
  });
});

describe('domain', () => {
  it.each([
    [3, 1],
    [2, 0.7],
    [1, 0.4],
    [0, 0],
  ] as const)('depth %d: %d', (domainDepth, value) => {
    expect(pairDomainFeature.value({ ...unknown, domainDepth }, weightProfile1)).toBe(value);
  });
});

describe('indicator', () => {
  const value = (met: number, open: number) =>
    indicatorFeature.value({ ...unknown, indicators: { met, unknown: open } }, weightProfile1);

  it.each([
    [1, 0, 1],
    [0, 0, 0],
    [0.5, 0.25, 0.625],
    [0, 0.5, 0.25],
  ])('%d met and %d unknown: %d', (met, open, expected) => {
    expect(value(met, open)).toBe(expected);
  });

  it('is unknown when nothing is asked for and when nothing is told', () => {
    expect(indicatorFeature.value(unknown, weightProfile1)).toBeUndefined();
    expect(value(0, 1)).toBeUndefined();
  });

  it('gains nothing from a figure that is hidden, but for a bad one', () => {
    expect(value(0.75, 0.25)).toBeLessThan(value(1, 0) ?? NaN);
  });
});

describe('maturity', () => {
  it.each([
    [8, 0, 1, 'ready, due now'],
    [9, -6, 1, 'ready, due before'],
    [6, 18, 1, '2 levels × .75 = 1.5 years needed, 1.5 there'],
    [6, 12, 5 / 6, '1.5 needed, 1 there, .5 missing: 1 - .5 / 3'],
    [4, 12, 1 / 3, '3 needed, 1 there, 2 missing: 1 - 2 / 3'],
    [4, 0, 0, '3 needed, 3 missing: 0'],
    [1, 0, 0, '5.25 missing: cut at 0'],
    [4, -24, 0, 'a deadline that has passed counts as now'],
  ])('level %d, %d months: %d (%s)', (trl, monthsToDeadline, value) => {
    expect(maturityFeature.value({ ...unknown, trl, monthsToDeadline }, weightProfile1)).toBeCloseTo(value, 12);
  });

  it('needs both', () => {
    expect(maturityFeature.value({ ...unknown, trl: 6 }, weightProfile1)).toBeUndefined();
    expect(maturityFeature.value({ ...unknown, monthsToDeadline: 6 }, weightProfile1)).toBeUndefined();
  });

  it('never falls with a higher level or a later deadline', () => {
    const [level, months] = [fc.integer({ min: 1, max: 12 }), fc.integer({ min: -60, max: 120 })];
    const value = (trl: number, monthsToDeadline: number) =>
      maturityFeature.value({ ...unknown, trl, monthsToDeadline }, weightProfile1) ?? NaN;
    fc.assert(
      fc.property(level, months, (trl, left) => {
        expect(value(trl + 1, left)).toBeGreaterThanOrEqual(value(trl, left));
        expect(value(trl, left + 1)).toBeGreaterThanOrEqual(value(trl, left));
      }),
    );
  });
});

describe('cooperation', () => {
  it('is 1 when modes meet, else 0', () => {
    expect(cooperationFeature.value({ ...unknown, cooperationMeets: true })).toBe(1);
    expect(cooperationFeature.value({ ...unknown, cooperationMeets: false })).toBe(0);
    expect(cooperationFeature.value(unknown)).toBeUndefined();
  });
});

describe('budget', () => {
  it('is the share that was stored', () => {
    expect(budgetFeature.value({ ...unknown, budgetShare: 0.25 })).toBe(0.25);
    expect(budgetFeature.value(unknown)).toBeUndefined();
  });

  it.each([
    [300, 100, 300, 1, 'pays the highest price'],
    [150, 100, 300, 0.25, '(150 - 100) / 200'],
    [100, 100, 300, 0, 'pays the lowest only'],
    [99, 100, 300, 0, 'pays nothing of it'],
    [100, 100, 100, 1, 'one price, paid'],
    [99, 100, 100, 0, 'one price, not paid'],
    [0, 0, 0, 1, 'for nothing'],
  ])('budget %d, price %d to %d: %d (%s)', (budget, min, max, share) => {
    expect(budgetShareOf(budget, { min, max })).toBe(share);
  });
});

describe('region', () => {
  it.each([
    ['same-city', 1],
    ['same-province', 0.7],
    ['neighbouring', 0.4],
    ['apart', 0],
    [undefined, undefined],
  ] as const)('%s: %p', (region, value) => {
    expect(regionFeature.value({ ...unknown, region }, weightProfile1)).toBe(value);
  });
});

describe('matchPair', () => {
  it('leaves indicators out and scales the other weights by 1 / .88', () => {
    // (.62 × .4 + .15 × 1 + .05 × .5 + .03 × 1 + .02 × .25 + .01 × .7) / .88
    //  = (.248 + .15 + .025 + .03 + .005 + .007) / .88 = .465 / .88 = .528409
    const { score, terms } = matchPair(
      { ...unknown, domainDepth: 3, cooperationMeets: true, budgetShare: 0.25, region: 'same-province' },
      weightProfile1,
    );
    expect(score).toBe(0.528409);
    expect(terms.map(({ feature, known }) => [feature, known])).toEqual([
      ['relevance', true],
      ['domain', true],
      ['maturity', false],
      ['cooperation', true],
      ['budget', true],
      ['region', true],
    ]);
  });

  it('counts indicators where the run compared them', () => {
    // (.248 + .12 × .625 + .5 × .26) = .453
    const inputs = { ...unknown, indicators: { met: 0.5, unknown: 0.25 } };
    expect(matchPair(inputs, weightProfile1, true).score).toBe(0.453);
    expect(matchPair(inputs, weightProfile1).score).toBe(matchPair(unknown, weightProfile1).score);
    expect(pairScore(inputs, weightProfile1, true)).toBe(0.453);
  });

  it('takes .5 for all that is unknown', () => {
    // (.248 + .5 × .26) / .88 = .378 / .88 = .429545
    expect(matchPair(unknown, weightProfile1).score).toBe(0.429545);
  });

  it('gives a bare pair less than one with the same text and good facts, more than one with bad facts', () => {
    const good: PairInputs = { ...unknown, domainDepth: 3, trl: 9, monthsToDeadline: 1, region: 'same-city' };
    const bad: PairInputs = { ...unknown, domainDepth: 0, trl: 1, monthsToDeadline: 1, region: 'apart' };
    const [bare, high, low] = [unknown, good, bad].map((inputs) => matchPair(inputs, weightProfile1).score);
    expect(high).toBeGreaterThan(bare ?? NaN);
    expect(low).toBeLessThan(bare ?? NaN);
  });

  it('has a neutral value for every feature that can be unknown', () => {
    for (const feature of pairFeatures) {
      if (feature.value(unknown, weightProfile1) === undefined) expect(feature).toHaveProperty('neutral');
    }
  });
});
