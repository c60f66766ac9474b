import type { TextVersions } from './library-feed.port';

/** What there is to match at one moment. */
export interface LibraryNow {
  /** The newest one that is final, see `LibraryFeed`. */
  readonly position: string;
  /** Analyser asked for, and the encoder in force for it. */
  readonly versions: TextVersions;
  /** Another one when what was read before must not be kept: words were purged since, or the server has gone back to an earlier moment. */
  readonly generation: string;
}

/** Tells what those who keep the library in memory or in files go by. */
export abstract class CurrentLibrary {
  abstract read(analyserVersion: string): Promise<LibraryNow>;
}
