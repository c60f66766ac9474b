import fc from 'fast-check';
import { aCandidate, aPair, aRankContext } from '@throughtrain/testing';
import type { Candidate, RankContext } from '../candidate';
import { weightProfile1, type WeightProfile } from '../profile/weight-profile';
import { weightSettings, type SettingKey } from '../profile/weight-settings';
import { rank } from '../rank';
import { chooseShortlist } from './choose-shortlist';
import { belongsToList } from './belongs-to-list';
import { coverableDemands } from './coverage';

const choose = (
  candidates: readonly Candidate[],
  size: number,
  context: RankContext,
  profile: WeightProfile = weightProfile1,
) => chooseShortlist(rank(candidates, profile, context), size, profile, context);
const ids = (chosen: ReturnType<typeof choose>) => chosen.entries.map(({ projectId }) => projectId);
const limitNames = (chosen: ReturnType<typeof choose>) => chosen.limits.map(({ limit }) => limit);
const profileWith = (settings: Partial<Record<SettingKey, number>>): WeightProfile => ({
  version: 2,
  values: { ...weightProfile1.values, ...settings },
});

/** Projects related to demand 0, best first by their number. */
const related = (count: number, given: (index: number) => Partial<Candidate> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    aCandidate({
      projectId: `p${String(index).padStart(3, '0')}`,
      pairs: [aPair({ demand: 0, relevance: 0.9 - index * 0.01 })],
      ...given(index),
    }),
  );

describe('chooseShortlist', () => {
  const context = aRankContext(['e1', 'e2', 'e3', 'e4']);

  it('takes the related ones of the domain, lists them by score and says what was missing', () => {
    const candidates = [
      aCandidate({ projectId: 'near', pairs: [aPair({ demand: 0, relevance: 0.3 })] }),
      aCandidate({ projectId: 'far', pairs: [aPair({ demand: 0, relevance: 0.29 })] }),
      aCandidate({ projectId: 'other', seiCodes: ['3.1'], pairs: [aPair({ demand: 0, relevance: 0.9 })] }),
      aCandidate({ projectId: 'nocode', seiCodes: [], pairs: [aPair({ demand: 1, relevance: 0.6 })] }),
      aCandidate({ projectId: 'above', seiCodes: ['5'], pairs: [aPair({ demand: 1, relevance: 0.5 })] }),
    ];
    const chosen = choose(candidates, 10, context);
    expect(ids(chosen)).toEqual(['nocode', 'above', 'near']);
    expect(chosen.entries.map(({ withoutCode }) => withoutCode)).toEqual([true, true, false]);
    expect(chosen.entries.map(({ covers }) => covers)).toEqual([[1], [1], [0]]);
    const domain = chosen.entries[1]?.terms.find(({ feature }) => feature === 'domain');
    expect(domain).toMatchObject({ value: 0.4, known: true });
    expect(chosen.uncovered).toEqual([2, 3]);
    expect(chosen.limits).toEqual([
      {
        list: 'shortlist',
        limit: 'related-projects',
        message: 'Only 3 project(s) of the domain are related to a demand or to the brief; 10 were asked for.',
        zh: '本领域内与企业需求或承办单位需求描述相关的项目仅3个，少于要求的10个。',
      },
    ]);
  });

  it('lets a project stand on the brief alone', () => {
    const brief = { ...context, hasBrief: true };
    const candidates = [0.3, 0.29].map((briefRelevance, index) =>
      aCandidate({ projectId: `p${index}`, briefRelevance }),
    );
    const chosen = choose(candidates, 10, brief);
    expect(ids(chosen)).toEqual(['p0']);
    expect(chosen.uncovered).toEqual([0, 1, 2, 3]);
  });

  it('gives up to .3 of score for new demands: three cover fully', () => {
    // Demand 0 is covered by the first choice. For the last place x (score about .43, demands 1-3, gain +.3) goes
    // before b (a higher score, nothing new).
    const candidates = [
      aCandidate({ projectId: 'a', pairs: [aPair({ demand: 0, relevance: 0.99 })] }),
      aCandidate({ projectId: 'b', pairs: [aPair({ demand: 0, relevance: 0.98 })] }),
      aCandidate({ projectId: 'x', pairs: [1, 2, 3].map((demand) => aPair({ demand, relevance: 0.31 })) }),
    ];
    const flat = profileWith({ 'roadshow.weight.pull': 0 });
    expect(ids(choose(candidates, 2, context, flat))).toEqual(['a', 'x']);
    expect(
      ids(choose(candidates, 2, context, profileWith({ 'roadshow.weight.pull': 0, 'shortlist.coverageWeight': 0 }))),
    ).toEqual(['a', 'b']);
  });

  /** Scores are the relevance to the brief, so that gains are seen at a glance. */
  const byBrief = Object.fromEntries(
    weightSettings.filter(({ key }) => key.startsWith('roadshow.weight.')).map(({ key }) => [key, 0]),
  );
  const plain = profileWith({ ...byBrief, 'roadshow.weight.brief': 1 });
  const scored = (projectId: string, score: number, ...demands: readonly number[]) =>
    aCandidate({ projectId, briefRelevance: score, pairs: demands.map((demand) => aPair({ demand, relevance: 0.4 })) });
  const seven = aRankContext(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7'], { hasBrief: true });

  it('counts no more than three new demands', () => {
    // a: .5 + .3 with four, b: .55 + .3 with three. A fourth that counted would put a first, .9 against .85.
    const candidates = [scored('a', 0.5, 0, 1, 2, 3), scored('b', 0.55, 4, 5, 6)];
    expect(ids(choose(candidates, 1, seven, plain))).toEqual(['b']);
    // Fewer count in part: .5 + .2 with two is below .55 + .3 with three, and above .55 + .1 with one.
    expect(ids(choose([scored('a', 0.5, 0, 1), scored('b', 0.55, 4)], 1, seven, plain))).toEqual(['a']);
  });

  it('decides equal sums of score and coverage by id, not by score', () => {
    // .5 + .3 × 1 / 3 = .6 + 0, whatever the last bits say; then 1e-6 decides.
    const brief = [scored('a', 0.5, 0), scored('b', 0.6)];
    expect(ids(choose(brief, 1, seven, plain))).toEqual(['a']);
    expect(ids(choose([scored('b', 0.5, 0), scored('a', 0.6)], 1, seven, plain))).toEqual(['a']);
    expect(ids(choose([scored('a', 0.5, 0), scored('b', 0.600001)], 1, seven, plain))).toEqual(['b']);
  });

  it('caps an institution at max(3, 8 %), an unknown one not at all', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500, 'shortlist.newcomerShare': 0 });
    const one = choose(
      related(20, () => ({ institutionId: 'u' })),
      20,
      context,
      wide,
    );
    expect(one.entries).toHaveLength(3);
    expect(one.limits).toEqual([
      {
        list: 'shortlist',
        limit: 'institution-cap',
        message: '3 of 20 places are filled; 17 more project(s) pass but are left out by the cap per institution.',
        zh: '应选20个，实选3个；另有17个项目符合条件，受同一单位入选数量上限约束未能入选。',
      },
    ]);
    // floor(.08 × 50) = 4
    const four = choose(
      related(60, (index) => (index < 30 ? { institutionId: 'u' } : {})),
      50,
      context,
      wide,
    );
    expect(four.entries.filter(({ candidate }) => candidate.institutionId === 'u')).toHaveLength(4);
    expect(choose(related(20), 20, context, wide).entries).toHaveLength(20);
  });

  it('caps a sub-domain at max(5, twice its share)', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500 });
    const subDomains = (...names: readonly string[]) =>
      aRankContext(names.map((subDomain, index) => ({ enterpriseId: `e${index}`, subDomain })));
    // One of four demands: share 10 of 40, at most 20.
    const quarter = choose(
      related(40, () => ({ subDomain: 'A' })),
      40,
      subDomains('A', 'B', 'B', 'B'),
      wide,
    );
    expect(quarter.entries).toHaveLength(20);
    expect(limitNames(quarter)).toEqual(['sub-domain-cap']);
    // One of ten: share 2 of 20, at most max(5, 4).
    const tenth = choose(
      related(20, () => ({ subDomain: 'A' })),
      20,
      subDomains('A', ...Array.from({ length: 9 }, () => 'B')),
      wide,
    );
    expect(tenth.entries).toHaveLength(5);
  });

  it('takes a share for what it is, not for its last bits', () => {
    // 29 of 100 demands: share 29 of 100, at most 58. As 29 / 100 × 100 it would be 28.999999999999996, at most 57.
    const demands = Array.from({ length: 100 }, (_, index) => ({
      enterpriseId: `e${index}`,
      subDomain: index < 29 ? 'A' : 'B',
    }));
    const candidates = Array.from({ length: 80 }, (_, index) =>
      aCandidate({ projectId: `p${index}`, subDomain: 'A', briefRelevance: 0.5 }),
    );
    expect(choose(candidates, 100, aRankContext(demands, { hasBrief: true })).entries).toHaveLength(58);
  });

  it('caps no sub-domain without demands, which has no share', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500 });
    const chosen = choose(
      related(20, (index) => ({ subDomain: index < 10 ? 'C' : 'A' })),
      20,
      aRankContext([{ enterpriseId: 'e1', subDomain: 'A' }]),
      wide,
    );
    expect(chosen.entries).toHaveLength(20);
    expect(chosen.limits).toEqual([]);
    // Nor any where no demand tells its sub-domain.
    const untold = choose(
      related(20, () => ({ subDomain: 'A' })),
      20,
      context,
      wide,
    );
    expect(untold.entries).toHaveLength(20);
  });

  it('offers each sub-domain with demands half its share before anything else', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500, 'shortlist.coverageWeight': 0 });
    const two = aRankContext([
      { enterpriseId: 'e1', subDomain: 'A' },
      { enterpriseId: 'e2', subDomain: 'B' },
    ]);
    // B has the 20 weakest projects; its share is 10 of 20, so its best 5 are in.
    const candidates = related(40, (index) => ({ subDomain: index < 20 ? 'A' : 'B' }));
    const chosen = choose(candidates, 20, two, wide);
    expect(ids(chosen).filter((id) => id >= 'p020')).toEqual(['p020', 'p021', 'p022', 'p023', 'p024']);
    expect(chosen.limits).toEqual([]);
  });

  it('rounds the floor of a sub-domain down', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500, 'shortlist.coverageWeight': 0 });
    const three = aRankContext(['A', 'A', 'B'].map((subDomain, index) => ({ enterpriseId: `e${index}`, subDomain })));
    // B has the weakest projects; its share is 6.67 of 20, half of it 3.33.
    const candidates = related(40, (index) => ({ subDomain: index < 20 ? 'A' : 'B' }));
    expect(ids(choose(candidates, 20, three, wide)).filter((id) => id >= 'p020')).toEqual(['p020', 'p021', 'p022']);
  });

  it('keeps a tenth of the places for rarely shown projects', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500 });
    // The 5 weakest of 40 were shown once; ceil(.1 × 20) = 2 of them are in.
    const chosen = choose(
      related(40, (index) => ({ timesShown: index < 35 ? 2 : 1 })),
      20,
      context,
      wide,
    );
    expect(ids(chosen).filter((id) => id >= 'p035')).toEqual(['p035', 'p036']);
    expect(chosen.entries).toHaveLength(20);
    expect(chosen.limits).toEqual([]);
  });

  it('gives their places to others when too few pass, and says so', () => {
    const wide = profileWith({ 'shortlist.bestPerDemand': 500 });
    const chosen = choose(
      related(40, (index) => ({ timesShown: index < 39 ? 9 : 0 })),
      20,
      context,
      wide,
    );
    expect(chosen.entries).toHaveLength(20);
    expect(ids(chosen)).toContain('p039');
    expect(limitNames(chosen)).toEqual(['newcomer-share']);
  });

  it('is empty for an empty pool', () => {
    expect(choose([], 100, context)).toMatchObject({
      entries: [],
      uncovered: [0, 1, 2, 3],
      limits: [{ limit: 'related-projects' }],
    });
  });
});

const pools = fc.record({
  size: fc.integer({ min: 1, max: 30 }),
  demands: fc.array(
    fc.record({
      enterpriseId: fc.constantFrom('e1', 'e2', 'e3'),
      subDomain: fc.option(fc.constantFrom('A', 'B', 'C'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  candidates: fc.array(
    fc.record({
      seiCodes: fc.constantFrom<string[]>(['5.2'], ['5.2'], ['5.2'], ['5.1'], ['5'], []),
      institutionId: fc.option(fc.constantFrom('u1', 'u2', 'u3'), { nil: undefined }),
      subDomain: fc.option(fc.constantFrom('A', 'B', 'C', 'D'), { nil: undefined }),
      timesShown: fc.nat(3),
      briefRelevance: fc.constantFrom(0.1, 0.25, 0.3, 0.6),
      relevances: fc.array(fc.constantFrom(0.1, 0.25, 0.3, 0.4, 0.45, 0.7), { maxLength: 6 }),
    }),
    { maxLength: 60 },
  ),
});

describe('chooseShortlist over random pools', () => {
  const setUp = ({ size, demands, candidates }: typeof pools extends fc.Arbitrary<infer P> ? P : never) => {
    const context: RankContext = {
      domain: '5.2',
      hasBrief: true,
      demands: demands.map(({ enterpriseId, subDomain }) => ({ enterpriseId, subDomain })),
    };
    const list = candidates.map(({ relevances, ...given }, index) =>
      aCandidate({
        ...given,
        projectId: `p${String(index).padStart(2, '0')}`,
        pairs: relevances.slice(0, demands.length).map((relevance, demand) => aPair({ demand, relevance })),
      }),
    );
    // Few places for each demand, so that this limit is met too.
    const profile = profileWith({ 'shortlist.bestPerDemand': 8 });
    const ranked = rank(list, profile, context);
    return { context, list, profile, ranked, size, chosen: chooseShortlist(ranked, size, profile, context) };
  };

  it('keeps every rule', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const { context, profile, ranked, size, chosen } = setUp(pool);
        const { entries, uncovered, limits } = chosen;
        const coverable = coverableDemands(ranked, profile, context.demands.length);
        const count = (keep: (candidate: Candidate) => boolean) =>
          entries.filter(({ candidate }) => keep(candidate)).length;

        expect(entries.length).toBeLessThanOrEqual(size);
        expect(new Set(ids(chosen)).size).toBe(entries.length);
        for (const { candidate, projectId, covers } of entries) {
          const { briefRelevance = 0 } = candidate;
          expect(belongsToList(candidate, '5.2')).toBe(true);
          expect(coverable.has(projectId) || briefRelevance >= 0.3).toBe(true);
          expect(covers).toEqual(coverable.get(projectId) ?? []);
        }
        for (const institution of ['u1', 'u2', 'u3'])
          expect(count(({ institutionId }) => institutionId === institution)).toBeLessThanOrEqual(
            Math.max(3, Math.floor(0.08 * size)),
          );
        for (const name of ['A', 'B', 'C', 'D']) {
          const share =
            (context.demands.filter(({ subDomain }) => subDomain === name).length * size) / context.demands.length;
          if (share === 0) continue;
          expect(count(({ subDomain }) => subDomain === name)).toBeLessThanOrEqual(Math.max(5, Math.floor(2 * share)));
        }
        const scores = entries.map(({ score, projectId }) => [-score, projectId] as const);
        expect(scores).toEqual([...scores].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)));

        const covered = new Set(entries.flatMap(({ projectId }) => coverable.get(projectId) ?? []));
        expect(uncovered).toEqual(context.demands.map((_, demand) => demand).filter((demand) => !covered.has(demand)));

        if (entries.length < size) expect(limits.length).toBeGreaterThan(0);
        for (const { zh } of limits) expect(zh).toMatch(/\p{Script=Han}.*。$/u);
        const newcomers = count(({ timesShown }) => timesShown < 2);
        if (entries.length === size && newcomers < Math.ceil(0.1 * size))
          expect(limitNames(chosen)).toContain('newcomer-share');
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no place empty that someone could take', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const { context, profile, ranked, size, chosen } = setUp(pool);
        if (chosen.entries.length === size) return;
        const coverable = coverableDemands(ranked, profile, context.demands.length);
        const taken = new Set(ids(chosen));
        const count = (keep: (candidate: Candidate) => boolean) =>
          chosen.entries.filter(({ candidate }) => keep(candidate)).length;
        for (const { projectId, candidate } of ranked) {
          const { institutionId, subDomain, briefRelevance = 0 } = candidate;
          const passes = belongsToList(candidate, '5.2') && (coverable.has(projectId) || briefRelevance >= 0.3);
          if (!passes || taken.has(projectId)) continue;
          const share =
            (context.demands.filter((demand) => demand.subDomain === subDomain).length * size) / context.demands.length;
          const isFull =
            (institutionId !== undefined && count((other) => other.institutionId === institutionId) >= 3) ||
            (subDomain !== undefined &&
              share > 0 &&
              count((other) => other.subDomain === subDomain) >= Math.max(5, Math.floor(2 * share)));
          expect([projectId, isFull]).toEqual([projectId, true]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives one list whatever the order of the pool', () => {
    fc.assert(
      fc.property(pools, fc.infiniteStream(fc.nat()), (pool, keys) => {
        const { context, list, profile, size, chosen } = setUp(pool);
        const shuffled = list
          .map((candidate) => ({ candidate, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ candidate }) => candidate);
        expect(choose(shuffled, size, context, profile)).toEqual(chosen);
      }),
    );
  });
});
