import { aCandidate, aPair, aRankContext } from '@throughtrain/testing';
import { weightProfile1 } from '../profile/weight-profile';
import { rank } from '../rank';
import { coverableDemands } from './coverage';

const context = aRankContext(['e1', 'e2']);
const coverable = (...projects: readonly (readonly [string, readonly (readonly [number, number])[]])[]) =>
  coverableDemands(
    rank(
      projects.map(([projectId, pairs]) =>
        aCandidate({ projectId, pairs: pairs.map(([demand, relevance]) => aPair({ demand, relevance })) }),
      ),
      weightProfile1,
      context,
    ),
    weightProfile1,
    2,
  );

describe('coverableDemands', () => {
  it('asks for the related band, .3', () => {
    const demands = coverable(['a', [[0, 0.3]]], ['b', [[0, 0.299999]]]);
    expect(demands.get('a')).toEqual([0]);
    expect(demands.has('b')).toBe(false);
  });

  it('asks for a place among the 20 best of the demand, ties by id', () => {
    const ids = Array.from({ length: 22 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    const demands = coverable(...ids.map((id) => [id, [[0, 0.6]]] as const));
    expect([...demands.keys()].sort()).toEqual(ids.slice(0, 20));
  });

  it.each([
    [300, 20],
    [301, 19],
    [600, 10],
    [3_000, 10],
  ])('counts no more of the best than the pool brings in for each of %d demands: %d', (number, best) => {
    const ranked = rank(
      Array.from({ length: 22 }, (_, index) =>
        aCandidate({ projectId: `p${String(index).padStart(2, '0')}`, pairs: [aPair({ demand: 0, relevance: 0.6 })] }),
      ),
      weightProfile1,
      context,
    );
    expect(coverableDemands(ranked, weightProfile1, number).size).toBe(best);
  });

  it('goes by relevance, not by match', () => {
    // 20 projects of .5 without a fitting code leave no place for one of .4, whatever its match.
    const crowd = Array.from({ length: 20 }, (_, index) =>
      aCandidate({ projectId: `c${index}`, pairs: [aPair({ demand: 0, relevance: 0.5, domainDepth: 0 })] }),
    );
    const fitting = aCandidate({
      projectId: 'a',
      pairs: [aPair({ demand: 0, relevance: 0.4, domainDepth: 3, region: 'same-city', cooperationMeets: true })],
    });
    const ranked = rank([...crowd, fitting], weightProfile1, context);
    expect(coverableDemands(ranked, weightProfile1, 2).has('a')).toBe(false);
  });

  it('lists demands in their order', () => {
    expect(
      coverable([
        'a',
        [
          [1, 0.9],
          [0, 0.4],
        ],
      ]).get('a'),
    ).toEqual([0, 1]);
  });
});
