import type { LibraryFeed, TextVersions } from '@throughtrain/matching';
import { LibraryState } from './library-state';
import { counted, nameOf, nobodyAsks, type LoadProgress } from './reading';

/** Keeps the newest whole state of the library in memory, by what was asked for last, and brings it forward by the change feed. */
export class ResidentLibrary {
  private newest: { readonly versions: string; readonly state: LibraryState } | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly feed: LibraryFeed) {}

  /** The library at a position. A position before the resident one, or of another server, is read anew and not kept. */
  at(position: string, versions: TextVersions, loaded: LoadProgress = nobodyAsks): Promise<LibraryState> {
    const next = this.turn.then(() => this.advance(position, versions, loaded));
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async advance(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryState> {
    const resident = this.newest?.versions === nameOf(versions) ? this.newest.state : undefined;
    if (resident?.position === position) return resident;
    const order = resident === undefined ? undefined : this.feed.compare(resident.position, position);
    if (resident === undefined || order === undefined)
      return this.keep(versions, await this.load(position, versions, loaded));
    if (order > 0) return this.load(position, versions, loaded);
    const changes = this.feed.changes({ from: resident.position, to: position }, versions);
    const decisions = await this.feed.decisions(position);
    return this.keep(versions, await resident.with(position, counted(changes, loaded), decisions));
  }

  private async load(position: string, versions: TextVersions, loaded: LoadProgress): Promise<LibraryState> {
    const changes = this.feed.changes({ to: position }, versions);
    return LibraryState.empty().with(position, counted(changes, loaded), await this.feed.decisions(position));
  }

  /** A state that waits for analyses is not kept: they come without a change of the projects, so that the feed would not tell of them. */
  private keep(versions: TextVersions, state: LibraryState): LibraryState {
    if (state.withoutAnalysis.size === 0) this.newest = { versions: nameOf(versions), state };
    return state;
  }
}
