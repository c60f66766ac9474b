import { aProject } from '@throughtrain/testing';
import type { PushableEntry } from '../ports/push.repository.port';
import { mostProjects, partForEnterprise } from './part-for-enterprise';

type Match = PushableEntry['matches'][number];
const match = (enterpriseId: string, value: number, demandId = 'd'): Match => ({
  enterpriseId,
  demandId,
  relevance: 0.4,
  match: value,
  words: [{ word: '电池', contribution: 1 }],
});
const entry = (
  id: string,
  matches: readonly Match[],
  current: Partial<PushableEntry['current']> = {},
): PushableEntry => {
  const project = aProject({ id });
  const { status, ownership = 'sole', consentToPush, contactRef = '' } = project;
  return {
    project,
    current: { status, ownership, consentToPush, contactRef, lacksAuthority: false, ...current },
    matches,
  };
};

describe('partForEnterprise', () => {
  it('takes what answers a demand of this enterprise, with the demand answered best', () => {
    const part = partForEnterprise('e', [
      entry('a', [match('other', 0.9), match('e', 0.7, 'd1'), match('e', 0.6, 'd2')]),
      entry('b', [match('other', 0.9)]),
      entry('c', []),
    ]);
    expect(part).toEqual([
      { projectId: 'a', demandId: 'd1', relevance: 0.4, match: 0.7, words: [{ word: '电池', contribution: 1 }] },
    ]);
  });

  it('goes by match, then by id', () => {
    const part = partForEnterprise('e', [
      entry('c', [match('e', 0.5)]),
      entry('b', [match('e', 0.8)]),
      entry('a', [match('e', 0.5)]),
    ]);
    expect(part.map(({ projectId }) => projectId)).toEqual(['b', 'a', 'c']);
  });

  it('sends nothing that is withdrawn, disputed or without consent now, whatever the run saw', () => {
    const own = [match('e', 0.5)];
    expect(
      partForEnterprise('e', [
        entry('a', own, { status: 'withdrawn' }),
        entry('b', own, { ownership: 'disputed' }),
        entry('c', own, { consentToPush: false }),
        {
          ...entry('d', own),
          current: { status: 'active', ownership: 'sole', consentToPush: true, lacksAuthority: false },
        },
      ]),
    ).toEqual([]);
  });

  it('keeps back what lacks an authority where one is needed', () => {
    const entries = [entry('a', [match('e', 0.5)], { lacksAuthority: true }), entry('b', [match('e', 0.4)])];
    const ids = (needsAuthority: boolean) =>
      partForEnterprise('e', entries, needsAuthority).map(({ projectId }) => projectId);
    expect([ids(false), ids(true)]).toEqual([['a', 'b'], ['b']]);
  });

  it('sends at most 20 and does not pad', () => {
    const entries = Array.from({ length: 25 }, (_, index) => entry(`p${index}`, [match('e', index / 100)]));
    const part = partForEnterprise('e', entries);
    expect(part).toHaveLength(mostProjects);
    expect(part[0]?.match).toBe(0.24);
    expect(partForEnterprise('e', entries.slice(0, 3))).toHaveLength(3);
    expect(partForEnterprise('nobody', entries)).toEqual([]);
  });
});
