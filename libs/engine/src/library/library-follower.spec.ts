import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { LibraryProject } from '@throughtrain/matching';
import { aProject, FakeCurrentLibrary, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { LibrarySnapshots } from '../snapshot/library-snapshots';
import { LibraryFollower } from './library-follower';
import { LibraryHome, LibraryIndexer } from './library-indexer';

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;
const words = { analyserVersion: 'words-2' };

function entry(number: number, title: string): LibraryProject {
  const project = aProject({ id: idOf(number), title });
  return { project, analysis: analyseRecord(project) };
}

describe('LibraryFollower', () => {
  let folder: string;
  let file: string;
  let feed: FakeLibraryFeed;
  let current: FakeCurrentLibrary;
  let warn: jest.SpyInstance;
  let error: jest.SpyInstance;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'follower-'));
    file = join(folder, 'library-all.snapshot');
    feed = new FakeLibraryFeed();
    current = new FakeCurrentLibrary(feed);
    feed.commit(entry(1, '电解液'), entry(2, '电解液'), entry(3, '锂电池'));
    warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    error = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  /** A matcher that has just started. */
  function start() {
    const home = new LibraryHome(current, new LibrarySnapshots(feed, { folder }));
    const library = new LibraryIndexer(feed, undefined, home);
    const follower = new LibraryFollower(library, home);
    return { library, follower, view: async () => library.at(await feed.position(), words) };
  }

  it('reads the library before anybody asks, and what changes afterwards', async () => {
    const { follower, view } = start();
    expect(follower.state).toBe('loading');
    await follower.step();
    expect(follower.state).toBe('loaded');
    const next = feed.commit(entry(4, '器件'));
    await follower.step();
    expect((await view()).find(idOf(4))).toBe(3);
    expect(feed.asked).toEqual([{ to: 'server:1' }, { from: 'server:1', to: next }]);
  });

  it('starts from the snapshot and goes on by the feed', async () => {
    await start().follower.step();
    const next = feed.commit(entry(2, '锂电池 二'), entry(4, '器件'));
    const { follower, view } = start();
    await follower.step();
    expect(feed.asked).toEqual([{ to: 'server:1' }, { from: 'server:1', to: next }]);
    const { index, seen } = await view();
    expect([index.size, [...seen]]).toEqual([5, [1, 0, 1, 1, 1]]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('lets a run that comes first start from the snapshot too', async () => {
    await start().follower.step();
    await start().view();
    expect(feed.asked).toEqual([{ to: 'server:1' }]);
  });

  it('says once why a snapshot is of no use, and makes it anew', async () => {
    await start().follower.step();
    const whole = await readFile(file);
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 1] = 0xff;
    await writeFile(file, damaged);
    await start().follower.step();
    expect(warn.mock.calls).toEqual([[expect.stringContaining('read from the database: it is damaged')]]);
    expect(await readFile(file)).toEqual(whole);
  });

  it.each([
    ['server', () => (feed = new FakeLibraryFeed('another')), 'it is of another server'],
    ['moment', () => (feed = new FakeLibraryFeed('server')), 'it is ahead of the server'],
  ])('does not go on from a snapshot of another %s', async (_what, restore, reason) => {
    await start().follower.step();
    restore();
    current = new FakeCurrentLibrary(feed);
    const { follower, view } = start();
    await follower.step();
    expect(warn.mock.calls).toEqual([[expect.stringContaining(reason)]]);
    expect((await view()).index.size).toBe(0);
  });

  it('reads anew and rewrites its file when words were purged', async () => {
    const { follower, view } = start();
    await follower.step();
    const before = await view();
    // What is purged is erased in the versions that were read before, so that the feed tells of nothing.
    feed = Object.assign(feed, { commits: [[entry(1, '电解液'), entry(2, ''), entry(3, '')]] });
    current.generation = 'second';
    await follower.step();
    const after = await view();
    expect(before.index.texts.terms.find('w锂电池')).toBeDefined();
    expect(after.index.texts.terms.find('w锂电池')).toBeUndefined();
    expect((await readFile(file)).includes(Buffer.from('锂电池', 'utf16le'))).toBe(false);
  });

  it('takes what was purged while it was away from a file, also one that was never finished', async () => {
    await start().follower.step();
    const left = `${file}.0f8fad5b.unfinished`;
    await writeFile(left, '锂电池');
    await writeFile(join(folder, 'library-other.snapshot.1.unfinished'), '');
    current.generation = 'second';
    const { view } = start();
    await view();
    expect(await readdir(folder)).toEqual(['library-other.snapshot.1.unfinished']);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('its generation is first, not second')]]);
  });

  it('writes what is worth it, and the rest at the end', async () => {
    const { follower } = start();
    feed.commit(...Array.from({ length: 100 }, (_, number) => entry(number, '电解液')));
    await follower.step();
    const written = await readFile(file);
    // One in a hundred.
    feed.commit(entry(1, '器件'));
    await follower.step();
    expect(await readFile(file)).toEqual(written);
    await follower.beforeApplicationShutdown();
    const last = await readFile(file);
    expect(last).not.toEqual(written);

    const other = start();
    await other.follower.step();
    await rm(file);
    await other.follower.beforeApplicationShutdown();
    // Nothing had changed.
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes nothing at the end when words were purged meanwhile, or nobody can tell', async () => {
    const { follower } = start();
    feed.commit(...Array.from({ length: 100 }, (_, number) => entry(number, '电解液')));
    await follower.step();
    feed.commit(entry(1, '器件'));
    await follower.step();
    const written = await readFile(file);
    jest.spyOn(current, 'read').mockRejectedValueOnce(new Error('no database'));
    await follower.beforeApplicationShutdown();
    expect(await readFile(file)).toEqual(written);
    current.generation = 'second';
    await follower.beforeApplicationShutdown();
    expect(await readFile(file)).toEqual(written);
    current.generation = 'first';
    await follower.beforeApplicationShutdown();
    expect(await readFile(file)).not.toEqual(written);
  });

  it('tells an outage once and goes on after it', async () => {
    const { follower, view } = start();
    const read = jest.spyOn(current, 'read').mockRejectedValue(new Error('no database'));
    await follower.step();
    await follower.step();
    expect(error.mock.calls).toEqual([[expect.stringContaining('no database')]]);
    expect(follower.state).toBe('loading');
    read.mockRestore();
    await follower.step();
    expect((await view()).index.size).toBe(3);
  });

  it('works without a folder that it can write to', async () => {
    const taken = join(folder, 'taken');
    await writeFile(taken, '');
    const home = new LibraryHome(current, new LibrarySnapshots(feed, { folder: taken }));
    const follower = new LibraryFollower(new LibraryIndexer(feed, undefined, home), home);
    await follower.step();
    await follower.step();
    expect(follower.state).toBe('loaded');
    expect(warn.mock.calls.at(-1)).toEqual([expect.stringContaining('could not be written')]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('gives up what it reads when the process ends', async () => {
    const { follower } = start();
    const reading = new Promise<void>((resolve) => {
      jest.spyOn(feed, 'changes').mockImplementation(async function* () {
        for (;;) {
          yield [];
          resolve();
          await new Promise(setImmediate);
        }
      });
    });
    follower.onApplicationBootstrap();
    await reading;
    await follower.beforeApplicationShutdown();
    expect(follower.state).toBe('loading');
    expect(error).not.toHaveBeenCalled();
  });
});
