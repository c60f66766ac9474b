import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { LibraryShards, ShardServers } from '@throughtrain/matching';

const everyMs = 5_000;

/** Tells the others every few seconds which parts of the library this process holds, and learns from them which nobody does. */
export class ShardPresence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ShardPresence.name);
  private readonly server = randomUUID();
  private readonly stopping = new AbortController();
  private telling: Promise<void> | undefined;
  private unserved: readonly number[] = [];

  constructor(
    private readonly servers: ShardServers,
    private readonly shards: LibraryShards,
  ) {}

  /** For an answer about the health of the process; empty for a library in one piece. */
  get details(): Readonly<Record<string, string>> {
    const { count, served } = this.shards;
    if (count === 1) return {};
    return { shards: `${served.join(',')} of ${count}`, unservedShards: this.unserved.join(',') || 'none' };
  }

  onApplicationBootstrap(): void {
    if (this.shards.count > 1) this.telling ??= this.tell();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.telling;
    if (this.telling !== undefined) await this.servers.leaves(this.server).catch(() => undefined);
  }

  private async tell(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.tellOnce();
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async tellOnce(): Promise<void> {
    try {
      await this.servers.isHere(this.server, this.shards);
      const before = this.unserved.join(',');
      this.unserved = await this.servers.unserved(this.shards.count);
      const now = this.unserved.join(',');
      if (now !== before && now !== '') this.logger.warn(`Nobody serves these parts of the library: ${now}`);
    } catch {
      // The readiness of the database tells of it.
    }
  }
}
