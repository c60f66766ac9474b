import type { LibraryProject } from '@throughtrain/matching';
import { aProject } from '@throughtrain/testing';
import { LibraryState } from './library-state';

async function stateOf(...projects: readonly Parameters<typeof aProject>[0][]): Promise<LibraryState> {
  async function* changes(): AsyncIterable<readonly LibraryProject[]> {
    yield await Promise.resolve(projects.map((given) => ({ project: aProject(given), analysis: { terms: [] } })));
  }
  return LibraryState.empty().with('server:1', changes());
}

describe('LibraryState.duplicatesByHead', () => {
  it('has the others of each group by their head', async () => {
    const state = await stateOf(
      { id: 'a', patents: ['ZL201910000001.X'] },
      { id: 'b', patents: ['CN201910000001X'], confirmedOn: '2026-01-01' },
      { id: 'c', patents: ['ZL202010000002.3'] },
    );
    expect([...state.duplicatesByHead('2026-03-01')]).toEqual([['b', ['a']]]);
  });

  it('lets a record stand for others through its last day, and for nobody after it', async () => {
    const state = await stateOf(
      { id: 'a', duplicateGroup: 'g', confirmedOn: '2026-01-01', validUntil: '2026-03-01' },
      { id: 'b', duplicateGroup: 'g' },
      { id: 'c', duplicateGroup: 'g' },
    );
    expect([...state.duplicatesByHead('2026-03-01')]).toEqual([['a', ['b', 'c']]]);
    expect([...state.duplicatesByHead('2026-03-02')]).toEqual([['b', ['c']]]);
    // A run that is repeated asks for its own day again.
    expect([...state.duplicatesByHead('2026-03-01')]).toEqual([['a', ['b', 'c']]]);
  });

  it('joins nothing through an expired record', async () => {
    const state = await stateOf(
      { id: 'a', patents: ['ZL10000001'] },
      { id: 'b', patents: ['ZL10000001', 'ZL10000002'], validUntil: '2026-02-28' },
      { id: 'c', patents: ['ZL10000002'] },
    );
    expect(state.duplicatesByHead('2026-03-01').size).toBe(0);
  });
});
