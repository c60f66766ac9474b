import fc from 'fast-check';
import type { LibraryProject } from '@throughtrain/matching';
import { aProject, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import type { LibraryState } from './library-state';
import { ResidentLibrary } from './resident-library';

function entry(id: string, revision: number, given: Partial<Parameters<typeof aProject>[0]> = {}): LibraryProject {
  const project = aProject({ id, revision, title: `${id} 锂电池 ${revision}`, ...given });
  return { project, analysis: analyseRecord(project) };
}

const contentOf = (state: LibraryState) => ({
  position: state.position,
  documents: [...state.documents],
  withoutAnalysis: [...state.withoutAnalysis].sort(),
  duplicates: [...state.duplicatesByHead('2026-03-01')],
});

const words = { analyserVersion: 'words-2' };

describe('ResidentLibrary', () => {
  it('reads everything once, then changes only', async () => {
    const feed = new FakeLibraryFeed();
    const first = feed.commit(entry('a', 1), entry('b', 1));
    const library = new ResidentLibrary(feed);
    await library.at(first, words);
    await library.at(first, words);
    const second = feed.commit(entry('b', 2));
    const state = await library.at(second, words);
    expect(feed.asked).toEqual([{ to: first }, { from: first, to: second }]);
    expect(state.documents.get('b')?.project.revision).toBe(2);
  });

  it('reads an earlier position anew and stays at the newest', async () => {
    const feed = new FakeLibraryFeed();
    const first = feed.commit(entry('a', 1));
    const second = feed.commit(entry('a', 2));
    const library = new ResidentLibrary(feed);
    await library.at(second, words);
    expect((await library.at(first, words)).documents.get('a')?.project.revision).toBe(1);
    await library.at(second, words);
    expect(feed.asked).toEqual([{ to: second }, { to: first }]);
  });

  it('does not change a state that was given out', async () => {
    const feed = new FakeLibraryFeed();
    const library = new ResidentLibrary(feed);
    const state = await library.at(feed.commit(entry('a', 1)), words);
    await library.at(feed.commit(entry('a', 2), entry('b', 1)), words);
    expect([...state.documents.values()].map(({ project }) => project.revision)).toEqual([1]);
  });

  it('serves calls at once one after the other, and goes on after a failure', async () => {
    const feed = new FakeLibraryFeed();
    const position = feed.commit(entry('a', 1));
    const library = new ResidentLibrary(feed);
    const [foreign, one, two] = await Promise.allSettled([
      library.at('other:1', words),
      library.at(position, words),
      library.at(position, words),
    ]);
    expect(foreign).toMatchObject({ status: 'rejected', reason: { code: 'library.position-foreign' } });
    expect(one.status).toBe('fulfilled');
    expect(two).toEqual(one);
    expect(feed.asked).toEqual([{ to: position }]);
  });

  it('groups and holds by the decisions that were in force at each position', async () => {
    const feed = new FakeLibraryFeed();
    const library = new ResidentLibrary(feed);
    const first = feed.commit(entry('a', 1), entry('b', 1, { status: 'sealed' }), entry('c', 1));
    const pair = (verdict: 'merge' | 'split' | 'hold', other: string) =>
      ({ projectIds: ['a', other], verdict, byHand: true, order: 1 }) as const;
    const merged = feed.decide(pair('merge', 'c'), pair('hold', 'b'));
    const split = feed.decide(pair('split', 'c'), pair('split', 'b'));
    const seen = async (position: string) => {
      const state = await library.at(position, words);
      return { heads: [...state.duplicatesByHead('2026-03-01')], held: [...state.held].sort() };
    };
    expect(await seen(first)).toEqual({ heads: [], held: [] });
    expect(await seen(merged)).toEqual({ heads: [['a', ['c']]], held: ['a', 'c'] });
    expect(await seen(split)).toEqual({ heads: [], held: [] });
    expect(await seen(merged)).toMatchObject({ heads: [['a', ['c']]] });
  });

  it('keeps track of what was not analysed until it is', async () => {
    const feed = new FakeLibraryFeed();
    const library = new ResidentLibrary(feed);
    const bare = { project: aProject({ id: 'a' }), analysis: undefined };
    expect([...(await library.at(feed.commit(bare), words)).withoutAnalysis]).toEqual(['a']);
    expect((await library.at(feed.commit(entry('a', 2)), words)).withoutAnalysis.size).toBe(0);
  });

  it('sees an analysis that was made later of a revision that did not change', async () => {
    const feed = new FakeLibraryFeed();
    const library = new ResidentLibrary(feed);
    const first = feed.commit(entry('a', 1));
    await library.at(first, words);
    const late = { ...entry('b', 1), analysis: undefined } as {
      -readonly [K in keyof LibraryProject]: LibraryProject[K];
    };
    const position = feed.commit(late);
    expect((await library.at(position, words)).withoutAnalysis.size).toBe(1);
    late.analysis = entry('b', 1).analysis;
    const state = await library.at(position, words);
    expect(state.withoutAnalysis.size).toBe(0);
    expect(state.documents.get('b')?.terms).not.toEqual([]);
    // Brought forward from the last whole state, then kept.
    await library.at(position, words);
    expect(feed.asked.slice(1)).toEqual([
      { from: first, to: position },
      { from: first, to: position },
    ]);
  });

  it('needs no analysis of what is withdrawn or sealed', async () => {
    const feed = new FakeLibraryFeed();
    const library = new ResidentLibrary(feed);
    const position = feed.commit(
      { project: aProject({ id: 'a', status: 'withdrawn' }), analysis: undefined },
      { project: aProject({ id: 'b', status: 'sealed' }), analysis: undefined },
    );
    expect((await library.at(position, words)).withoutAnalysis.size).toBe(0);
    await library.at(position, words);
    expect(feed.asked).toHaveLength(1);
  });

  it('has the same library by changes as by loading anew', async () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      status: fc.constantFrom('active' as const, 'withdrawn' as const),
      patents: fc.subarray(['ZL10000001', 'ZL10000002']),
      validUntil: fc.constantFrom('2026-02-28', '2026-03-01'),
      analysed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        async (commits) => {
          const feed = new FakeLibraryFeed();
          const library = new ResidentLibrary(feed);
          let revision = 0;
          for (const changes of commits) {
            revision += 1;
            const distinct = new Map(changes.map((one) => [one.id, one]));
            const position = feed.commit(
              ...[...distinct.values()].map(({ id, analysed, ...given }) => {
                const { project, analysis } = entry(id, revision, given);
                return { project, analysis: analysed ? analysis : undefined };
              }),
            );
            const anew = await new ResidentLibrary(feed).at(position, words);
            expect(contentOf(await library.at(position, words))).toEqual(contentOf(anew));
          }
        },
      ),
    );
  });
});
