import fc from 'fast-check';
import { aProject } from '@throughtrain/testing';
import { groupDuplicates, heldWithSealed, whyHead, type Groupable } from './duplicate-groups';

const ids = (groups: ReturnType<typeof groupDuplicates>) => groups.map(({ memberIds }) => memberIds);

/** Small sets of projects with few keys, so that many of them meet. */
const projects = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,2}$/),
    patents: fc.array(
      fc.constantFrom('ZL10000001', 'zl 1000 0001', 'ZL10000002', 'ZL10000003', 'ZL10000004', 'ZL10000005'),
      { maxLength: 2 },
    ),
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
  const digits = (patent: string) => patent.replace(/\D/g, '');
  return a.patents.some((one) => b.patents.some((other) => digits(one) === digits(other)));
}

describe('groupDuplicates', () => {
  it('joins what shares a patent, however it is written', () => {
    const [a, b] = [
      aProject({ id: 'a', patents: ['ZL 2019 1 0000001.X'] }),
      aProject({ id: 'b', patents: ['zl２０１９10000001x'] }),
    ];
    expect(ids(groupDuplicates([a, b]))).toEqual([['a', 'b']]);
  });

  it('joins one patent under ZL, under CN and without a country', () => {
    const written = [
      'CN201910000001.X（发明）',
      '专利号：ZL201910000001.X',
      'ZL-2019-1-0000001-X',
      '２０１９10000001.x',
    ];
    const members = written.map((patent, index) => aProject({ id: `p${index}`, patents: [patent] }));
    expect(ids(groupDuplicates(members))).toEqual([['p0', 'p1', 'p2', 'p3']]);
  });

  it('does not take words that say there is no patent for a number', () => {
    const none = ['a', 'b'].map((id) =>
      aProject({ id, patents: ['无', '.', '申请中2项', '发明专利3件', '3', '2023年申请'] }),
    );
    expect(groupDuplicates(none)).toEqual([]);
  });

  it('keeps declared groups and patents of one spelling apart', () => {
    const [a, b] = [aProject({ id: 'a', patents: ['ZL10000001'] }), aProject({ id: 'b', duplicateGroup: '10000001' })];
    expect(groupDuplicates([a, b])).toEqual([]);
  });

  it('joins one registration number, however it is written, and nothing that is no such number', () => {
    const told = ['3402023Y0178', '340-2023-y-0178', '无', '无'].map((registrationNumber, index) =>
      aProject({ id: `p${index}`, registrationNumber }),
    );
    expect(ids(groupDuplicates(told))).toEqual([['p0', 'p1']]);
  });

  it('follows decisions: what was merged is a group, what was split is none', () => {
    const told = [
      aProject({ id: 'a', patents: ['ZL10000001'] }),
      aProject({ id: 'b', patents: ['ZL10000001'] }),
      aProject({ id: 'c' }),
    ];
    const decided = (verdict: 'merge' | 'split', ...projectIds: [string, string]) =>
      ({ verdict, projectIds, byHand: true, order: 1 }) as const;
    expect(ids(groupDuplicates(told, [decided('split', 'a', 'b'), decided('merge', 'b', 'c')]))).toEqual([['b', 'c']]);
  });

  it('joins through a third: a and c share nothing', () => {
    const chain = [
      aProject({ id: 'a', patents: ['ZL10000001'] }),
      aProject({ id: 'b', patents: ['ZL10000001'], duplicateGroup: 'g' }),
      aProject({ id: 'c', duplicateGroup: 'g' }),
    ];
    expect(ids(groupDuplicates(chain))).toEqual([['a', 'b', 'c']]);
    expect(ids(groupDuplicates(chain.filter(({ id }) => id !== 'b')))).toEqual([]);
  });

  it('lets a withdrawn project join nothing', () => {
    const chain = [
      aProject({ id: 'a', patents: ['ZL10000001'] }),
      aProject({ id: 'b', patents: ['ZL10000001', 'ZL10000002'], status: 'withdrawn' }),
      aProject({ id: 'c', patents: ['ZL10000002'] }),
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

    it('is never a disputed one while nobody disputes another, however little that one says', () => {
      const full = { id: 'a', ownership: 'disputed', patents: ['ZL10000001'], confirmedOn: '2026-01-01' } as const;
      const bare = { id: 'b', consentToPush: false, seiCodes: [], title: 't', summary: 's' };
      expect(head(full, bare)).toBe('b');
      expect(head(full, { id: 'b', ownership: 'disputed' })).toBe('a');
    });

    it.each<[string, Parameters<typeof aProject>[0], Partial<Parameters<typeof aProject>[0]>]>([
      [
        'names more patents',
        { id: 'b', patents: ['ZL10000001', 'ZL10000002'] },
        { patents: ['ZL10000001', 'CN 10000001'], programme: '973计划' },
      ],
      ['names a programme', { id: 'b', programme: '973计划' }, { keywords: ['锂电池'] }],
      [
        'has more keywords',
        { id: 'b', keywords: ['锂电池', '电解液'] },
        { keywords: ['锂电池'], priceWan: { min: 1, max: 2 } },
      ],
      ['names a price', { id: 'b', priceWan: { min: 1, max: 2 } }, { confirmedOn: '2026-01-01' }],
    ])('is then the one that %s', (_, wanted, other) => {
      expect(head({ id: 'a', ...other }, wanted)).toBe('b');
      expect(head(wanted, { id: 'a', ...other })).toBe('b');
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

  it('tells why the head is the head: the first merit in which it is ahead of the next best', () => {
    const members = [
      aProject({ id: 'a', keywords: ['锂电池'] }),
      aProject({ id: 'b', confirmedOn: '2026-01-01' }),
      aProject({ id: 'c', ownership: 'disputed', patents: ['ZL10000001'] }),
    ];
    expect(whyHead(members)).toBe('more-keywords');
    expect(whyHead(members.slice(1))).toBe('ownership-not-disputed');
    expect(whyHead([aProject({ id: 'a' }), aProject({ id: 'b' })])).toBe('smallest-id');
    expect(whyHead(members.slice(0, 1))).toBeUndefined();
  });

  describe('heldWithSealed', () => {
    const decided = (verdict: 'merge' | 'split' | 'hold', a: string, b: string) =>
      ({ verdict, projectIds: [a, b], byHand: verdict !== 'hold', order: 1 }) as const;
    const held = (decisions: Parameters<typeof heldWithSealed>[1], ...given: Parameters<typeof aProject>[0][]) =>
      [...heldWithSealed(given.map(aProject), decisions)].sort();
    const sealed = { id: 's', status: 'sealed', patents: ['ZL10000001'], validUntil: '2020-01-01' } as const;
    const twin = { id: 't', patents: ['ZL10000001', 'ZL10000002'] };
    const third = { id: 'u', patents: ['ZL10000002'] };

    it('holds the whole group of a sealed project, however long it holds, and nothing else', () => {
      expect(held([], sealed, twin, third, { id: 'x' })).toEqual(['t', 'u']);
      expect(held([], twin, third)).toEqual([]);
      expect(held([], sealed, { ...twin, status: 'withdrawn' }, third)).toEqual([]);
    });

    it('holds what probably repeats it, with its group, until a person splits the two', () => {
      const other = { id: 'v', duplicateGroup: 'g' };
      const ofIts = { id: 'w', duplicateGroup: 'g' };
      expect(held([decided('hold', 's', 'v')], sealed, other, ofIts)).toEqual(['v', 'w']);
      expect(held([decided('split', 's', 'v')], sealed, other, ofIts)).toEqual([]);
      expect(held([decided('split', 's', 't')], sealed, twin, third)).toEqual([]);
      expect(held([decided('merge', 's', 'v')], sealed, other)).toEqual(['v']);
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
