import { Module, type DynamicModule } from '@nestjs/common';
import { LibraryShards, ShardServers } from '@throughtrain/matching';
import type { MatcherConfig } from '@throughtrain/platform';
import { ShardPresence } from './shard-presence';

/** Which parts of the library this process holds, and which others do. */
@Module({})
export class ShardsModule {
  static forRoot(config: MatcherConfig): DynamicModule {
    return {
      module: ShardsModule,
      global: true,
      providers: [
        { provide: LibraryShards, useFactory: () => shardsOf(config) },
        {
          provide: ShardPresence,
          useFactory: (servers: ShardServers, shards: LibraryShards) => new ShardPresence(servers, shards),
          inject: [ShardServers, LibraryShards],
        },
      ],
      exports: [LibraryShards, ShardPresence],
    };
  }
}

/** @throws RangeError when a part is to be served that there is not */
export function shardsOf({ ENGINE_SHARDS, ENGINE_SERVED_SHARDS }: MatcherConfig): LibraryShards {
  return new LibraryShards(ENGINE_SHARDS, ENGINE_SERVED_SHARDS?.split(',').map(Number));
}
