import { belongsToList, namesDomain } from './belongs-to-list';

describe('belongsToList', () => {
  it.each<[codes: string[], domain: string, belongs: boolean, names: boolean, why: string]>([
    [['5.2'], '5.2', true, true, 'the code itself'],
    [['3.1', '5.2'], '5.2', true, true, 'one of its codes'],
    [['5.2'], '5', true, true, 'a code below the domain'],
    [[], '5.2', true, false, 'no code'],
    [['5'], '5.2', true, false, 'only what lies above the domain'],
    [['3.1', '5'], '5.2', true, false, 'what lies above it, beside another level 1'],
    [['5', '5.1'], '5.2', false, false, 'what lies above it, but says where below'],
    [['5.1'], '5.2', false, false, 'a sister of the domain'],
    [['3.1'], '5.2', false, false, 'apart'],
    [['3'], '5.2', false, false, 'above another domain'],
  ])('%p in %s: %p (names it: %p), %s', (codes, domain, belongs, names) => {
    expect(belongsToList({ seiCodes: codes }, domain)).toBe(belongs);
    expect(namesDomain(codes, domain)).toBe(names);
  });

  it('takes a project whose sub-domains lie partly within the domain, and no other without a code of its own', () => {
    expect(belongsToList({ seiCodes: [], partlySeiCodes: ['6.5'] }, '6.5')).toBe(true);
    expect(belongsToList({ seiCodes: ['5.2'], partlySeiCodes: ['5.3', '6.5'] }, '6.5')).toBe(true);
    expect(belongsToList({ seiCodes: [], partlySeiCodes: ['6.5'] }, '3.1')).toBe(false);
  });
});
