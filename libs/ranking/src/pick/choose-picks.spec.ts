import fc from 'fast-check';
import type { IntentLevel } from '@throughtrain/domain';
import { weightProfile1 } from '../profile/weight-profile';
import { choosePicks, scorePick, type PickCandidate } from './choose-picks';

const aPick = (given: Partial<PickCandidate> & Pick<PickCandidate, 'projectId'>): PickCandidate => ({
  match: 0.5,
  quality: { patents: 0, cooperationModes: 0 },
  trl: 7,
  answers: [],
  ...given,
});
/** Candidates of falling match, each of an institution of its own. */
const crowd = (count: number, given: (index: number) => Partial<PickCandidate> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    aPick({
      projectId: `p${String(index).padStart(2, '0')}`,
      match: 0.9 - index * 0.01,
      institutionId: `u${index}`,
      ...given(index),
    }),
  );
const none: ReadonlySet<string> = new Set();
const choose = (
  candidates: readonly PickCandidate[],
  count: number,
  { pinned = none, banned = none }: { pinned?: ReadonlySet<string>; banned?: ReadonlySet<string> } = {},
) => choosePicks(candidates, { count, pinned, banned }, weightProfile1);
const ids = (list: readonly { readonly projectId: string }[]) => list.map(({ projectId }) => projectId);
const limitNames = (chosen: ReturnType<typeof choose>) => chosen.limits.map(({ list, limit }) => `${list} ${limit}`);

describe('scorePick', () => {
  it('is .35 match + .30 quality + .35 intent', () => {
    // quality = .7 × .35 + 1 × .35 + .5 × .3 = .745; intent of 3 × level 4 = 4 / 13 = .307692
    // .35 × .6 + .3 × .745 + .35 × .307692 = .21 + .2235 + .107692 = .541192
    const pick = scorePick(
      aPick({
        projectId: 'p',
        match: 0.6,
        quality: { patents: 1, trl: 9, cooperationModes: 1, ownershipClear: true },
        answers: ['a', 'b', 'c'].map((enterpriseId) => ({ enterpriseId, level: 4 })),
      }),
      weightProfile1,
      false,
    );
    expect(pick.score).toBeCloseTo(0.541192, 6);
    expect(pick.terms.map(({ feature, known }) => [feature, known])).toEqual([
      ['match', true],
      ['quality', true],
      ['intent', true],
    ]);
  });

  it('takes .5 for unknown quality and the prior mean for silence', () => {
    // .35 × .5 + .3 × .5 + .35 × .1 = .36
    expect(scorePick(aPick({ projectId: 'p' }), weightProfile1, false)).toMatchObject({
      score: 0.36,
      terms: [{}, { known: false }, { value: 0.1, known: true }],
    });
  });
});

describe('choosePicks', () => {
  it('takes the best, then 5 reserves', () => {
    const { picks, reserves, limits } = choose(crowd(20), 10);
    expect(ids(picks)).toEqual(ids(crowd(10)));
    expect(ids(reserves)).toEqual(['p10', 'p11', 'p12', 'p13', 'p14']);
    expect(limits).toEqual([]);
  });

  it('puts a pinned project in, whatever its score and the limits', () => {
    const candidates = crowd(20, (index) => ({
      institutionId: 'u' + String(index % 10),
      ...(index >= 17 && { institutionId: 'u0', trl: 2 }),
    }));
    const { picks } = choose(candidates, 10, { pinned: new Set(['p17', 'p18', 'p19']) });
    expect(ids(picks)).toEqual(expect.arrayContaining(['p17', 'p18', 'p19']));
    expect(picks).toHaveLength(10);
    expect(picks.filter(({ pinned }) => pinned)).toHaveLength(3);
    // The pins fill the two places of u0.
    expect(ids(picks)).not.toContain('p00');
  });

  it('never takes a banned one, pinned or not', () => {
    const { picks, reserves } = choose(crowd(20), 10, { pinned: new Set(['p00']), banned: new Set(['p00', 'p11']) });
    expect([...ids(picks), ...ids(reserves)]).not.toEqual(expect.arrayContaining(['p00']));
    expect([...ids(picks), ...ids(reserves)]).not.toEqual(expect.arrayContaining(['p11']));
    expect(picks).toHaveLength(10);
  });

  it('names pins beyond the number asked for', () => {
    const chosen = choose(crowd(20), 10, { pinned: new Set(ids(crowd(12))) });
    expect(chosen.picks).toHaveLength(12);
    expect(limitNames(chosen)).toEqual(['picks pinned']);
  });

  it('names pins that no list offers any more', () => {
    const chosen = choose(crowd(20), 10, { pinned: new Set(['p00', 'gone']) });
    expect(chosen.picks).toHaveLength(10);
    expect(limitNames(chosen)).toEqual(['picks pinned-withdrawn']);
    expect(chosen.limits[0]?.zh).toBe('承办单位指定的1个项目已撤回或不在已定稿的初筛清单内，无法入选。');
  });

  it('names the bans when they leave too few', () => {
    const chosen = choose(crowd(20), 10, { banned: new Set(ids(crowd(15))) });
    expect(chosen.picks).toHaveLength(5);
    expect(limitNames(chosen)).toEqual(['picks banned', 'reserves eligible-projects']);
    expect(chosen.limits[0]?.zh).toBe('拟选10个，现有5个：其余15个项目已被承办单位排除。');
  });

  it('takes two of an institution over picks and reserves together', () => {
    const chosen = choose(
      crowd(30, (index) => (index < 10 ? { institutionId: 'u' } : {})),
      10,
    );
    const both = new Set(['p00', 'p01']);
    expect(ids(chosen.picks).filter((id) => id < 'p10')).toEqual([...both]);
    expect(ids(chosen.reserves).every((id) => id >= 'p10')).toBe(true);
    // p02 to p09 score higher than the lowest pick, p17: a reader will ask.
    expect(chosen.limits).toEqual([
      {
        list: 'picks',
        limit: 'institution-cap',
        message: '8 project(s) with a higher score than the last pick were left out by the cap per institution.',
        zh: '有8个项目得分高于末位入选项目，受同一单位入选数量上限约束未能入选。',
      },
    ]);
  });

  it('does not cap an unknown institution', () => {
    expect(
      choose(
        crowd(15, () => ({ institutionId: undefined })),
        10,
      ).picks,
    ).toHaveLength(10);
  });

  it('keeps half of the places for level 6 and above; an unknown level is not mature', () => {
    const chosen = choose(
      crowd(30, (index) => ({ trl: index < 10 ? 5 : index < 20 ? undefined : 6 })),
      10,
    );
    expect(ids(chosen.picks)).toEqual([...ids(crowd(5)), 'p20', 'p21', 'p22', 'p23', 'p24']);
    expect(limitNames(chosen)).toEqual(['picks mature-share']);
  });

  it('takes the stage where no level is told, and the level where both are', () => {
    const chosen = choose(
      crowd(30, (index) => {
        if (index < 10) return { trl: 5, stage: 'mature' };
        if (index < 20) return { trl: undefined, stage: 'intermediate' };
        return { trl: undefined, stage: 'mature' };
      }),
      10,
    );
    expect(ids(chosen.picks)).toEqual([...ids(crowd(5)), 'p20', 'p21', 'p22', 'p23', 'p24']);
  });

  it('gives places to others when mature projects run out, and says so', () => {
    const chosen = choose(
      crowd(30, (index) => ({ trl: index < 3 ? 8 : 3 })),
      10,
    );
    // 3 mature ones and 5 others by the rule, then 2 more others.
    expect(ids(chosen.picks)).toEqual(ids(crowd(10)));
    expect(chosen.limits).toEqual([
      {
        list: 'picks',
        limit: 'mature-share',
        message: '3 of 10 picks are mature; no other mature project can take a place.',
        zh: '10个拟路演项目中成熟项目3个，初筛清单内已无其他成熟项目可选。',
      },
    ]);
  });

  it('asks a short shortlist for half of what it holds', () => {
    // Of 4 projects, 2 are to be mature: they are, and only the shortlist is short.
    const half = choose(
      crowd(4, (index) => ({ trl: index < 2 ? 8 : 3 })),
      10,
    );
    expect(limitNames(half)).toEqual(['picks shortlist-size', 'reserves eligible-projects']);
    const one = choose(
      crowd(4, (index) => ({ trl: index < 1 ? 8 : 3 })),
      10,
    );
    expect(limitNames(one)).toEqual(['picks shortlist-size', 'picks mature-share', 'reserves eligible-projects']);
  });

  it('tells of nobody passed over when the picks are short', () => {
    // The two places of u are taken; its third project scores above all others, and the shortage says why it is out.
    const chosen = choose(
      crowd(6, (index) => (index < 3 ? { institutionId: 'u' } : {})),
      10,
    );
    expect(ids(chosen.picks)).toEqual(['p00', 'p01', 'p03', 'p04', 'p05']);
    expect(chosen.limits.filter(({ list }) => list === 'picks')).toEqual([
      {
        list: 'picks',
        limit: 'institution-cap',
        message: '5 of 10 picks: the 1 other project(s) are left out by the cap per institution.',
        zh: '拟选10个，现有5个：其余1个项目受同一单位入选数量上限约束未能入选。',
      },
    ]);
  });

  it('names institutions that have their places', () => {
    const chosen = choose(
      crowd(30, (index) => ({ institutionId: `u${index % 4}` })),
      10,
    );
    expect(chosen.picks).toHaveLength(8);
    expect(limitNames(chosen)).toEqual(['picks institution-cap', 'reserves eligible-projects']);
  });

  it('names a shortlist that is too short', () => {
    const chosen = choose(crowd(7), 10);
    expect(chosen.picks).toHaveLength(7);
    expect(limitNames(chosen)).toEqual(['picks shortlist-size', 'reserves eligible-projects']);
  });

  it('gives up to .05 for enterprises that nobody covers yet: level 2 and above, three count fully', () => {
    const answers = (level: IntentLevel, ...enterprises: readonly string[]) =>
      enterprises.map((enterpriseId) => ({ enterpriseId, level }));
    // Both have intent (1 + 1.5) / 13. a leads b by .35 × .1 = .035; after the first pick b's three are new, a's are not.
    const candidates = [
      aPick({ projectId: 'first', match: 1, answers: answers(2, 'e1', 'e2', 'e3') }),
      aPick({ projectId: 'a', match: 0.6, answers: answers(2, 'e1', 'e2', 'e3') }),
      aPick({ projectId: 'b', match: 0.5, answers: answers(2, 'e4', 'e5', 'e6') }),
    ];
    const chosen = choose(candidates, 2);
    expect(ids(chosen.picks)).toEqual(['first', 'b']);
    expect(limitNames(chosen)).toContain('picks coverage');
    const barely = candidates.map((candidate) => ({
      ...candidate,
      answers: candidate.answers.map((answer) => ({ ...answer, level: 1 as const })),
    }));
    expect(ids(choose(barely, 2).picks)).toEqual(['first', 'a']);
  });

  it('decides ties by id', () => {
    const even = ['c', 'a', 'b'].map((projectId) => aPick({ projectId }));
    expect(ids(choose(even, 2).picks)).toEqual(['a', 'b']);
  });

  it('decides equal sums of score and coverage by id, not by score', () => {
    // With weight 1 for match the score is the match; one new enterprise of three adds .05 / 3 = .016667.
    const values = {
      ...weightProfile1.values,
      'pick.weight.match': 1,
      'pick.weight.quality': 0,
      'pick.weight.intent': 0,
    };
    const answers = [{ enterpriseId: 'e', level: 2 as const }];
    const first = (...candidates: readonly PickCandidate[]) =>
      ids(choosePicks(candidates, { count: 1, pinned: none, banned: none }, { version: 2, values }).picks);
    expect(first(aPick({ projectId: 'a', match: 0.5, answers }), aPick({ projectId: 'b', match: 0.516667 }))).toEqual([
      'a',
    ]);
    expect(first(aPick({ projectId: 'b', match: 0.5, answers }), aPick({ projectId: 'a', match: 0.516667 }))).toEqual([
      'a',
    ]);
    expect(first(aPick({ projectId: 'a', match: 0.5, answers }), aPick({ projectId: 'b', match: 0.516668 }))).toEqual([
      'b',
    ]);
  });
});

describe('choosePicks over random shortlists', () => {
  const level = fc.constantFrom<IntentLevel>(0, 1, 2, 3, 4);
  const shortlists = fc.record({
    count: fc.integer({ min: 1, max: 12 }),
    pins: fc.uniqueArray(fc.nat(39), { maxLength: 3 }),
    bans: fc.uniqueArray(fc.nat(39), { maxLength: 5 }),
    candidates: fc.array(
      fc.record({
        match: fc.constantFrom(0.2, 0.4, 0.4, 0.7),
        institutionId: fc.option(fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6'), { nil: undefined }),
        trl: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        answers: fc.uniqueArray(fc.record({ enterpriseId: fc.constantFrom('e1', 'e2', 'e3', 'e4'), level }), {
          selector: ({ enterpriseId }) => enterpriseId,
        }),
      }),
      { maxLength: 40 },
    ),
  });
  const id = (index: number) => `p${String(index).padStart(2, '0')}`;
  const setUp = ({ count, pins, bans, candidates }: typeof shortlists extends fc.Arbitrary<infer S> ? S : never) => {
    const list = candidates.map((given, index) => aPick({ ...given, projectId: id(index) }));
    const request = { count, pinned: new Set(pins.map(id)), banned: new Set(bans.map(id)) };
    return { list, request, chosen: choosePicks(list, request, weightProfile1) };
  };

  /** Who may stand on the stage, and how many of them are to be mature. */
  const openPlaces = (list: readonly PickCandidate[], { count, banned }: { count: number; banned: Set<string> }) => {
    const open = list.filter(({ projectId }) => !banned.has(projectId));
    return [open, Math.ceil(Math.min(count, open.length) / 2)] as const;
  };

  it('keeps every rule', () => {
    fc.assert(
      fc.property(shortlists, (drawn) => {
        const { list, request, chosen } = setUp(drawn);
        const byId = new Map(list.map((candidate) => [candidate.projectId, candidate]));
        const { picks, reserves, limits } = chosen;
        const all = [...ids(picks), ...ids(reserves)];
        const pinned = new Set([...request.pinned].filter((pin) => byId.has(pin) && !request.banned.has(pin)));

        expect(new Set(all).size).toBe(all.length);
        expect(all.some((one) => request.banned.has(one))).toBe(false);
        expect(ids(picks)).toEqual(expect.arrayContaining([...pinned]));
        expect(picks.length).toBeLessThanOrEqual(Math.max(request.count, pinned.size));
        expect(reserves.length).toBeLessThanOrEqual(5);
        for (const institution of ['u1', 'u2', 'u3', 'u4', 'u5', 'u6']) {
          const own = all.filter((one) => byId.get(one)?.institutionId === institution);
          const pins = own.filter((one) => pinned.has(one)).length;
          expect(own.length).toBeLessThanOrEqual(Math.max(2, pins));
        }
        const immature = ids(picks).filter((one) => (byId.get(one)?.trl ?? 0) < 6);
        const immaturePins = immature.filter((one) => pinned.has(one)).length;
        const [open, leastMature] = openPlaces(list, request);
        if (immature.length > Math.max(request.count - leastMature, immaturePins)) {
          // Only when no mature project could take the place, and the list says so.
          const free = open.filter(({ projectId, trl = 0, institutionId }) => {
            const places = ids(picks).filter((one) => byId.get(one)?.institutionId === institutionId).length;
            return trl >= 6 && !ids(picks).includes(projectId) && (institutionId === undefined || places < 2);
          });
          expect(free).toEqual([]);
        }
        if (picks.length - immature.length < leastMature) expect(limitNames(chosen)).toContain('picks mature-share');
        expect(limitNames(chosen).filter((name) => name === 'picks institution-cap').length).toBeLessThanOrEqual(1);
        if (picks.length < request.count) expect(limits.some(({ list: name }) => name === 'picks')).toBe(true);
        for (const { zh } of limits) expect(zh).toMatch(/\p{Script=Han}.*。$/u);
        if (reserves.length < 5) expect(limits.some(({ list: name }) => name === 'reserves')).toBe(true);
        for (const list of [picks, reserves]) {
          const scores = list.map(({ score, projectId }) => [-score, projectId] as const);
          expect(scores).toEqual([...scores].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives one list whatever the order of the shortlist', () => {
    fc.assert(
      fc.property(shortlists, (drawn) => {
        const { list, request, chosen } = setUp(drawn);
        expect(choosePicks([...list].reverse(), request, weightProfile1)).toEqual(chosen);
      }),
    );
  });
});
