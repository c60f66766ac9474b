import fc from 'fast-check';
import { connect, type DuplicateDecision, type LinkedProject } from './connect';

const linked = (id: string, numbers: readonly string[] = [], declaredGroup?: string): LinkedProject => ({
  id,
  numbers,
  declaredGroup,
});
const decision = (
  verdict: DuplicateDecision['verdict'],
  a: string,
  b: string,
  given: Partial<DuplicateDecision> = {},
): DuplicateDecision => ({ verdict, projectIds: a < b ? [a, b] : [b, a], byHand: true, order: 1, ...given });
const groups = (projects: readonly LinkedProject[], decisions: readonly DuplicateDecision[] = []) =>
  connect(projects, decisions)
    .map((ids) => [...ids].sort().join(''))
    .sort();

describe('connect', () => {
  it('joins what was merged, by hand or by the rule', () => {
    const projects = ['a', 'b', 'c', 'd'].map((id) => linked(id));
    expect(groups(projects, [decision('merge', 'a', 'b'), decision('merge', 'c', 'd', { byHand: false })])).toEqual([
      'ab',
      'cd',
    ]);
  });

  it('takes no hold for a merge, and no decision about what is not there', () => {
    expect(groups([linked('a'), linked('b')], [decision('hold', 'a', 'b'), decision('merge', 'a', 'x')])).toEqual([]);
  });

  it('keeps the others of a group together when one is taken out of it', () => {
    const projects = ['a', 'b', 'c'].map((id) => linked(id, ['n']));
    // a is the first with the number, so that a and c would hang on it alone if links were a star.
    expect(groups(projects, [decision('split', 'a', 'b'), decision('split', 'a', 'c')])).toEqual(['bc']);
    expect(groups(projects, [decision('split', 'b', 'a'), decision('split', 'b', 'c')])).toEqual(['ac']);
  });

  it('cuts the weakest link between two that are split', () => {
    const number = [linked('a', ['n']), linked('b', ['n'], 'g'), linked('c', [], 'g')];
    expect(groups(number, [decision('split', 'a', 'c')])).toEqual(['ab']);
    const rule = [linked('a'), linked('b', [], 'g'), linked('c', [], 'g')];
    expect(groups(rule, [decision('merge', 'a', 'b', { byHand: false }), decision('split', 'a', 'c')])).toEqual(['bc']);
    const hand = [linked('a', ['n']), linked('b', ['n']), linked('c')];
    expect(groups(hand, [decision('merge', 'b', 'c'), decision('split', 'a', 'c')])).toEqual(['bc']);
  });

  it('lets the older of two merges by hand give way', () => {
    const projects = [linked('a'), linked('b'), linked('c')];
    const decisions = [decision('merge', 'a', 'b', { order: 1 }), decision('merge', 'b', 'c', { order: 2 })];
    expect(groups(projects, [...decisions, decision('split', 'a', 'c', { order: 3 })])).toEqual(['bc']);
  });

  const pair = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 2, maxLength: 2 });
  const library = fc.record({
    projects: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        numbers: fc.subarray(['1', '2', '3'], { maxLength: 2 }),
        declaredGroup: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
      }),
      { selector: ({ id }) => id },
    ),
    decided: fc.uniqueArray(
      fc.record({ pair, verdict: fc.constantFrom('merge' as const, 'split' as const), byHand: fc.boolean() }),
      { selector: (one) => one.pair.toSorted().join(' '), maxLength: 8 },
    ),
  });
  const decisionsOf = (
    decided: typeof library extends fc.Arbitrary<infer L> ? (L & { decided: unknown })['decided'] : never,
  ) => decided.map(({ pair: [a = '', b = ''], verdict, byHand }, order) => decision(verdict, a, b, { byHand, order }));

  it('never holds a split pair, leaves out only links that would, and does not depend on order', () => {
    fc.assert(
      fc.property(library, fc.infiniteStream(fc.nat()), ({ projects, decided }, keys) => {
        const decisions = decisionsOf(decided);
        const found = connect(projects, decisions);
        const groupOf = new Map(found.flatMap((ids, index) => ids.map((id) => [id, index])));
        const together = (a: string, b: string) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b);
        const splits = decisions.filter(({ verdict }) => verdict === 'split').map(({ projectIds }) => projectIds);
        for (const [a, b] of splits) expect(together(a, b)).toBe(false);
        const partOf = (id: string) => found[groupOf.get(id) ?? -1] ?? [id];
        for (const a of projects) {
          for (const b of projects) {
            if (a.id >= b.id || together(a.id, b.id)) continue;
            const isLinked =
              a.numbers.some((one) => b.numbers.includes(one)) ||
              (a.declaredGroup !== undefined && a.declaredGroup === b.declaredGroup) ||
              decisions.some(
                ({ verdict, projectIds }) => verdict === 'merge' && projectIds.join() === `${a.id},${b.id}`,
              );
            const wouldClash = splits.some(
              ([one, other]) =>
                (partOf(a.id).includes(one) && partOf(b.id).includes(other)) ||
                (partOf(a.id).includes(other) && partOf(b.id).includes(one)),
            );
            if (isLinked) expect(wouldClash).toBe(true);
          }
        }
        const shuffled = projects.map((project) => ({ project, key: keys.next().value })).sort((a, b) => a.key - b.key);
        expect(
          groups(
            shuffled.map(({ project }) => project),
            decisions.toReversed(),
          ),
        ).toEqual(groups(projects, decisions));
      }),
    );
  });

  it('is the plain components without a split, and a split between groups changes nothing', () => {
    fc.assert(
      fc.property(library, ({ projects, decided }) => {
        const merges = decisionsOf(decided).filter(({ verdict }) => verdict === 'merge');
        const plain = groups(projects, merges);
        const groupOf = new Map(plain.flatMap((ids) => [...ids].map((id) => [id, ids])));
        const apart = decisionsOf(decided).filter(
          ({ verdict, projectIds: [a, b] }) => verdict === 'split' && (groupOf.get(a) ?? a) !== (groupOf.get(b) ?? b),
        );
        expect(groups(projects, [...merges, ...apart])).toEqual(plain);
      }),
    );
  });
});
