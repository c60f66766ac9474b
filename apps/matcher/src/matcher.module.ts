import { availableParallelism } from 'node:os';
import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PushSettings, PushShortlist, RequeuePushes } from '@throughtrain/engagement';
import { openEncoder, openShippedNearTerms, openShippedTable, StaticTableEncoder } from '@throughtrain/encoders';
import { IndexedLibraryScorer, LibraryIndexer, ScoringThreads, StatisticsSource } from '@throughtrain/engine';
import {
  LibraryFeed,
  LibraryScorer,
  MatchSettings,
  ReadQueries,
  RequeueMatchRuns,
  RunMatch,
} from '@throughtrain/matching';
import { PersistenceModule } from '@throughtrain/persistence';
import { HealthModule, LoggingModule, ProbeCheck, Probes, type MatcherConfig } from '@throughtrain/platform';
import { ofInstallation } from '@throughtrain/platform/installation';
import { QueueHealth, QueueModule, reconcilerProvider } from '@throughtrain/queue';
import { ScorerListener } from '@throughtrain/remote-scorer';
import { Encoder } from '@throughtrain/text';
import { DataSource } from 'typeorm';
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
        HealthModule.forRoot({ service: 'matcher', probes: { inject: [DataSource, QueueHealth], useFactory: probes } }),
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
  const threads = config.ENGINE_THREADS ?? availableParallelism();
  return [
    ReadQueries,
    RunMatch,
    RequeueMatchRuns,
    PushShortlist,
    RequeuePushes,
    { provide: MatchSettings, useFactory: () => new MatchSettings(leaseMs) },
    { provide: PushSettings, useFactory: () => new PushSettings(leaseMs, config.PUSH_NEEDS_AUTHORITY) },
    { provide: StaticTableEncoder, useFactory: openShippedTable },
    {
      provide: Encoder,
      useFactory: (table: StaticTableEncoder) =>
        openEncoder(config, table, (message) => new Logger('Encoder').warn(message)),
      inject: [StaticTableEncoder],
    },
    { provide: StatisticsSource, useFactory: () => new StatisticsSource(ofInstallation('models/corpus-statistics')) },
    {
      provide: LibraryScorer,
      useFactory: async (feed: LibraryFeed, statistics: StatisticsSource, table: StaticTableEncoder) =>
        new IndexedLibraryScorer(feed, new LibraryIndexer(feed), statistics, new ScoringThreads(threads), {
          nearTerms: await openShippedNearTerms(table),
          vectors: table.vectors,
        }),
      inject: [LibraryFeed, StatisticsSource, StaticTableEncoder],
    },
    {
      provide: ScorerListener,
      useFactory: (scorer: IndexedLibraryScorer) =>
        // Threads of its own, so that a question does not wait for the end of a run; the library is one.
        new ScorerListener(scorer.on(new ScoringThreads(threads)), {
          host: config.MATCHER_SCORER_HOST,
          port: config.MATCHER_SCORER_PORT,
          secret: config.SCORER_SECRET,
        }),
      inject: [LibraryScorer],
    },
  ];
}

function probes(database: DataSource, queue: QueueHealth): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(checks, () => queue.counts());
}
