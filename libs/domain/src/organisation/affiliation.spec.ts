import fc from 'fast-check';
import { affiliationKeys, type Affiliation } from './affiliation';
import { foldOrganisationName } from './organisation';

const areAffiliated = (a: Affiliation, b: Affiliation): boolean => {
  const keys = new Set(affiliationKeys(a));
  return affiliationKeys(b).some((key) => keys.has(key));
};

describe('affiliationKeys', () => {
  it.each<[string, Affiliation, Affiliation]>([
    ['one group code', { creditCode: 'A', groupCreditCode: 'G' }, { creditCode: 'B', groupCreditCode: 'G' }],
    ['one group name', { group: '甲集团（控股）' }, { group: '甲集团 (控股)' }],
    ['a subsidiary and its parent', { creditCode: 'A', groupCreditCode: 'G' }, { creditCode: 'G' }],
    ['the head of a group that names itself', { creditCode: 'G', groupCreditCode: 'G' }, { groupCreditCode: 'G' }],
    ['one code', { creditCode: 'A' }, { creditCode: 'A', group: '甲' }],
  ])('are shared by %s', (_name, a, b) => {
    expect([areAffiliated(a, b), areAffiliated(b, a)]).toEqual([true, true]);
  });

  it.each<[string, Affiliation, Affiliation]>([
    ['nothing known', {}, {}],
    ['nothing known of one', { creditCode: 'A', group: '甲', groupCreditCode: 'G' }, {}],
    ['other groups', { group: '甲集团', groupCreditCode: 'G' }, { group: '乙集团', groupCreditCode: 'H' }],
    ['a name that reads like a code', { group: 'G' }, { groupCreditCode: 'G' }],
    ['another form of company', { group: '甲集团' }, { group: '甲集团有限公司' }],
  ])('are not shared by %s', (_name, a, b) => {
    expect([areAffiliated(a, b), areAffiliated(b, a)]).toEqual([false, false]);
  });

  it('say what the rule says, either way round', () => {
    const code = fc.constantFrom('A', 'B', 'C', undefined);
    const affiliation = fc.record({
      creditCode: code,
      groupCreditCode: code,
      group: fc.constantFrom('甲 集团', '甲集团', '乙集团', undefined),
    });
    const same = (one: string | undefined, other: string | undefined) => one !== undefined && one === other;
    fc.assert(
      fc.property(affiliation, affiliation, (a, b) => {
        const expected =
          same(a.groupCreditCode, b.groupCreditCode) ||
          same(a.creditCode, b.creditCode) ||
          same(a.creditCode, b.groupCreditCode) ||
          same(a.groupCreditCode, b.creditCode) ||
          same(a.group && foldOrganisationName(a.group), b.group && foldOrganisationName(b.group));
        expect([areAffiliated(a, b), areAffiliated(b, a)]).toEqual([expected, expected]);
      }),
    );
  });
});
