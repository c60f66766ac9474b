import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { codeVersion, type LibraryFeed, type LibraryNow } from '@throughtrain/matching';
import type { PageSizes } from '../index/text-pages';
import type { LibraryIndex } from '../library/library-index';
import type { LibraryView } from '../library/library-view';
import { readSnapshot, type LoadedLibrary } from './read-snapshot';
import type { SnapshotStamp } from './snapshot-header';
import { SnapshotUnusable } from './snapshot-unusable';
import { unfinished, writeSnapshot } from './write-snapshot';

/** Part of the library that may have changed before it is written again. */
const mostChangedShare = 0.05;
const mostAgeMs = 3_600_000;

export interface SnapshotSettings {
  /** Of several matchers each may have its own, or all the same: whoever writes last has its file there, whole. */
  readonly folder: string;
  /** Which part of the library is held: a file each. Letters, digits, dots and dashes. */
  readonly scope?: string;
  readonly sizes?: PageSizes;
}

/**
 * The file that the library is read from at the next start. Nothing depends on it: what is damaged, outdated or foreign is told in the log and taken away, and what can not be written
 * is tried again when more has changed.
 */
export class LibrarySnapshots {
  private readonly logger = new Logger(LibrarySnapshots.name);
  private readonly file: string;
  private readonly name: string;
  private readonly scope: string;
  /** What the file holds, as far as this process knows. */
  private held: { readonly index: LibraryIndex; readonly size: number; readonly atMs: number } | undefined;

  constructor(
    private readonly feed: LibraryFeed,
    private readonly settings: SnapshotSettings,
  ) {
    this.scope = settings.scope ?? 'all';
    if (!/^[\w.-]{1,64}$/.test(this.scope)) throw new RangeError(`no name of a part: ${this.scope}`);
    this.name = `library-${this.scope}.snapshot`;
    this.file = join(settings.folder, this.name);
  }

  /** @returns the library of the file, at its position; undefined when there is none to go on from */
  async load(now: LibraryNow): Promise<LoadedLibrary | undefined> {
    try {
      await this.removeUnfinished();
      const loaded = await readSnapshot(this.file, {
        stamp: this.stampOf(now),
        refuse: (position) => this.refuse(position, now.position),
        ...(this.settings.sizes && { sizes: this.settings.sizes }),
      });
      this.remember(loaded.index, loaded.index.size);
      return loaded;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      this.logger.warn(`${this.file} is not used, and the library read from the database: ${messageOf(error)}`);
      if (error instanceof SnapshotUnusable) await this.drop();
      return undefined;
    }
  }

  /** Whether more has changed than is worth reading from the database at a start. */
  isDue({ index, seen }: LibraryView): boolean {
    if (this.held?.index !== index) return true;
    const changed = seen.length - this.held.size;
    const isOld = performance.now() > this.held.atMs + mostAgeMs;
    return changed > mostChangedShare * seen.length || (changed > 0 && isOld);
  }

  /** Whether anything has changed since the file was written. */
  isBehind({ index, seen }: LibraryView): boolean {
    return this.held?.index !== index || this.held.size !== seen.length;
  }

  /** Writes what the view sees; a failure is told in the log. @param now what was read before the view was */
  async save(view: LibraryView, now: Pick<LibraryNow, 'versions' | 'generation'>): Promise<void> {
    this.remember(view.index, view.seen.length);
    try {
      await mkdir(this.settings.folder, { recursive: true, mode: 0o700 });
      await writeSnapshot(view, this.stampOf(now), this.file);
    } catch (error) {
      this.logger.warn(`${this.file} could not be written: ${messageOf(error)}`);
    }
  }

  /** Takes the file away, and what was left of one that was being written; a failure is told in the log. */
  async drop(): Promise<void> {
    this.held = undefined;
    try {
      await rm(this.file, { force: true });
      await this.removeUnfinished();
    } catch (error) {
      this.logger.error(`${this.file} has to be deleted by hand: ${messageOf(error)}`);
    }
  }

  private stampOf({ versions, generation }: Pick<LibraryNow, 'versions' | 'generation'>): SnapshotStamp {
    return { codeVersion, ...versions, generation, scope: this.scope };
  }

  private refuse(position: string, now: string): string | undefined {
    const order = this.feed.compare(position, now);
    if (order === undefined) return 'it is of another server';
    return order > 0 ? 'it is ahead of the server' : undefined;
  }

  /** @param size versions of projects that were seen or are not any more */
  private remember(index: LibraryIndex, size: number): void {
    this.held = { index, size, atMs: performance.now() };
  }

  /** Of processes that died while they wrote; one that still writes finds its file gone and tries again later. */
  private async removeUnfinished(): Promise<void> {
    const names = await readdir(this.settings.folder).catch(() => []);
    for (const name of names)
      if (name.startsWith(`${this.name}.`) && name.endsWith(unfinished))
        await rm(join(this.settings.folder, name), { force: true });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
