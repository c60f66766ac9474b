import fc from 'fast-check';
import { BandEvidence, type BandTargets } from './band-evidence';

const targets: BandTargets = {
  shown: { grade: 1, share: 0.3 },
  related: { grade: 1, share: 0.5 },
  close: { grade: 2, share: 0.75 },
};

function evidenceOf(groups: readonly (readonly [relevance: number, grade: number | undefined, count: number])[]) {
  const evidence = new BandEvidence();
  for (const [relevance, grade, count] of groups)
    for (let pair = 0; pair < count; pair += 1) evidence.add(relevance, grade);
  return evidence;
}

/** From .6 on 30 of 40 have grade 2; from .4 on 45 of 90 have grade 1; from .29 on 60 of 200. */
const groups = [
  [0.6, 3, 30],
  [0.61, 0, 10],
  [0.4, 1, 15],
  [0.45, 0, 35],
  [0.29, 1, 15],
  [0.299999, 0, 95],
  [0.3, undefined, 100],
  [0.1, 0, 500],
] as const;

describe('BandEvidence', () => {
  it('begins each band at the lowest relevance from which on enough judged pairs have its grade', () => {
    const { shown, related, close } = evidenceOf(groups).propose(targets);
    expect([shown.from, related.from, close.from]).toEqual([0.29, 0.4, 0.6]);
  });

  it('tells what was observed from there on, below the next band, and how much of it was judged', () => {
    const { related, shown, close } = evidenceOf(groups).propose(targets);
    // Wilson for 45 of 90: .5 ± (z / (1 + z²/90)) √(.25/90 + z²/(4 × 90²)) = .5 ± .1012.
    expect(related.above).toEqual({ pairs: 90, met: 45, share: 0.5, low: 0.3988, high: 0.6012 });
    expect(related.within).toMatchObject({ pairs: 50, met: 15, share: 0.3 });
    expect(shown).toMatchObject({ grade: 1, target: 0.3, above: { pairs: 200 }, within: { pairs: 110, met: 15 } });
    expect(shown.judgedShare).toBe(0.6667);
    expect(close.above).toEqual(close.within);
  });

  it('refuses a target that nothing reaches, one that a handful of pairs would reach, and bands that would begin together', () => {
    expect(() => evidenceOf([[0.5, 0, 99]]).propose(targets)).toThrow(/^shown: from no relevance on do 0.3 of 30/);
    expect(() => evidenceOf([[0.5, 3, 29]]).propose(targets)).toThrow(RangeError);
    expect(() => evidenceOf([[0.5, 3, 99]]).propose(targets)).toThrow('shown would begin at 0.5, not below related');
  });

  it('counts every judged pair at or above a threshold', () => {
    const millionths = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(millionths, fc.integer({ min: 0, max: 3 })), { maxLength: 50 }), (pairs) => {
        const evidence = new BandEvidence();
        for (const [relevance, grade] of pairs) evidence.add(relevance / 1e6, grade);
        for (const { from, byGrade } of evidence.thresholds([2])) {
          const above = pairs.filter(([relevance]) => relevance >= Math.round(from * 1e6));
          expect(byGrade[2]).toMatchObject({
            pairs: above.length,
            met: above.filter(([, grade]) => grade >= 2).length,
          });
        }
      }),
    );
  });
});
