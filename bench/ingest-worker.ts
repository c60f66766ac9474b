import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BatchStore,
  BatchWriter,
  ContactFiling,
  FileBatches,
  FilePlanner,
  FinishImport,
  ImportRepository,
  ImportSettings,
  newApiKey,
  PrincipalRepository,
  RequestDuplicateSearch,
  RequestImport,
  RowReader,
  RunImport,
  SuggestDomains,
} from '@throughtrain/ingestion';
import { openShippedTable, StaticTableEncoder, ThreadedAnalyser } from '@throughtrain/encoders';
import { PersistenceModule } from '@throughtrain/persistence';
import { SecretBox } from '@throughtrain/platform';
import { CodeClassifier } from '@throughtrain/ranking';
import { FileRowReader } from '@throughtrain/tabular';
import { Analyser, Encoder } from '@throughtrain/text';

/** What the importing process is told. */
export interface IngestInput {
  readonly databaseUrl: string;
  readonly file: string;
  readonly projects: number;
}

/** What it measured. */
export interface IngestResult {
  /** From the first byte until the bytes are staged. */
  readonly stagedMs: number;
  /** From the first byte until the import has ended. */
  readonly importMs: number;
  readonly peakRssBytes: number;
}

const leaseMs = 60_000;
const maxBytes = 2 ** 31;

/** Imports a file as the API and the ingest worker do, in a process of its own, so that its memory is that of an import. */
async function main({ databaseUrl, file, projects }: IngestInput): Promise<IngestResult> {
  @Module({
    imports: [
      PersistenceModule.forRoot({
        DATABASE_URL: databaseUrl,
        DATABASE_POOL_SIZE: 5,
        DATA_KEY: SecretBox.newKey(),
      }),
    ],
    providers: [
      BatchStore,
      BatchWriter,
      ContactFiling,
      { provide: Analyser, useFactory: () => new ThreadedAnalyser({ encodes: true }) },
      { provide: StaticTableEncoder, useFactory: openShippedTable },
      { provide: Encoder, useExisting: StaticTableEncoder },
      SuggestDomains,
      {
        provide: CodeClassifier,
        inject: [StaticTableEncoder],
        useFactory: (table: StaticTableEncoder) => new CodeClassifier(table),
      },
      FileBatches,
      FilePlanner,
      FinishImport,
      RequestDuplicateSearch,
      RequestImport,
      RunImport,
      { provide: ImportSettings, useFactory: () => new ImportSettings(leaseMs) },
      { provide: RowReader, useFactory: () => new FileRowReader({ maxExpandedBytes: maxBytes }) },
    ],
  })
  class IngestBenchModule {}
  const app = await NestFactory.createApplicationContext(IngestBenchModule, { logger: ['error'], abortOnError: false });
  try {
    const { hash, hint } = newApiKey();
    const roles = ['agency'] as const;
    const organisation = { name: '测速机构', kind: 'agency' } as const;
    const ids = await app
      .get(PrincipalRepository)
      .register({ organisation, name: 'bench', roles, keyHash: hash, keyHint: hint });
    const scope = { ...ids, roles };
    const startedMs = performance.now();
    const importId = await app.get(RequestImport).execute(scope, 'projects', createReadStream(file), maxBytes);
    const stagedMs = performance.now() - startedMs;
    await app.get(RunImport).execute({ importId });
    const importMs = performance.now() - startedMs;
    const { state, counts, levels } = await app.get(ImportRepository).report(scope, importId);
    if (state !== 'completed' || counts.created + counts.quarantined !== projects || levels.storable > 0)
      throw new Error(`not all of it became matchable: ${JSON.stringify({ state, counts, levels })}`);
    return { stagedMs, importMs, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await app.close();
  }
}

main(JSON.parse(process.argv[2] ?? '') as IngestInput)
  .then((result) => process.send?.(result))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
