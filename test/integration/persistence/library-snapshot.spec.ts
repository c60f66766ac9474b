import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { LibraryHome, LibraryIndexer, LibrarySnapshots } from '@throughtrain/engine';
import { ProjectPurge } from '@throughtrain/ingestion';
import { CurrentLibrary, LibraryFeed } from '@throughtrain/matching';
import { eventually } from '@throughtrain/testing';
import { Funnel, testAnalyser } from './funnel-fixture';

describe('the library of a matcher that starts', () => {
  let funnel: Funnel;
  let feed: LibraryFeed;
  let current: CurrentLibrary;
  let owner: Scope;
  let folder: string;

  beforeAll(async () => {
    funnel = await Funnel.open();
    feed = funnel.get(LibraryFeed);
    current = funnel.get(CurrentLibrary);
    owner = await funnel.organisation('institution');
    folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
  });
  afterAll(async () => {
    await funnel.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => jest.restoreAllMocks());

  function start() {
    const snapshots = new LibrarySnapshots(feed, { folder });
    return { snapshots, library: new LibraryIndexer(feed, undefined, new LibraryHome(current, snapshots)) };
  }

  /** Takes in what there is now; everything that was committed is final. */
  async function follow({ library, snapshots }: ReturnType<typeof start>) {
    await funnel.settledPosition();
    const now = await current.read(testAnalyser);
    const view = await library.follow(now);
    if (snapshots.isDue(view)) await snapshots.save(view, now);
    return view;
  }

  it('is that of its snapshot and what has changed since', async () => {
    const [kept, revised] = [await funnel.project(owner), await funnel.project(owner)];
    await follow(start());
    await funnel.revise(owner, revised, 2, {}, 'withdrawn');
    const come = await funnel.project(owner);
    const changes = jest.spyOn(feed, 'changes');
    const view = await follow(start());
    expect(changes.mock.calls.map(([{ from }]) => from)).toEqual([expect.stringMatching(/^\d+:\d+$/)]);
    const statusOf = (id: string) => view.index.projects.gated(view.find(id)!).status;
    expect([kept, revised, come].map(statusOf)).toEqual(['active', 'withdrawn', 'active']);
    expect(view.index.texts.at(view.find(come)!).terms).toHaveLength(1);
  });

  it('is read from the database when the snapshot is damaged', async () => {
    await follow(start());
    const file = join(folder, 'library-all.snapshot');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const view = await follow(start());
    expect(warn).toHaveBeenCalledTimes(1);
    expect(view.index.size).toBe(3);
    expect(await readFile(file)).not.toEqual(bytes);
  });

  it('is another one after a purge, and names the encoder in force', async () => {
    const operator = await funnel.organisation();
    const before = await current.read(testAnalyser);
    expect(before.versions).toEqual({ analyserVersion: testAnalyser });
    const id = await funnel.project(owner);
    const purge = funnel.get(ProjectPurge);
    await purge.seal(operator, id);
    expect((await current.read(testAnalyser)).generation).toBe(before.generation);
    await purge.eraseWords(id);
    await funnel.sql(
      `insert into encoding (analyser_version, encoder_version, state, in_force_since) values ($1, 'table-9', 'completed', now())`,
      [testAnalyser],
    );
    const after = await current.read(testAnalyser);
    expect(after.generation).not.toBe(before.generation);
    expect(after.versions).toEqual({ analyserVersion: testAnalyser, encoderVersion: 'table-9' });
    // A position waits for older transactions, those of other databases of the server among them.
    const position = async () => (await current.read(testAnalyser)).position;
    await eventually(async () => (feed.compare(before.position, await position()) ?? 0) < 0);
  });
});
