import fc from 'fast-check';
import { aProject } from '@throughtrain/testing';
import { groupDuplicates, normalisePatentNumber, type Groupable } from './duplicate-groups';

const ids = (groups: ReturnType<typeof groupDuplicates>) => groups.map(({ memberIds }) => memberIds);

/** Small sets of projects with few keys, so that many of them meet. */
const projects = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,2}$/),
    patents: fc.array(fc.constantFrom('ZL1', 'zl 1', 'ZL2', 'ZL3', 'ZL4', 'ZL5'), { maxLength: 2 }),
    group: fc.option(fc.constantFrom('g1', 'g2', 'g3'), { nil: undefined }),
    status: fc.constantFrom('active' as const, 'active' as const, 'withdrawn' as const),
    confirmedOn: fc.option(fc.constantFrom('2025-01-01', '2026-01-01'), { nil: undefined }),
    consentToPush: fc.boolean(),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);
const toProject = ({ group, confirmedOn, ...rest }: typeof projects extends fc.Arbitrary<(infer P)[]> ? P : never) =>
  aProject({
    ...rest,
    ...(group !== undefined && { duplicateGroup: group }),
    ...(confirmedOn !== undefined && { confirmedOn }),
  });

/** Whether two projects are joined by themselves, written apart from the implementation. */
function meet(a: Groupable, b: Groupable): boolean {
  if (a.duplicateGroup !== undefined && a.duplicateGroup === b.duplicateGroup) return true;
  const numbers = new Set(a.patents.map(normalisePatentNumber));
  return b.patents.some((patent) => numbers.has(normalisePatentNumber(patent)));
}

describe('normalisePatentNumber', () => {
  it.each([
    ['ZL 2019 1 0000001.X', '201910000001X'],
    ['cn201910000001x', '201910000001X'],
    ['CN·109000001．Ｂ', '109000001B'],
    ['US10000001B2', 'US10000001B2'],
    ['CNC-1', 'CNC-1'],
    ['ZL', 'ZL'],
  ])('%s: %s', (patent, number) => {
    expect(normalisePatentNumber(patent)).toBe(number);
  });
});

describe('groupDuplicates', () => {
  it('joins what shares a patent, however it is written', () => {
    const [a, b] = [
      aProject({ id: 'a', patents: ['ZL 2019 1 0000001.X'] }),
      aProject({ id: 'b', patents: ['zl２０１９10000001x'] }),
    ];
    expect(ids(groupDuplicates([a, b]))).toEqual([['a', 'b']]);
  });

  it('joins one patent under ZL, under CN and without a country', () => {
    const written = ['ZL201910000001.X', 'cn 201910000001X', '２０１９10000001.x'];
    const members = written.map((patent, index) => aProject({ id: `p${index}`, patents: [patent] }));
    expect(ids(groupDuplicates(members))).toEqual([['p0', 'p1', 'p2']]);
  });

  it('does not take words that say there is no patent for a number', () => {
    const none = ['a', 'b'].map((id) => aProject({ id, patents: ['无', '.', '申请中'] }));
    expect(groupDuplicates(none)).toEqual([]);
  });

  it('keeps declared groups and patents of one spelling apart', () => {
    const [a, b] = [aProject({ id: 'a', patents: ['ZL1'] }), aProject({ id: 'b', duplicateGroup: 'ZL1' })];
    expect(groupDuplicates([a, b])).toEqual([]);
  });

  it('joins through a third: a and c share nothing', () => {
    const chain = [
      aProject({ id: 'a', patents: ['ZL1'] }),
      aProject({ id: 'b', patents: ['ZL1'], duplicateGroup: 'g' }),
      aProject({ id: 'c', duplicateGroup: 'g' }),
    ];
    expect(ids(groupDuplicates(chain))).toEqual([['a', 'b', 'c']]);
    expect(ids(groupDuplicates(chain.filter(({ id }) => id !== 'b')))).toEqual([]);
  });

  it('lets a withdrawn project join nothing', () => {
    const chain = [
      aProject({ id: 'a', patents: ['ZL1'] }),
      aProject({ id: 'b', patents: ['ZL1', 'ZL2'], status: 'withdrawn' }),
      aProject({ id: 'c', patents: ['ZL2'] }),
    ];
    expect(groupDuplicates(chain)).toEqual([]);
  });

  describe('head', () => {
    const head = (...members: Parameters<typeof aProject>[0][]) =>
      groupDuplicates(members.map((member) => aProject({ duplicateGroup: 'g', ...member })))[0]?.headId;

    it('is the most complete: what matching needs before what a push needs', () => {
      // a misses 1 for matching (10); b misses consent (1): b is the head.
      expect(head({ id: 'a', seiCodes: [], title: 't', summary: 's' }, { id: 'b', consentToPush: false })).toBe('b');
      expect(head({ id: 'a', consentToPush: false }, { id: 'b' })).toBe('b');
    });

    it('is then the one confirmed last; never confirmed comes last', () => {
      expect(head({ id: 'a', confirmedOn: '2025-01-01' }, { id: 'b', confirmedOn: '2026-01-01' })).toBe('b');
      expect(head({ id: 'a' }, { id: 'b', confirmedOn: '2020-01-01' })).toBe('b');
    });

    it('is then the smallest id, and comes first of the members', () => {
      expect(head({ id: 'b' }, { id: 'a' })).toBe('a');
      const members = ['c', 'b', 'a'].map((id) =>
        aProject({ id, duplicateGroup: 'g', ...(id === 'c' && { confirmedOn: '2026-01-01' }) }),
      );
      expect(groupDuplicates(members)).toEqual([{ headId: 'c', memberIds: ['c', 'a', 'b'] }]);
    });
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(projects, fc.infiniteStream(fc.nat()), (drawn, keys) => {
        const list = drawn.map(toProject);
        const shuffled = list
          .map((project) => ({ project, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ project }) => project);
        expect(groupDuplicates(shuffled)).toEqual(groupDuplicates(list));
      }),
    );
  });

  it('makes disjoint groups of two and more that hold exactly what meets, transitively', () => {
    fc.assert(
      fc.property(projects, (drawn) => {
        const active = drawn.map(toProject).filter(({ status }) => status === 'active');
        const groups = groupDuplicates(drawn.map(toProject));
        const members = groups.flatMap(({ memberIds }) => memberIds);
        expect(new Set(members).size).toBe(members.length);
        const groupOf = new Map(groups.flatMap(({ headId, memberIds }) => memberIds.map((id) => [id, headId])));
        for (const { headId, memberIds } of groups) {
          expect(memberIds.length).toBeGreaterThan(1);
          expect(memberIds[0]).toBe(headId);
        }
        for (const a of active) {
          // Everything reachable from a, and nothing else, is in its group.
          const reached = new Set([a.id]);
          for (let grown = true; grown;) {
            const more = active.filter(
              (b) => !reached.has(b.id) && active.some((c) => reached.has(c.id) && meet(c, b)),
            );
            for (const { id } of more) reached.add(id);
            grown = more.length > 0;
          }
          const group = groups.find(({ headId }) => headId === groupOf.get(a.id));
          expect(new Set(group?.memberIds ?? [a.id])).toEqual(reached);
        }
      }),
    );
  });
});
