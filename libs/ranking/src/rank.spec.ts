import fc from 'fast-check';
import { aCandidate, aPair, aRankContext } from '@throughtrain/testing';
import type { Candidate } from './candidate';
import { weightProfile1 } from './profile/weight-profile';
import { rank } from './rank';

const context = aRankContext(['e1', 'e1', 'e2', 'e3'], { hasBrief: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const unknown = { nil: undefined };
const candidates: fc.Arbitrary<Candidate[]> = fc
  .uniqueArray(
    fc.record({
      projectId: fc.stringMatching(/^[a-z]{1,2}$/),
      seiCodes: fc.subarray(['5.2', '5.1', '3.1']),
      trl: fc.option(fc.integer({ min: 1, max: 13 }), unknown),
      briefRelevance: share,
      yearsSinceConfirmed: fc.option(fc.integer({ min: 0, max: 9 }), unknown),
      quality: fc.record({ patents: fc.nat(3), cooperationModes: fc.nat(2), trl: fc.option(fc.nat(9), unknown) }),
      pairs: fc
        .subarray([0, 1, 2, 3])
        .chain((demands) =>
          fc.tuple(
            ...demands.map((demand) => share.map((relevance) => aPair({ demand, relevance: 0.1 + 0.9 * relevance }))),
          ),
        ),
    }),
    { selector: ({ projectId }) => projectId, maxLength: 12 },
  )
  .map((list) => list.map((given) => aCandidate(given)));

describe('rank', () => {
  it('takes the best pair by match and the best relevance of each enterprise', () => {
    const candidate = aCandidate({
      projectId: 'p',
      pairs: [
        aPair({ demand: 0, relevance: 0.4 }),
        aPair({ demand: 1, relevance: 0.5 }),
        // Less relevant than demand 1, but everything else fits: (.62 × .48 + .15 + .05 × .5 + .03 + .02 + .01) / .88.
        aPair({
          demand: 2,
          relevance: 0.48,
          domainDepth: 3,
          cooperationMeets: true,
          budgetShare: 1,
          region: 'same-city',
        }),
      ],
    });
    const [ranked] = rank([candidate], weightProfile1, context);
    expect(ranked?.pairs.map(({ demand }) => demand)).toEqual([2, 1, 0]);
    const value = (feature: string) => ranked?.terms.find((term) => term.feature === feature)?.value;
    // .2976 + .15 + .025 + .03 + .02 + .01 = .5326; / .88 = .605227
    expect(value('best')).toBe(0.605227);
    // e1 has .5 (w 1), e2 .48 (w .9), e3 nothing: 1 - exp(-1.9 / 3) = .469205
    expect(value('pull')).toBeCloseTo(1 - Math.exp(-1.9 / 3), 6);
    expect(value('domain')).toBe(1);
  });

  it('puts equal pairs in the order of demands and equal scores in the order of ids', () => {
    const pairs = [aPair({ demand: 2, relevance: 0.4 }), aPair({ demand: 0, relevance: 0.4 })];
    const ranked = rank(
      ['c', 'a', 'b'].map((projectId) => aCandidate({ projectId, pairs })),
      weightProfile1,
      context,
    );
    expect(ranked.map(({ projectId }) => projectId)).toEqual(['a', 'b', 'c']);
    expect(ranked[0]?.pairs.map(({ demand }) => demand)).toEqual([0, 2]);
  });

  it('counts an enterprise once, however many demands it brings', () => {
    const one = aRankContext(['e1', 'e1', 'e1', 'e1']);
    const pairs = [0, 1, 2, 3].map((demand) => aPair({ demand, relevance: 0.9 }));
    const [ranked] = rank([aCandidate({ projectId: 'p', pairs })], weightProfile1, one);
    expect(ranked?.terms.find(({ feature }) => feature === 'pull')?.value).toBeCloseTo(1 - Math.exp(-1 / 3), 6);
  });

  it.each([
    ['5', ['5.2'], 1, 'inside a roadshow of level 1'],
    ['5', ['5'], 1, 'the code itself'],
    ['5.2', ['5.2'], 1, 'the code itself'],
    ['5.2', ['5'], 0.4, 'a project that tells only the level 1'],
    ['5.2', ['5.1', '3.1'], 0.4, 'the same level 1'],
    ['5', ['3.1'], 0, 'apart'],
  ])('in domain %s a project of %p has %d: %s', (domain, seiCodes, value) => {
    const [ranked] = rank([aCandidate({ projectId: 'p', seiCodes })], weightProfile1, { ...context, domain });
    expect(ranked?.terms.find(({ feature }) => feature === 'domain')).toMatchObject({ value, known: true });
  });

  it('leaves best and pull out in a run without demands', () => {
    const [ranked] = rank(
      [aCandidate({ projectId: 'p', briefRelevance: 0.3 })],
      weightProfile1,
      aRankContext([], { hasBrief: true }),
    );
    expect(ranked?.terms.map(({ feature }) => feature)).toEqual([
      'domain',
      'brief',
      'quality',
      'interest',
      'freshness',
    ]);
  });

  it('gives a project the same score and terms whoever else is in the pool', () => {
    fc.assert(
      fc.property(candidates, fc.infiniteStream(fc.boolean()), (all, keep) => {
        const byId = new Map(rank(all, weightProfile1, context).map((ranked) => [ranked.projectId, ranked]));
        const subset = all.filter(() => keep.next().value);
        for (const ranked of rank(subset, weightProfile1, context)) expect(ranked).toEqual(byId.get(ranked.projectId));
      }),
    );
  });

  it('orders by score, then id, whatever the order of the pool', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ranked = rank(all, weightProfile1, context);
        expect(rank([...all].reverse(), weightProfile1, context)).toEqual(ranked);
        ranked.slice(1).forEach((lower, index) => {
          const upper = ranked[index];
          expect(
            upper && (upper.score > lower.score || (upper.score === lower.score && upper.projectId < lower.projectId)),
          ).toBe(true);
        });
      }),
    );
  });
});
