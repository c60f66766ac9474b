import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ImportKind, JobDefinition } from '@throughtrain/contracts';
import { Clock, Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  BatchStore,
  BatchWriter,
  ContactFiling,
  EncodeLibrary,
  FileBatches,
  FilePlanner,
  FindDuplicates,
  FinishImport,
  ImportRepository,
  ImportSettings,
  newApiKey,
  PrincipalRepository,
  RequestDuplicateSearch,
  RequestEncoding,
  RequestImport,
  RowReader,
  RunImport,
  SuggestDomains,
} from '@throughtrain/ingestion';
import {
  CreateRoadshow,
  EnrolEnterprises,
  PinRunInput,
  RequestMatchRun,
  type MatchRun,
  type RoadshowContent,
} from '@throughtrain/matching';
import { FreezeShortlist } from '@throughtrain/engagement';
import { PersistenceModule } from '@throughtrain/persistence';
import { Metrics, SecretBox } from '@throughtrain/platform';
import type { QueueProcessor } from '@throughtrain/queue';
import { CodeClassifier } from '@throughtrain/ranking';
import { FileRowReader } from '@throughtrain/tabular';
import {
  createTestDatabase,
  demandRow,
  enterpriseRow,
  FakeEncoder,
  InlineAnalyser,
  ndjson,
  projectRow,
  silentClassifier,
  type TestDatabase,
} from '@throughtrain/testing';
import { Analyser, Encoder } from '@throughtrain/text';
import { DataSource } from 'typeorm';

/** Long enough that a lease never ends by itself in a test; `endLeases` stands for the time that passes. */
export const leaseMs = 600_000;
const megabyte = 1_048_576;
/** The key of everything that a bench encrypts; an app that works on its database needs it too. */
export const benchKey = SecretBox.newKey();

export const roadshow: Omit<RoadshowContent, 'domains'> = {
  industryDomains: ['新能源产业'],
  month: '2026-12',
  place: '成都',
  scale: 200,
  approach: '以需求为导向对接',
  brief: '固态锂电池电解质',
  guarantee: '提供场地',
  shortlistSize: 80,
  pickCount: 10,
};

/** Real repositories on a database of its own, without a queue: tests hand jobs to the processors themselves. */
export class WorkerBench {
  private constructor(
    private readonly database: TestDatabase,
    readonly app: INestApplicationContext,
  ) {}

  static async open(): Promise<WorkerBench> {
    const database = await createTestDatabase();
    @Module({
      imports: [PersistenceModule.forRoot({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 5, DATA_KEY: benchKey })],
      providers: [
        BatchStore,
        BatchWriter,
        ContactFiling,
        EncodeLibrary,
        FileBatches,
        FilePlanner,
        FindDuplicates,
        FinishImport,
        RequestDuplicateSearch,
        RequestEncoding,
        RunImport,
        RequestImport,
        CreateRoadshow,
        EnrolEnterprises,
        PinRunInput,
        RequestMatchRun,
        FreezeShortlist,
        { provide: ImportSettings, useFactory: () => new ImportSettings(leaseMs) },
        { provide: Analyser, useClass: InlineAnalyser },
        { provide: Encoder, useFactory: () => new FakeEncoder() },
        SuggestDomains,
        { provide: CodeClassifier, useValue: silentClassifier },
        { provide: RowReader, useFactory: () => new FileRowReader({ maxExpandedBytes: megabyte }) },
      ],
    })
    class BenchModule {}
    return new WorkerBench(database, await NestFactory.createApplicationContext(BenchModule, { logger: false }));
  }

  get url(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  /** The rows of a query. */
  sql<Row>(query: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.app.get(DataSource).query<Row[]>(query, [...parameters]);
  }

  /** Lets the time of all leases pass. */
  async endLeases(
    table: 'import' | 'duplicate_search' | 'encoding' | 'match_run' | 'shard_score' | 'shortlist',
  ): Promise<void> {
    await this.sql(`update ${table} set lease_until = now() - interval '1 second' where lease_until is not null`);
  }

  async principal(role: 'host' | 'agency'): Promise<Scope> {
    const { hash, hint } = newApiKey();
    const organisation = { name: `${role} ${hint}`, kind: role } as const;
    const roles = [role] as const;
    const ids = await this.app
      .get(PrincipalRepository)
      .register({ organisation, name: role, roles, keyHash: hash, keyHint: hint });
    return { ...ids, roles };
  }

  requestImport(scope: Scope, kind: ImportKind, rows: readonly unknown[]): Promise<string> {
    async function* bytes(): AsyncGenerator<Buffer> {
      yield ndjson(rows);
    }
    return this.app.get(RequestImport).execute(scope, kind, bytes(), megabyte);
  }

  /** Imports rows to the end. @throws Error when one is refused */
  async import(scope: Scope, kind: ImportKind, rows: readonly unknown[]): Promise<void> {
    const importId = await this.requestImport(scope, kind, rows);
    await this.app.get(RunImport).execute({ importId });
    const { state, counts } = await this.app.get(ImportRepository).report(scope, importId);
    if (state !== 'completed' || counts.refused > 0)
      throw new Error(`The fixture was refused: ${JSON.stringify(counts)}`);
  }

  /** A library of 30 projects, 4 enterprises with two demands each, a roadshow with all of them and a queued run. */
  async requestRun(): Promise<{ readonly host: Scope; readonly run: MatchRun }> {
    const [agency, host] = [await this.principal('agency'), await this.principal('host')];
    const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
    await this.import(
      agency,
      'projects',
      numbers(30).map((number) => projectRow(number)),
    );
    await this.import(
      host,
      'enterprises',
      numbers(4).map((number) => enterpriseRow(number)),
    );
    await this.import(
      host,
      'demands',
      numbers(8).map((number) => demandRow(number, number % 4)),
    );
    const { id } = await this.app.get(CreateRoadshow).execute(host, roadshow);
    await this.app.get(EnrolEnterprises).execute(
      host,
      id,
      numbers(4).map((number) => `E-${number}`),
    );
    return { host, run: await this.app.get(RequestMatchRun).execute(host, id) };
  }

  get uow(): UnitOfWork {
    return this.app.get(UnitOfWork);
  }

  get outbox(): Outbox {
    return this.app.get(Outbox);
  }

  get clock(): Clock {
    return this.app.get(Clock);
  }
}

/** Metrics that nobody reads. */
export const noMetrics = (): Metrics => new Metrics('test', async () => undefined);

/** Hands a job to a processor as the queue would, first attempt. */
export async function work<Name extends string, Payload>(
  processor: QueueProcessor,
  job: JobDefinition<Name, Payload>,
  payload: Payload,
): Promise<void> {
  const taken = {
    id: `${job.key(payload)}.g1`,
    name: job.name,
    data: payload,
    attemptsMade: 0,
    opts: { attempts: job.attempts },
  };
  await processor.process(taken as unknown as Parameters<QueueProcessor['process']>[0]);
}
