/** One part of a library that is split by the ids of its projects. */
export interface LibraryShard {
  /** Parts that there are. */
  readonly count: number;
  /** From 0. */
  readonly shard: number;
}

/** The parts of the library that a process holds. */
export class LibraryShards {
  /**
   * @param count parts that there are; 1 for a library in one piece
   * @param served those that are held here
   * @throws RangeError when a part is not one of them
   */
  constructor(
    readonly count: number,
    readonly served: readonly number[] = Array.from({ length: count }, (_, shard) => shard),
  ) {
    const stray = served.find((shard) => shard >= count);
    if (stray !== undefined) throw new RangeError(`there is no shard ${stray} of ${count}`);
  }

  get isWhole(): boolean {
    return new Set(this.served).size === this.count;
  }

  /** Whether a project lies in a part that is held here. */
  holds(projectId: string): boolean {
    return this.served.includes(shardOf(projectId, this.count));
  }
}

/**
 * The part that a project lies in, for as long as it lives: by the last 32 bits of its id, which are random.
 * @returns 0 to `count` - 1
 */
export function shardOf(projectId: string, count: number): number {
  return Number.parseInt(projectId.slice(-8), 16) % count;
}
