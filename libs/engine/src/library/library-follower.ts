import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { LibraryNow } from '@throughtrain/matching';
import { analyserVersion } from '@throughtrain/text';
import type { LibraryHome, LibraryIndexer } from './library-indexer';
import type { LibraryView } from './library-view';

const everyMs = 2_000;

/** Keeps the library in memory as it is now, from the start on, so that whoever asks finds it read; and its snapshot not far behind. */
export class LibraryFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LibraryFollower.name);
  private readonly stopping = new AbortController();
  private following: Promise<void> | undefined;
  private newest: { readonly view: LibraryView; readonly now: LibraryNow } | undefined;
  private lastError = '';

  constructor(
    private readonly library: LibraryIndexer,
    private readonly home: LibraryHome,
  ) {}

  /** Whether the library has been read. */
  get state(): 'loading' | 'loaded' {
    return this.newest === undefined ? 'loading' : 'loaded';
  }

  onApplicationBootstrap(): void {
    this.following ??= this.follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
    await this.saveLast();
  }

  /** Takes in what has changed. A failure is told in the log, once. */
  async step(): Promise<void> {
    try {
      const now = await this.home.current.read(analyserVersion);
      if (this.newest?.now.generation !== now.generation) this.newest = undefined;
      const view = await this.library.follow(now, () => this.goOn());
      this.newest = { view, now };
      this.lastError = '';
      if (this.home.snapshots?.isDue(view) === true) await this.home.snapshots.save(view, now);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.report(error);
    }
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.step();
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What is being read when the process is to end is not needed any more. */
  private goOn(): Promise<void> {
    this.stopping.signal.throwIfAborted();
    return Promise.resolve();
  }

  /** Not when nobody can tell whether words were purged meanwhile. */
  private async saveLast(): Promise<void> {
    const { newest, home } = this;
    if (newest === undefined || home.snapshots?.isBehind(newest.view) !== true) return;
    try {
      const { generation } = await home.current.read(analyserVersion);
      if (generation === newest.now.generation) await home.snapshots.save(newest.view, newest.now);
    } catch (error) {
      this.report(error);
    }
  }

  private report(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== this.lastError) this.logger.error(`The library could not be brought up to date: ${reason}`);
    this.lastError = reason;
  }
}
