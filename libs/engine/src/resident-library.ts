import type { LibraryFeed, LibraryProject } from '@throughtrain/matching';
import { LibraryState } from './library-state';

/** Told after each batch how many projects were read so far; throwing stops the reading. */
export type LoadProgress = (projects: number) => Promise<void>;

/** Keeps the newest whole state of the library in memory and brings it forward by the change feed. */
export class ResidentLibrary {
  private readonly newest = new Map<string, LibraryState>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly feed: LibraryFeed) {}

  /** The library at a position. A position before the resident one, or of another server, is read anew and not kept. */
  at(position: string, analyserVersion: string, loaded: LoadProgress = nobodyAsks): Promise<LibraryState> {
    const next = this.turn.then(() => this.advance(position, analyserVersion, loaded));
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async advance(position: string, analyserVersion: string, loaded: LoadProgress): Promise<LibraryState> {
    const resident = this.newest.get(analyserVersion);
    if (resident?.position === position) return resident;
    const order = resident === undefined ? undefined : this.feed.compare(resident.position, position);
    if (resident === undefined || order === undefined)
      return this.keep(analyserVersion, await this.load(position, analyserVersion, loaded));
    if (order > 0) return this.load(position, analyserVersion, loaded);
    const changes = this.feed.changes({ from: resident.position, to: position }, analyserVersion);
    const decisions = await this.feed.decisions(position);
    return this.keep(analyserVersion, await resident.with(position, counted(changes, loaded), decisions));
  }

  private async load(position: string, analyserVersion: string, loaded: LoadProgress): Promise<LibraryState> {
    const changes = this.feed.changes({ to: position }, analyserVersion);
    return LibraryState.empty().with(position, counted(changes, loaded), await this.feed.decisions(position));
  }

  /** A state that waits for analyses is not kept: they come without a change of the projects, so that the feed would not tell of them. */
  private keep(analyserVersion: string, state: LibraryState): LibraryState {
    if (state.withoutAnalysis.size === 0) this.newest.set(analyserVersion, state);
    return state;
  }
}

const nobodyAsks: LoadProgress = () => Promise.resolve();

async function* counted(
  batches: AsyncIterable<readonly LibraryProject[]>,
  loaded: LoadProgress,
): AsyncGenerator<readonly LibraryProject[]> {
  let projects = 0;
  for await (const batch of batches) {
    projects += batch.length;
    await loaded(projects);
    yield batch;
  }
}
