import fc from 'fast-check';
import { weightProfile1 } from '../../profile/weight-profile';
import { bestFeature } from './best.feature';
import { briefFeature } from './brief.feature';
import { roadshowDomainFeature } from './domain.feature';
import { freshnessFeature } from './freshness.feature';
import { interestFeature } from './interest.feature';
import { pullFeature } from './pull.feature';
import type { QualityInputs } from './quality-inputs';
import { qualityByRule, qualityFeature, qualityValue } from './quality.feature';
import { matchForPick, matchRoadshow } from './roadshow-features';
import type { RoadshowInputs } from './roadshow-inputs';

const unknown: RoadshowInputs = {
  relevanceByEnterprise: [],
  enterprises: 30,
  quality: { patents: 0, cooperationModes: 0 },
};

describe('best and brief', () => {
  it('are what was computed', () => {
    expect(bestFeature.value({ ...unknown, bestMatch: 0.6 })).toBe(0.6);
    expect(bestFeature.value(unknown)).toBeUndefined();
    expect(briefFeature.value({ ...unknown, briefRelevance: 0.3 })).toBe(0.3);
    expect(briefFeature.value(unknown)).toBeUndefined();
  });
});

describe('pull', () => {
  const pull = (relevanceByEnterprise: readonly number[], enterprises = 30) =>
    pullFeature.value({ ...unknown, relevanceByEnterprise, enterprises }, weightProfile1);

  it.each([
    [[], 30, 0, 'nobody'],
    [[0.3], 30, 0, 'at the related band, w = 0'],
    [[0.4], 30, 1 - Math.exp(-0.5 / 3), 'w = .5, K = 3: 1 - exp(-.1667) = .1535'],
    [[0.5, 0.9], 30, 1 - Math.exp(-2 / 3), 'w is cut at 1: 1 - exp(-.6667) = .4866'],
    [[0.4, 0.2, 0.1], 30, 1 - Math.exp(-0.5 / 3), 'below related adds nothing'],
    [[0.5], 60, 1 - Math.exp(-1 / 3), 'K = max(3, 60 / 20) = 3'],
    [[0.5], 200, 1 - Math.exp(-1 / 10), 'K = 200 / 20 = 10: .0952'],
  ])('%p of %d enterprises: %d (%s)', (relevances, enterprises, value) => {
    expect(pull(relevances, enterprises)).toBeCloseTo(value, 12);
  });

  it('rises with one more enterprise and stays in [0, 1)', () => {
    const relevances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(relevances, fc.double({ min: 0, max: 1, noNaN: true }), (list, more) => {
        expect(pull([...list, more])).toBeGreaterThanOrEqual(pull(list));
        expect(pull(list)).toBeLessThan(1);
      }),
    );
  });
});

describe('domain', () => {
  it.each([
    [2, 1],
    [1, 0.4],
    [0, 0],
    [undefined, undefined],
  ] as const)('depth %p: %p', (domainDepth, value) => {
    expect(roadshowDomainFeature.value({ ...unknown, domainDepth }, weightProfile1)).toBe(value);
  });
});

describe('quality by rule', () => {
  it.each<[facts: Partial<QualityInputs>, lead: number | undefined, why: string]>([
    [{ patents: 1 }, 0.7, '.5 + .2'],
    [{ patents: 2 }, 0.8, '.5 + .2 + .1'],
    [{ patents: 9, nationalProgramme: true }, 1, '.5 + .2 + .1 + .2'],
    [{ patents: 0, nationalProgramme: true }, 0.7, '.5 + .2'],
    [{ patents: 0, nationalProgramme: false }, 0.5, 'a programme, not of the state: as good as unknown'],
    [{ patents: 0 }, undefined, 'neither told'],
  ])('lead of %p: %p (%s)', (facts, lead) => {
    const value = qualityByRule({ patents: 0, cooperationModes: 0, ...facts }).lead;
    if (lead === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(lead, 12);
  });

  it.each<[facts: Partial<QualityInputs>, feasibility: number | undefined, why: string]>([
    [{ trl: 9, cooperationModes: 2, ownershipClear: true }, 1, '.8 + .1 + .1'],
    [{ trl: 13, cooperationModes: 0, ownershipClear: true }, 0.9, 'levels above 9 count as 9'],
    [{ trl: 6, cooperationModes: 1 }, 0.8 * (6 / 9) + 0.1, '.5333 + .1'],
    [{ trl: 6, cooperationModes: 1, ownershipClear: false }, 0.8 * (6 / 9) + 0.1, 'not clear adds nothing'],
    [{ cooperationModes: 1, ownershipClear: true }, undefined, 'no readiness level'],
  ])('feasibility of %p: %p (%s)', (facts, feasibility) => {
    const value = qualityByRule({ patents: 0, cooperationModes: 0, ...facts }).feasibility;
    if (feasibility === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(feasibility, 12);
  });

  it('weighs the axes, an unknown one at .5', () => {
    // lead .7 × .35 + feasibility 1 × .35 + prospect .5 × .3 = .245 + .35 + .15 = .745
    const inputs = { patents: 1, trl: 9, cooperationModes: 1, ownershipClear: true };
    expect(qualityValue(inputs, weightProfile1)).toBeCloseTo(0.745, 12);
    // lead .7 × .35 + .5 × .35 + .5 × .3 = .57
    expect(qualityValue({ patents: 1, cooperationModes: 0 }, weightProfile1)).toBeCloseTo(0.57, 12);
  });

  it('takes nothing for naming a programme that is not of the state', () => {
    const told = { patents: 0, trl: 6, cooperationModes: 1 };
    expect(qualityValue({ ...told, nationalProgramme: false }, weightProfile1)).toBe(
      qualityValue(told, weightProfile1),
    );
  });

  it('is unknown when nothing is told', () => {
    expect(qualityFeature.value(unknown, weightProfile1)).toBeUndefined();
  });
});

describe('interest', () => {
  it('is the prior mean, and known', () => {
    expect(interestFeature.value(unknown, weightProfile1)).toBe(0.1);
  });
});

describe('freshness', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 0.75],
    [3, 0.5],
    [5, 0],
    [20, 0],
    [undefined, undefined],
  ])('%p years: %p', (yearsSinceConfirmed, value) => {
    expect(freshnessFeature.value({ ...unknown, yearsSinceConfirmed }, weightProfile1)).toBe(value);
  });
});

describe('matchRoadshow', () => {
  const inputs: RoadshowInputs = {
    bestMatch: 0.6,
    relevanceByEnterprise: [0.5, 0.4],
    enterprises: 30,
    domainDepth: 2,
    briefRelevance: 0.3,
    quality: { patents: 1, trl: 9, cooperationModes: 1, ownershipClear: true },
    yearsSinceConfirmed: 2,
  };

  it('is the weighted sum', () => {
    // pull = 1 - exp(-1.5 / 3) = .393469
    // .35 × .6 + .25 × .393469 + .1 × 1 + .1 × .3 + .12 × .745 + .05 × .1 + .03 × .75
    //  = .21 + .098367 + .1 + .03 + .0894 + .005 + .0225 = .555267
    expect(matchRoadshow(inputs, weightProfile1, true).score).toBeCloseTo(0.555267, 6);
  });

  it('leaves the brief out where the roadshow has none', () => {
    // (.555267 - .03) / .9 = .525267 / .9 = .583630
    const { score, terms } = matchRoadshow(inputs, weightProfile1, false);
    expect(score).toBeCloseTo(0.58363, 6);
    expect(terms.map(({ feature }) => feature)).toEqual(['best', 'pull', 'domain', 'quality', 'interest', 'freshness']);
  });

  it('leaves best and pull out where the run has no enterprises with demands', () => {
    // (.1 × 1 + .1 × .3 + .12 × .745 + .05 × .1 + .03 × .75) / .4 = .2469 / .4 = .61725
    const alone = { ...inputs, bestMatch: undefined, relevanceByEnterprise: [], enterprises: 0 };
    const { score, terms } = matchRoadshow(alone, weightProfile1, true);
    expect(score).toBeCloseTo(0.61725, 6);
    expect(terms.map(({ feature }) => feature)).toEqual(['domain', 'brief', 'quality', 'interest', 'freshness']);
    expect(terms.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('takes the neutral values of a project of which nothing is known', () => {
    // best 0, pull 0, .5 × (.1 + .12 + .03) + .1 × .05 over .9 = .13 / .9 = .144444
    expect(matchRoadshow(unknown, weightProfile1, false).score).toBe(0.144444);
  });
});

describe('matchForPick', () => {
  it('leaves quality and interest out and scales the rest', () => {
    const term = (feature: string, value: number, weight: number) => ({ feature, value, weight });
    // (.6 × .5 + .2 × .25) / .75 = .35 / .75
    const terms = [
      term('best', 0.6, 0.5),
      term('pull', 0.2, 0.25),
      term('quality', 1, 0.2),
      term('interest', 0.1, 0.05),
    ];
    expect(matchForPick(terms)).toBeCloseTo(0.35 / 0.75, 12);
    expect(matchForPick(terms.slice(2))).toBe(0);
  });
});
