import { OrganisationLinks } from './organisation-links';

const links = (...pairs: readonly (readonly [string, string])[]) =>
  new OrganisationLinks(pairs.map(([aliasId, canonicalId]) => ({ aliasId, canonicalId })));

describe('OrganisationLinks', () => {
  it('follow an alias to the organisation that it counts as', () => {
    const made = links(['x', 'n'], ['n', 'c'], ['y', 'c']);
    expect(['x', 'n', 'y', 'c', 'z'].map((id) => made.canonicalOf(id))).toEqual(['c', 'c', 'c', 'c', 'z']);
  });

  it('take a link to itself for none', () => {
    expect(links(['x', 'x']).canonicalOf('x')).toBe('x');
    expect(links(['x', 'n'], ['n', 'n']).canonicalOf('x')).toBe('n');
  });

  it('end in a circle', () => {
    expect(links(['x', 'y'], ['y', 'x']).canonicalOf('x')).toBe('y');
  });

  it('tell what a changed link concerns', () => {
    const made = links(['x', 'n'], ['n', 'c'], ['y', 'c']);
    expect(made.through(['n'])).toEqual(['n', 'x']);
    expect(made.through(['y'])).toEqual(['y']);
    expect(made.through([])).toEqual([]);
  });
});
