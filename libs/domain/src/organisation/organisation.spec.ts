import { needsCreditCode, organisationIdentity, organisationKinds } from './organisation';

describe('organisationIdentity', () => {
  it('is the credit code where there is one', () => {
    expect(organisationIdentity('91350100M000100Y43', '甲')).toBe('uscc:91350100M000100Y43');
    expect(organisationIdentity('91350100M000100Y43', '乙')).toBe('uscc:91350100M000100Y43');
  });

  it('else folds width, case and spaces of the name', () => {
    expect(organisationIdentity(undefined, ' ＡＢＣ 研究院　')).toBe('name:abc研究院');
    expect(organisationIdentity(undefined, 'abc研究院')).toBe('name:abc研究院');
  });
});

describe('needsCreditCode', () => {
  it('is said of what hosts bring in', () => {
    expect(organisationKinds.filter(needsCreditCode)).toEqual(['enterprise', 'park', 'investor', 'listed-company']);
  });
});
