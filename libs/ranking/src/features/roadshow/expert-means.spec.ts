import fc from 'fast-check';
import { expertMeans, type ExpertScore } from './expert-means';

const score = (raterId: string, said: Partial<ExpertScore>): ExpertScore => ({
  raterId,
  scoredOn: '2026-05-01',
  sequence: 1,
  hasConflict: false,
  ...said,
});

describe('expertMeans', () => {
  it('takes the mean of each axis over those who scored it', () => {
    const scores = [
      score('a', { lead: 90, feasibility: 60, prospect: 71 }),
      score('b', { lead: 80, feasibility: 70 }),
      score('c', { lead: 85 }),
    ];
    expect(expertMeans(scores)).toEqual({
      raters: 3,
      lead: { mean: 0.85, raters: 3 },
      feasibility: { mean: 0.65, raters: 2 },
      prospect: { mean: 0.71, raters: 1 },
    });
  });

  it('counts the latest score of an expert, by its day and then as recorded', () => {
    const old = score('a', { lead: 10, sequence: 9, scoredOn: '2026-04-30' });
    const first = score('a', { lead: 40, sequence: 2 });
    const second = score('a', { lead: 60, sequence: 3 });
    expect(expertMeans([second, old, first])).toEqual({ raters: 1, lead: { mean: 0.6, raters: 1 } });
  });

  it('does not count who declared a conflict, also when an earlier score declared none', () => {
    const before = score('a', { lead: 100 });
    const declared = score('a', { lead: 100, sequence: 2, hasConflict: true });
    expect(expertMeans([before, declared])).toBeUndefined();
    expect(expertMeans([before, declared, score('b', { lead: 50 })])).toEqual({
      raters: 1,
      lead: { mean: 0.5, raters: 1 },
    });
    expect(expertMeans([])).toBeUndefined();
  });

  it('depends on no order and stays in [0, 1]', () => {
    const scores = fc.array(
      fc.record({
        raterId: fc.constantFrom('a', 'b', 'c'),
        scoredOn: fc.constantFrom('2026-01-01', '2026-02-01'),
        sequence: fc.nat(50),
        hasConflict: fc.boolean(),
        lead: fc.integer({ min: 0, max: 100 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(scores, (given) => {
        const distinct = given.filter(
          (one, index) => given.findIndex(({ sequence }) => sequence === one.sequence) === index,
        );
        const means = expertMeans(distinct);
        expect(expertMeans(distinct.toReversed())).toEqual(means);
        if (means?.lead) expect(means.lead.mean >= 0 && means.lead.mean <= 1).toBe(true);
      }),
    );
  });
});
