import { Module, type DynamicModule } from '@nestjs/common';
import {
  BatchStore,
  FindDuplicates,
  ImportSettings,
  RequestDuplicateSearch,
  RequeueDuplicateSearches,
  RequeueImports,
  RowReader,
  RunImport,
} from '@throughtrain/ingestion';
import { PersistenceModule } from '@throughtrain/persistence';
import { HealthModule, LoggingModule, ProbeCheck, Probes, type IngestConfig } from '@throughtrain/platform';
import { QueueHealth, QueueModule, reconcilerProvider } from '@throughtrain/queue';
import { NdjsonRowReader } from '@throughtrain/tabular';
import { DataSource } from 'typeorm';
import { ImportFileProcessor } from './import-file.processor';
import { UnfinishedDuplicateSearches } from './unfinished-duplicate-searches';
import { UnfinishedImports } from './unfinished-imports';

const megabyte = 1_048_576;

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
        RequeueImports,
        FindDuplicates,
        RequestDuplicateSearch,
        RequeueDuplicateSearches,
        { provide: ImportSettings, useFactory: () => new ImportSettings(config.LEASE_SECONDS * 1_000) },
        { provide: RowReader, useFactory: () => new NdjsonRowReader(config.IMPORT_MAX_EXPANDED_MB * megabyte) },
        ImportFileProcessor,
        UnfinishedImports,
        UnfinishedDuplicateSearches,
        reconcilerProvider([UnfinishedImports, UnfinishedDuplicateSearches]),
      ],
    };
  }
}

function probes(database: DataSource, queue: QueueHealth): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(checks, () => queue.counts());
}
