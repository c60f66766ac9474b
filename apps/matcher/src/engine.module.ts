import { availableParallelism } from 'node:os';
import { Module, type DynamicModule } from '@nestjs/common';
import { openShippedNearTerms, openShippedTable, StaticTableEncoder } from '@throughtrain/encoders';
import {
  IndexedLibraryScorer,
  LibraryFollower,
  LibraryHome,
  LibraryIndexer,
  LibrarySnapshots,
  ScoringThreads,
  StatisticsSource,
} from '@throughtrain/engine';
import { CurrentLibrary, LibraryFeed, LibraryScorer, LibraryShards } from '@throughtrain/matching';
import type { MatcherConfig } from '@throughtrain/platform';
import { ofInstallation } from '@throughtrain/platform/installation';
import { ScorerListener } from '@throughtrain/remote-scorer';

/** Token of the threads that score for single questions. */
class QuestionThreads extends ScoringThreads {}

/** The library in memory, what keeps it there, and what scores it. */
@Module({})
export class EngineModule {
  static forRoot(config: MatcherConfig): DynamicModule {
    const threads = config.ENGINE_THREADS ?? availableParallelism();
    return {
      module: EngineModule,
      global: true,
      providers: [
        { provide: StaticTableEncoder, useFactory: openShippedTable },
        {
          provide: StatisticsSource,
          useFactory: () => new StatisticsSource(ofInstallation('models/corpus-statistics')),
        },
        { provide: ScoringThreads, useFactory: () => new ScoringThreads(threads) },
        {
          provide: LibraryHome,
          useFactory: (current: CurrentLibrary, feed: LibraryFeed, shards: LibraryShards) =>
            new LibraryHome(current, snapshotsOf(config, feed, shards)),
          inject: [CurrentLibrary, LibraryFeed, LibraryShards],
        },
        {
          provide: LibraryIndexer,
          useFactory: (feed: LibraryFeed, home: LibraryHome, shards: LibraryShards) =>
            new LibraryIndexer(feed, undefined, home, shards),
          inject: [LibraryFeed, LibraryHome, LibraryShards],
        },
        {
          provide: LibraryFollower,
          useFactory: (library: LibraryIndexer, home: LibraryHome) => new LibraryFollower(library, home),
          inject: [LibraryIndexer, LibraryHome],
        },
        {
          provide: LibraryScorer,
          useFactory: async (
            feed: LibraryFeed,
            library: LibraryIndexer,
            statistics: StatisticsSource,
            threads: ScoringThreads,
            table: StaticTableEncoder,
          ) =>
            new IndexedLibraryScorer(feed, library, statistics, threads, {
              nearTerms: await openShippedNearTerms(table),
              vectors: table.vectors,
            }),
          inject: [LibraryFeed, LibraryIndexer, StatisticsSource, ScoringThreads, StaticTableEncoder],
        },
        // Threads of their own, so that a question does not wait for the end of a run; the library is one.
        { provide: QuestionThreads, useFactory: () => new QuestionThreads(threads) },
        {
          provide: ScorerListener,
          useFactory: (scorer: IndexedLibraryScorer, own: QuestionThreads, shards: LibraryShards) =>
            new ScorerListener(scorer.on(own), {
              shards,
              host: config.MATCHER_SCORER_HOST,
              port: config.MATCHER_SCORER_PORT,
              secret: config.SCORER_SECRET,
            }),
          inject: [LibraryScorer, QuestionThreads, LibraryShards],
        },
      ],
      exports: [StaticTableEncoder, StatisticsSource, LibraryFollower, LibraryScorer],
    };
  }
}

function snapshotsOf(
  { ENGINE_SNAPSHOT_DIR: folder }: MatcherConfig,
  feed: LibraryFeed,
  { count, served, isWhole }: LibraryShards,
): LibrarySnapshots | undefined {
  if (folder === undefined) return undefined;
  return new LibrarySnapshots(feed, { folder, ...(!isWhole && { scope: `${served.join('-')}.of.${count}` }) });
}
