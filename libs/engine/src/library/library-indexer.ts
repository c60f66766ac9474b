import type { LibraryFeed, LibraryProject, TextVersions } from '@throughtrain/matching';
import type { PageSizes } from '../index/text-pages';
import { LibraryIndex } from './library-index';
import { LibraryView } from './library-view';
import { counted, nameOf, nobodyAsks, type LoadProgress } from '../reading';

const turn = (): Promise<void> => new Promise(setImmediate);

/** Projects that are taken in between two turns of the event loop: some milliseconds of work. */
const projectsPerTurn = 50;

/**
 * Keeps the library in memory, by what was asked for last, and shows it as of any position: it goes forward by the change feed, and for a position before the newest it reads what
 * has changed since as it was then. Only a library of another server, analysis or encoder is read whole.
 */
export class LibraryIndexer {
  private newest: { readonly versions: string; readonly view: LibraryView } | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly feed: LibraryFeed,
    private readonly sizes?: PageSizes,
  ) {}

  /** The library at a position. @throws DomainError conflict `library.position-foreign` */
  at(position: string, versions: TextVersions, loaded: LoadProgress = nobodyAsks): Promise<LibraryView> {
    const next = this.turn.then(() => this.show(position, versions, loaded));
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async show(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryView> {
    const resident = this.newest?.versions === nameOf(versions) ? this.newest.view : undefined;
    const order = resident === undefined ? undefined : this.feed.compare(resident.position, position);
    if (resident === undefined || order === undefined || isWasteful(resident))
      return this.keep(versions, await this.load(position, versions, loaded));
    if (order > 0) return this.lookBack(resident, position, versions, loaded);
    if (order === 0 && resident.withoutAnalysis.size === 0) return resident;
    const changes = this.feed.changes({ from: resident.position, to: position }, versions);
    // Analyses come without a change of the projects, so that the feed would not tell of them.
    const waiting = [...resident.withoutAnalysis].map((document) => resident.index.texts.idOf(document));
    const late = this.feed.read(waiting, position, versions);
    return this.keep(versions, await this.update(resident, position, counted(both(changes, late), loaded)));
  }

  private keep(versions: TextVersions, view: LibraryView): LibraryView {
    this.newest = { versions: nameOf(versions), view };
    return view;
  }

  private load(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryView> {
    const empty = new LibraryView('', new LibraryIndex(this.sizes), new Uint8Array(0), new Set(), []);
    return this.update(empty, position, counted(this.feed.changes({ to: position }, versions), loaded));
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
        const document = index.append(entry);
        come.set(id, document);
        if (entry.analysis === undefined && status === 'active') withoutAnalysis.add(document);
      }
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

const leastWaste = 10_000;

/** Whether more than half of what is held is of no use any more, so that reading anew costs less than going on. */
function isWasteful({ seen, index }: LibraryView): boolean {
  if (index.size < leastWaste) return false;
  return seen.reduce((sum, one) => sum + one, 0) * 2 < index.size;
}

async function* both<T>(first: AsyncIterable<T>, second: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* second;
}
