import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  BatchStore,
  BatchWriter,
  ContactFiling,
  EncodeLibrary,
  EnqueueDueFeeds,
  EraseEndedContacts,
  FeedFetcher,
  FeedSettings,
  FetchFeed,
  FileBatches,
  FilePlanner,
  ImportSettings,
  RequestContactErasure,
  FindDuplicates,
  FinishImport,
  RequestDuplicateSearch,
  RequestEncoding,
  RequestImport,
  RequeueDuplicateSearches,
  RequeueImports,
  RetentionSettings,
  RowReader,
  RunImport,
  SuggestDomains,
} from '@throughtrain/ingestion';
import { openEncoder, openShippedTable, StaticTableEncoder, ThreadedAnalyser } from '@throughtrain/encoders';
import { PersistenceModule } from '@throughtrain/persistence';
import { HealthModule, LoggingModule, ProbeCheck, Probes, type IngestConfig } from '@throughtrain/platform';
import { QueueHealth, QueueModule, reconcilerProvider } from '@throughtrain/queue';
import { CodeClassifier } from '@throughtrain/ranking';
import { FileRowReader } from '@throughtrain/tabular';
import { Analyser, Encoder } from '@throughtrain/text';
import { DataSource } from 'typeorm';
import { EndedContacts } from './ended-contacts';
import { ImportFileProcessor } from './import-file.processor';
import { DueFeeds } from './due-feeds';
import { HttpFeedFetcher } from './http-feed-fetcher';
import { UnfinishedDuplicateSearches } from './unfinished-duplicate-searches';
import { UnfinishedEncodings } from './unfinished-encodings';
import { UnfinishedImports } from './unfinished-imports';

const megabyte = 1_048_576;
/** An address that says nothing for the first time, or goes on for the second, is given up. */
const feedTimes = { silenceMs: 30_000, totalMs: 15 * 60_000 } as const;

/** The worker that reads uploads into the library. */
@Module({})
export class IngestModule {
  static forRoot(config: IngestConfig): DynamicModule {
    return {
      module: IngestModule,
      imports: [
        LoggingModule.forRoot({ service: 'ingest', level: config.LOG_LEVEL }),
        PersistenceModule.forRoot(config),
        QueueModule.forRoot({ config, queues: ['ingest'] }),
        HealthModule.forRoot({ service: 'ingest', probes: { inject: [DataSource, QueueHealth], useFactory: probes } }),
      ],
      providers: [
        RunImport,
        BatchStore,
        ContactFiling,
        BatchWriter,
        FileBatches,
        FilePlanner,
        EncodeLibrary,
        RequestEncoding,
        SuggestDomains,
        ...textModels(config),
        RequeueImports,
        EraseEndedContacts,
        RequestContactErasure,
        { provide: RetentionSettings, useFactory: () => new RetentionSettings(config.CONTACT_RETENTION_DAYS) },
        FindDuplicates,
        FinishImport,
        RequestDuplicateSearch,
        RequeueDuplicateSearches,
        { provide: ImportSettings, useFactory: () => new ImportSettings(config.LEASE_SECONDS * 1_000) },
        {
          provide: RowReader,
          useFactory: () => new FileRowReader({ maxExpandedBytes: config.IMPORT_MAX_EXPANDED_MB * megabyte }),
        },
        ...feeds(config),
        ImportFileProcessor,
        UnfinishedImports,
        EndedContacts,
        UnfinishedDuplicateSearches,
        UnfinishedEncodings,
        reconcilerProvider([
          UnfinishedEncodings,
          UnfinishedImports,
          UnfinishedDuplicateSearches,
          DueFeeds,
          EndedContacts,
        ]),
      ],
    };
  }
}

function textModels(config: IngestConfig): Provider[] {
  const warn = (message: string): void => new Logger('Encoder').warn(message);
  return [
    { provide: StaticTableEncoder, useFactory: openShippedTable },
    {
      provide: Encoder,
      inject: [StaticTableEncoder],
      useFactory: (table: StaticTableEncoder) => openEncoder(config, table, warn),
    },
    {
      provide: Analyser,
      inject: [Encoder, StaticTableEncoder],
      useFactory: (encoder: Encoder, table: StaticTableEncoder) =>
        new ThreadedAnalyser({ encodes: encoder.version === table.version }),
    },
    {
      provide: CodeClassifier,
      inject: [StaticTableEncoder],
      useFactory: (table: StaticTableEncoder) => new CodeClassifier(table),
    },
  ];
}

function feeds(config: IngestConfig): Provider[] {
  const settings = new FeedSettings(config.LEASE_SECONDS * 1_000, config.MAX_UPLOAD_MB * megabyte);
  const fetcher = new HttpFeedFetcher({ allowedHosts: hostsOf(config.FEED_ALLOW_HOSTS), ...feedTimes });
  return [
    RequestImport,
    FetchFeed,
    EnqueueDueFeeds,
    DueFeeds,
    { provide: FeedSettings, useValue: settings },
    { provide: FeedFetcher, useValue: fetcher },
  ];
}

/** Hosts of a list with commas, in lower case. */
function hostsOf(list: string): readonly string[] {
  const hosts = list.split(',').map((host) => host.trim().toLowerCase());
  return hosts.filter((host) => host !== '');
}

function probes(database: DataSource, queue: QueueHealth): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(checks, () => queue.counts());
}
