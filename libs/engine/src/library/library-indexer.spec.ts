import type { LibraryProject } from '@throughtrain/matching';
import { aProject, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { LibraryIndexer } from './library-indexer';

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;
const words = { analyserVersion: 'words-2' };
const analysis = analyseRecord({ title: '锂电池', keywords: [], summary: '' });
const versionsOf = (count: number): LibraryProject[] =>
  Array.from({ length: count }, (_, number) => ({ project: aProject({ id: idOf(number) }), analysis }));

describe('LibraryIndexer', () => {
  it('reads the library anew once more than half of what it holds is of no use', async () => {
    const feed = new FakeLibraryFeed();
    const library = new LibraryIndexer(feed);
    const first = feed.commit(...versionsOf(5_001));
    await library.at(first, words);
    const second = feed.commit(...versionsOf(5_001));
    const half = (await library.at(second, words)).index.size;
    // One more than there are projects twice: from the next question on nobody would see most of it.
    const third = feed.commit(...versionsOf(1));
    const wasteful = await library.at(third, words);
    expect([half, wasteful.index.size]).toEqual([10_002, 10_003]);
    const anew = await library.at(third, words);
    expect(anew.index.size).toBe(5_001);
    expect(feed.asked).toEqual([
      { to: first },
      { from: first, to: second },
      { from: second, to: third },
      { to: third },
    ]);
    // Readers of the old one go on with it.
    expect(wasteful.index.texts.at(wasteful.find(idOf(0))!).terms).toEqual(analysis.terms.map(([term]) => term));
    expect(await library.at(third, words)).toBe(anew);
  });

  it('takes a project in again when its analysis has come, and not before', async () => {
    const feed = new FakeLibraryFeed();
    const library = new LibraryIndexer(feed);
    const late = { project: aProject({ id: idOf(7) }), analysis: undefined };
    const position = feed.commit(late, ...versionsOf(1));
    await library.at(position, words);
    for (let times = 0; times < 3; times += 1) await library.at(position, words);
    const still = await library.at(feed.commit(), words);
    expect([still.index.size, still.withoutAnalysis.size]).toEqual([2, 1]);
    // It comes without a change of the project.
    Object.assign(late, { analysis });
    const after = await library.at(feed.commit(), words);
    expect([after.index.size, after.withoutAnalysis.size]).toEqual([3, 0]);
    expect(after.index.texts.at(after.find(idOf(7))!).terms).toEqual(analysis.terms.map(([term]) => term));
  });

  it('keeps what was derived while nothing changes but the position', async () => {
    const feed = new FakeLibraryFeed();
    const library = new LibraryIndexer(feed);
    const twins = versionsOf(2).map(({ project }) => ({ project: { ...project, duplicateGroup: 'one' }, analysis }));
    const before = await library.at(feed.commit(...twins), words);
    const groups = before.duplicatesByHead('2026-03-01');
    expect(groups.size).toBe(1);
    const after = await library.at(feed.commit(), words);
    expect(after.position).toBe('server:2');
    expect(after.duplicatesByHead('2026-03-01')).toBe(groups);
    const split = { projectIds: [idOf(0), idOf(1)], verdict: 'split', byHand: true, order: 1 } as const;
    const decided = await library.at(feed.decide(split), words);
    expect(decided.duplicatesByHead('2026-03-01').size).toBe(0);
  });

  it('tells those who wait how far the library is read, and lets one of them give up', async () => {
    const feed = new FakeLibraryFeed();
    const library = new LibraryIndexer(feed);
    const position = feed.commit(...versionsOf(5));
    const told: number[] = [];
    const tired = new Error('cancelled');
    const first = library.at(position, words);
    const second = library.at(position, words, async (projects) => void told.push(projects));
    const third = library.at(position, words, () => Promise.reject(tired));
    await expect(third).rejects.toBe(tired);
    expect(await second).toBe(await first);
    expect(told).toEqual([2, 4, 5]);
    expect(feed.asked).toEqual([{ to: position }]);
    expect(await library.at(position, words)).toBe(await first);
  });
});
