import type { LibraryShards } from '../shards/library-shards';

/** Which processes hold which parts of the library, told by themselves every few seconds. */
export abstract class ShardServers {
  abstract isHere(server: string, shards: LibraryShards): Promise<void>;
  abstract leaves(server: string): Promise<void>;
  /**
   * @param count parts that there are; by default the most that anybody has told of in the last minutes, so that nothing is unserved when nobody has
   * @returns those that nobody has said to hold of late
   */
  abstract unserved(count?: number): Promise<readonly number[]>;
}
