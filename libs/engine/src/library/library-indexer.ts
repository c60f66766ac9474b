import type { DuplicateDecision } from '@throughtrain/domain';
import {
  LibraryShards,
  type CurrentLibrary,
  type LibraryFeed,
  type LibraryNow,
  type LibraryProject,
  type TextVersions,
} from '@throughtrain/matching';
import type { PageSizes } from '../index/text-pages';
import { counted, nameOf, nobodyAsks, type LoadProgress } from '../reading';
import type { LibrarySnapshots } from '../snapshot/library-snapshots';
import { turn } from '../turn';
import { LibraryIndex } from './library-index';
import { LibraryView } from './library-view';

/** Projects that are taken in between two turns of the event loop: some milliseconds of work. */
const projectsPerTurn = 50;

/** Where a library is kept beside memory, and what tells whether it still may be. */
export class LibraryHome {
  constructor(
    readonly current: CurrentLibrary,
    readonly snapshots?: LibrarySnapshots,
  ) {}
}

interface Resident {
  readonly versions: string;
  /** See {@link LibraryNow}. */
  readonly generation: string;
  readonly view: LibraryView;
}

/**
 * Keeps the library in memory, by what was asked for last, and shows it as of any position: it goes forward by the change feed, and for a position before the newest it reads what
 * has changed since as it was then. Only a library of another server, analysis or encoder is read whole, and the first one, if there is no snapshot to go on from.
 */
export class LibraryIndexer {
  private newest: Resident | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private isStarted = false;
  /** Told how far the one has come whose turn it is. */
  private readonly waiting = new Set<LoadProgress>();

  /** @param home without it nothing outlasts the process, and nobody is told of purges */
  constructor(
    private readonly feed: LibraryFeed,
    private readonly sizes?: PageSizes,
    private readonly home?: LibraryHome,
    /** Parts of the library of which the texts are held; of all projects it is held what gates, masks and groups ask. */
    readonly shards = new LibraryShards(1),
  ) {}

  /** The library at a position. @throws DomainError conflict `library.position-foreign` */
  at(position: string, versions: TextVersions, loaded: LoadProgress = nobodyAsks): Promise<LibraryView> {
    return this.inTurn(loaded, (told) => this.show(position, versions, told));
  }

  /** The library as it is now. One of another generation is let go of first, with its snapshot, and read anew. */
  follow({ position, versions, generation }: LibraryNow, loaded: LoadProgress = nobodyAsks): Promise<LibraryView> {
    return this.inTurn(loaded, async (told) => {
      if (this.newest !== undefined && this.newest.generation !== generation) {
        this.newest = undefined;
        await this.home?.snapshots?.drop();
      }
      return this.show(position, versions, told);
    });
  }

  /** Whoever waits is told as well, so that its lease does not end meanwhile, and may give up. */
  private inTurn(loaded: LoadProgress, work: (told: LoadProgress) => Promise<LibraryView>): Promise<LibraryView> {
    const told: LoadProgress = async (projects) => {
      for (const tell of this.waiting) await tell(projects);
      await loaded(projects);
    };
    const before = this.turn;
    const next = this.waitFor(before, loaded).then(() => work(told));
    this.turn = Promise.allSettled([before, next]);
    return next;
  }

  private waitFor(before: Promise<unknown>, loaded: LoadProgress): Promise<void> {
    return new Promise((resolve, reject) => {
      const tell: LoadProgress = (projects) => loaded(projects).catch(reject);
      this.waiting.add(tell);
      void before.finally(() => {
        this.waiting.delete(tell);
        resolve();
      });
    });
  }

  private async show(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryView> {
    const known = this.newest?.versions === nameOf(versions) ? this.newest : await this.fromSnapshot(versions);
    const order = known === undefined ? undefined : this.feed.compare(known.view.position, position);
    if (known === undefined || order === undefined || isWasteful(known.view))
      return this.readWhole(position, versions, loaded);
    const resident = known.view;
    if (order > 0) return this.lookBack(resident, position, versions, loaded);
    if (order === 0 && resident.withoutAnalysis.size === 0) return resident;
    const changes = this.feed.changes({ from: resident.position, to: position }, versions, this.shards);
    // Analyses come without a change of the projects, so that the feed would not tell of them.
    const waiting = [...resident.withoutAnalysis].map((document) => resident.index.texts.idOf(document));
    const late = waiting.length === 0 ? [] : analysed(this.feed.read(waiting, position, versions));
    const view = await this.update(resident, position, counted(both(changes, late), loaded));
    this.newest = { ...known, view };
    return view;
  }

  /** Once: after that the memory is ahead of the file. */
  private async fromSnapshot(versions: TextVersions): Promise<Resident | undefined> {
    if (this.home?.snapshots === undefined || this.isStarted) return undefined;
    const now = await this.home.current.read(versions.analyserVersion);
    if (nameOf(now.versions) !== nameOf(versions)) return undefined;
    const held = await this.home.snapshots.load(now);
    const decisions = held === undefined ? [] : await this.feed.decisions(held.position);
    this.isStarted = true;
    if (held === undefined) return undefined;
    const { position, index, withoutAnalysis } = held;
    const view = new LibraryView(position, index, new Uint8Array(index.size).fill(1), withoutAnalysis, decisions);
    this.newest = { versions: nameOf(versions), generation: now.generation, view };
    return this.newest;
  }

  private async readWhole(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryView> {
    const generation = (await this.home?.current.read(versions.analyserVersion))?.generation ?? '';
    const view = await this.load(position, versions, loaded);
    this.newest = { versions: nameOf(versions), generation, view };
    this.isStarted = true;
    return view;
  }

  private load(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryView> {
    const empty = new LibraryView('', LibraryIndex.empty(this.sizes), new Uint8Array(0), new Set(), []);
    return this.update(empty, position, counted(this.feed.changes({ to: position }, versions, this.shards), loaded));
  }

  /** What has changed since a position is read as it was then, and seen in place of what it has become. */
  private async lookBack(
    resident: LibraryView,
    position: string,
    versions: TextVersions,
    loaded: LoadProgress,
  ): Promise<LibraryView> {
    const changed: string[] = [];
    for await (const batch of this.feed.changes({ from: position, to: resident.position }, versions))
      changed.push(...batch.map(({ project }) => project.id));
    const without = withoutProjects(resident, changed);
    return this.update(without, position, counted(this.feed.read(changed, position, versions), loaded));
  }

  private async update(
    before: LibraryView,
    position: string,
    changes: AsyncIterable<readonly LibraryProject[]>,
  ): Promise<LibraryView> {
    const { index } = before;
    const decisions = await this.feed.decisions(position);
    const [gone, come] = [new Set<number>(), new Map<string, number>()];
    const withoutAnalysis = new Set(before.withoutAnalysis);
    for await (const batch of changes)
      for (const [at, entry] of batch.entries()) {
        if (at % projectsPerTurn === 0) await turn();
        const { id, status } = entry.project;
        const replaced = come.get(id) ?? before.find(id);
        if (replaced !== undefined) gone.add(replaced);
        const isHeld = this.shards.holds(id);
        const document = index.append(isHeld ? entry : { project: entry.project, analysis: undefined });
        come.set(id, document);
        if (isHeld && entry.analysis === undefined && status === 'active') withoutAnalysis.add(document);
      }
    if (come.size === 0 && areSame(decisions, before.decisions)) return before.movedTo(position);
    const seen = new Uint8Array(index.size);
    seen.set(before.seen);
    for (const document of come.values()) seen[document] = 1;
    for (const document of gone) {
      seen[document] = 0;
      withoutAnalysis.delete(document);
    }
    return new LibraryView(position, index, seen, withoutAnalysis, decisions);
  }
}

/** @returns the view without some of its projects */
function withoutProjects(view: LibraryView, ids: readonly string[]): LibraryView {
  const seen = view.seen.slice();
  const withoutAnalysis = new Set(view.withoutAnalysis);
  for (const id of ids) {
    const document = view.find(id);
    if (document === undefined) continue;
    seen[document] = 0;
    withoutAnalysis.delete(document);
  }
  return new LibraryView(view.position, view.index, seen, withoutAnalysis, []);
}

function areSame(some: readonly DuplicateDecision[], others: readonly DuplicateDecision[]): boolean {
  return some.length === others.length && some.every((one, at) => isSame(one, others[at]));
}

/** A decision is never changed, and told by its order among all; by the rule and by hand they are counted alike. */
function isSame(one: DuplicateDecision, other: DuplicateDecision | undefined): boolean {
  return (
    one.order === other?.order && one.verdict === other.verdict && one.projectIds.join() === other.projectIds.join()
  );
}

const leastWaste = 10_000;

/** Whether more than half of what is held is of no use any more, so that reading anew costs less than going on. */
function isWasteful({ seen, index }: LibraryView): boolean {
  if (index.size < leastWaste) return false;
  return seen.reduce((sum, one) => sum + one, 0) * 2 < index.size;
}

/** What still waits for its analysis is held as it is. */
async function* analysed(batches: AsyncIterable<readonly LibraryProject[]>): AsyncGenerator<readonly LibraryProject[]> {
  for await (const batch of batches) yield batch.filter(({ analysis }) => analysis !== undefined);
}

async function* both<T>(first: AsyncIterable<T>, second: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* second;
}
