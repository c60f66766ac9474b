import { foldOrganisationName, needsCreditCode, organisationIdentity, organisationKinds } from './organisation';

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

describe('foldOrganisationName', () => {
  it.each([
    ['澜州（高新）材料有限公司', '澜州(高新)材料有限公司'],
    ['澜州【高新】材料有限公司', '澜州(高新)材料有限公司'],
    [' ＡＢＣ\u200b 研究院　', 'abc研究院'],
  ])('folds %j to %s', (name, folded) => {
    expect(foldOrganisationName(name)).toBe(folded);
  });

  it('keeps the form of a company, and tells a branch from its parent', () => {
    const names = ['甲材料', '甲材料有限公司', '甲材料股份有限公司', '甲材料有限公司（分公司）'];
    expect(new Set(names.map(foldOrganisationName)).size).toBe(names.length);
  });
});

describe('needsCreditCode', () => {
  it('is said of what hosts bring in', () => {
    expect(organisationKinds.filter(needsCreditCode)).toEqual(['enterprise', 'park', 'investor', 'listed-company']);
  });
});
