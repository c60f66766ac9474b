import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PushSettings, PushShortlist, RequeuePushes } from '@throughtrain/engagement';
import { openEncoder, StaticTableEncoder } from '@throughtrain/encoders';
import { LibraryFollower } from '@throughtrain/engine';
import {
  MatchSettings,
  ReadQueries,
  RequeueMatchRuns,
  RunMatch,
  ScoreRun,
  ScoreRunHere,
  RequeueShardScores,
  ScoreRunByShards,
  ScoreShard,
} from '@throughtrain/matching';
import type { QueueName } from '@throughtrain/contracts';
import { PersistenceModule } from '@throughtrain/persistence';
import { HealthModule, LoggingModule, ProbeCheck, Probes, type MatcherConfig } from '@throughtrain/platform';
import { QueueHealth, QueueModule, reconcilerProvider } from '@throughtrain/queue';
import { Encoder } from '@throughtrain/text';
import { DataSource } from 'typeorm';
import { EngineModule } from './engine.module';
import { MatchingProcessor } from './matching.processor';
import { ShardPresence } from './shard-presence';
import { shardProcessor } from './shard.processor';
import { shardsOf, ShardsModule } from './shards.module';
import { UnfinishedShardScores } from './unfinished-shard-scores';

import { UnfinishedMatchRuns } from './unfinished-match-runs';
import { UnfinishedPushes } from './unfinished-pushes';

/** The worker that ranks the library and sends each enterprise its part. */
@Module({})
export class MatcherModule {
  static forRoot(config: MatcherConfig): DynamicModule {
    const { count, served } = shardsOf(config);
    const ownShards = count === 1 ? [] : served;
    return {
      module: MatcherModule,
      imports: [
        LoggingModule.forRoot({ service: 'matcher', level: config.LOG_LEVEL }),
        PersistenceModule.forRoot(config),
        QueueModule.forRoot({ config, queues: ['matching', ...ownShards.map((shard): QueueName => `shard-${shard}`)] }),
        ShardsModule.forRoot(config),
        EngineModule.forRoot(config),
        HealthModule.forRoot({
          service: 'matcher',
          probes: { inject: [DataSource, QueueHealth, LibraryFollower, ShardPresence], useFactory: probes },
        }),
      ],
      providers: [
        ...useCases(config),
        MatchingProcessor,
        ...ownShards.map(shardProcessor),
        UnfinishedMatchRuns,
        UnfinishedShardScores,
        UnfinishedPushes,
        reconcilerProvider([UnfinishedMatchRuns, UnfinishedShardScores, UnfinishedPushes]),
      ],
    };
  }
}

function useCases(config: MatcherConfig): Provider[] {
  const leaseMs = config.LEASE_SECONDS * 1_000;
  return [
    ReadQueries,
    RunMatch,
    { provide: ScoreRun, useClass: config.ENGINE_SHARDS === 1 ? ScoreRunHere : ScoreRunByShards },
    ScoreShard,
    RequeueShardScores,
    RequeueMatchRuns,
    PushShortlist,
    RequeuePushes,
    { provide: MatchSettings, useFactory: () => new MatchSettings(leaseMs) },
    { provide: PushSettings, useFactory: () => new PushSettings(leaseMs, config.PUSH_NEEDS_AUTHORITY) },
    {
      provide: Encoder,
      useFactory: (table: StaticTableEncoder) =>
        openEncoder(config, table, (message) => new Logger('Encoder').warn(message)),
      inject: [StaticTableEncoder],
    },
  ];
}

function probes(database: DataSource, queue: QueueHealth, library: LibraryFollower, shards: ShardPresence): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(
    checks,
    () => queue.counts(),
    () => ({ library: library.state, ...shards.details }),
  );
}
