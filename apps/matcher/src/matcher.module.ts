import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PushSettings, PushShortlist, RequeuePushes } from '@throughtrain/engagement';
import { openEncoder, StaticTableEncoder } from '@throughtrain/encoders';
import { LibraryFollower } from '@throughtrain/engine';
import { MatchSettings, ReadQueries, RequeueMatchRuns, RunMatch, ScoreRun, ScoreRunHere } from '@throughtrain/matching';
import { PersistenceModule } from '@throughtrain/persistence';
import { HealthModule, LoggingModule, ProbeCheck, Probes, type MatcherConfig } from '@throughtrain/platform';
import { QueueHealth, QueueModule, reconcilerProvider } from '@throughtrain/queue';
import { Encoder } from '@throughtrain/text';
import { DataSource } from 'typeorm';
import { EngineModule } from './engine.module';
import { MatchingProcessor } from './matching.processor';

import { UnfinishedMatchRuns } from './unfinished-match-runs';
import { UnfinishedPushes } from './unfinished-pushes';

/** The worker that ranks the library and sends each enterprise its part. */
@Module({})
export class MatcherModule {
  static forRoot(config: MatcherConfig): DynamicModule {
    return {
      module: MatcherModule,
      imports: [
        LoggingModule.forRoot({ service: 'matcher', level: config.LOG_LEVEL }),
        PersistenceModule.forRoot(config),
        QueueModule.forRoot({ config, queues: ['matching'] }),
        EngineModule.forRoot(config),
        HealthModule.forRoot({
          service: 'matcher',
          probes: { inject: [DataSource, QueueHealth, LibraryFollower], useFactory: probes },
        }),
      ],
      providers: [
        ...useCases(config),
        MatchingProcessor,
        UnfinishedMatchRuns,
        UnfinishedPushes,
        reconcilerProvider([UnfinishedMatchRuns, UnfinishedPushes]),
      ],
    };
  }
}

function useCases(config: MatcherConfig): Provider[] {
  const leaseMs = config.LEASE_SECONDS * 1_000;
  return [
    ReadQueries,
    RunMatch,
    { provide: ScoreRun, useClass: ScoreRunHere },
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

function probes(database: DataSource, queue: QueueHealth, library: LibraryFollower): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(
    checks,
    () => queue.counts(),
    () => ({ library: library.state }),
  );
}
