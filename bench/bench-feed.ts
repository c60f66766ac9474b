import { LibraryFeed, type LibraryProject } from '@throughtrain/matching';
import { idOf, type BenchLibrary } from './engine-library';
import { TimedBatches } from './timed-batches';

/** Of so many projects one has changed at each position after the first. */
const projectsPerChange = 100;

/** The first position: the library as it was made up. */
export const firstPosition = '0';

/** A feed of a library to measure with. Positions are numbers; from one to the next, one project in a hundred comes to say what another says. */
export class BenchFeed extends LibraryFeed {
  /** Spent on making projects up, which is no part of taking them in. */
  makingMs = 0;
  private made: readonly (readonly LibraryProject[])[] | undefined;

  constructor(
    private readonly library: BenchLibrary,
    private readonly count: number,
  ) {
    super();
  }

  override position(): Promise<string> {
    return Promise.resolve(firstPosition);
  }

  override settle(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override async *changes(range: { readonly from?: string }): AsyncIterable<readonly LibraryProject[]> {
    const changed = async () => this.made ?? (await this.makeChanges());
    const batches = new TimedBatches(range.from === undefined ? this.library.projects(this.count) : await changed());
    yield* batches;
    this.makingMs += batches.makingMs;
  }

  /** Makes what changes from one position to the next, before it is asked for. */
  async makeChanges(): Promise<readonly (readonly LibraryProject[])[]> {
    const made: (readonly LibraryProject[])[] = [];
    for await (const batch of this.changed()) made.push(batch);
    return (this.made = made);
  }

  override async *read(): AsyncIterable<readonly LibraryProject[]> {
    // Nothing is asked for by id here.
  }

  override decisions(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  override compare(a: string, b: string): number {
    return Number(a) - Number(b);
  }

  /** The last projects with the texts of the first. */
  private async *changed(): AsyncGenerator<readonly LibraryProject[]> {
    let last = this.count;
    for await (const batch of this.library.projects(Math.ceil(this.count / projectsPerChange)))
      yield batch.map(({ project, ...said }) => ({ ...said, project: { ...project, id: idOf((last -= 1)) } }));
  }
}
