import { randomUUID } from 'node:crypto';
import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, Module, type INestApplicationContext, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { encodeLibrary, eraseContacts, fetchFeed, findDuplicates, importFile } from '@throughtrain/contracts';
import type { ConnectionConfig } from '@throughtrain/platform';
import {
  handle,
  Processor,
  QueueHealth,
  QueueModule,
  QueueProcessor,
  reconcilerProvider,
  UnfinishedWork,
  type JobAttempt,
  type QueueCounts,
} from '@throughtrain/queue';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { DataSource, type EntityManager } from 'typeorm';
import { TcpGate } from './tcp-gate';

type Behaviour = (importId: string, attempt: JobAttempt) => Promise<void>;
const succeed: Behaviour = () => Promise.resolve();
const nothing = (): Promise<void> => Promise.resolve();

/** A logger that keeps its lines. */
class LogLines implements LoggerService {
  readonly lines: string[] = [];
  readonly log = this.keep.bind(this);
  readonly warn = this.keep.bind(this);
  readonly error = this.keep.bind(this);

  private keep(...parts: unknown[]): void {
    this.lines.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  }
}

/** One process of the bench: relay and health, and a worker with a reconciler when it has a script. */
export class BenchProcess {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly onClose: () => void,
  ) {}

  get health(): QueueHealth {
    return this.app.get(QueueHealth);
  }

  async counts(): Promise<QueueCounts> {
    const counts = (await this.health.counts())?.[0];
    if (!counts) throw new Error('The queue does not answer');
    return counts;
  }

  /** How many jobs that ended well the queue still holds. */
  kept(): Promise<number> {
    return this.app.get<Queue>(getQueueToken(importFile.queue)).getCompletedCount();
  }

  /** Ends the worker without a word to the queue about its running jobs, as a kill would. */
  async crashWorker(): Promise<void> {
    await this.app.get(ScriptedProcessor).worker.close(true);
  }

  async close(): Promise<void> {
    this.onClose();
    await this.app.close();
  }
}

/** A database with an outbox, a queue of its own, and any number of processes on them. */
export class Bench {
  readonly unfinished = new Set<string>();
  readonly attempts: { importId: string; number: number }[] = [];
  private readonly processes = new Set<BenchProcess>();
  private readonly prefix = `t${randomUUID().slice(0, 8)}`;
  private readonly logger = new LogLines();

  private constructor(
    private readonly databaseUrl: string,
    private readonly redisUrl: string | undefined,
    private readonly gate: TcpGate | undefined,
    private readonly dataSource: DataSource,
  ) {}

  static async open(databaseUrl: string, redisUrl: string | undefined): Promise<Bench> {
    const dataSource = new DataSource({ type: 'postgres', url: databaseUrl });
    await dataSource.initialize();
    const gate = redisUrl === undefined ? undefined : new TcpGate(new URL(redisUrl));
    await gate?.open();
    return new Bench(databaseUrl, redisUrl, gate, dataSource);
  }

  async close(): Promise<void> {
    for (const process of [...this.processes]) await process.close();
    await this.dataSource.destroy();
    await this.gate?.shut();
    if (this.redisUrl !== undefined) await this.loseQueue();
  }

  /** Lines logged by the processes that hold the text. */
  logged(text: string): string[] {
    return this.logger.lines.filter((line) => line.includes(text));
  }

  startRelay(): Promise<BenchProcess> {
    return this.start(this.config(), undefined);
  }

  startWorker(run: Behaviour = succeed): Promise<BenchProcess> {
    return this.start(this.config(), async (importId, attempt) => {
      this.attempts.push({ importId, number: attempt.number });
      await run(importId, attempt);
    });
  }

  /** Breaks the way to the queue: connections to Redis, or the schema in PostgreSQL. */
  async takeQueueAway(): Promise<void> {
    if (this.gate) await this.gate.shut();
    else await this.sql('alter schema queue rename to elsewhere');
  }

  async bringQueueBack(): Promise<void> {
    if (this.gate) await this.gate.open();
    else await this.sql('alter schema elsewhere rename to queue');
  }

  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Leaves a job as the outbox adapter does. */
  async leave(
    manager: EntityManager,
    job: { queue: string; name: string },
    key: string,
    payload: object,
  ): Promise<void> {
    await manager.query('insert into outbox (queue, name, key, payload) values ($1, $2, $3, $4)', [
      job.queue,
      job.name,
      key,
      payload,
    ]);
    await manager.query(`select pg_notify('outbox', '')`);
  }

  /** Leaves an import job in a transaction of its own and returns the id it is about. */
  async leaveImport(importId: string = randomUUID()): Promise<string> {
    await this.transaction((manager) => this.leave(manager, importFile, importFile.key({ importId }), { importId }));
    return importId;
  }

  /** Numbers of the attempts at one import, in the order of their starts. */
  attemptsOf(importId: string): number[] {
    return this.attempts.filter((attempt) => attempt.importId === importId).map((attempt) => attempt.number);
  }

  async pending(): Promise<number> {
    return (await this.sql('select 1 from outbox where relayed_at is null')).length;
  }

  async setAside(): Promise<number> {
    return (await this.sql(`select 1 from outbox where relayed_at = 'infinity'`)).length;
  }

  async sql(text: string, values: unknown[] = []): Promise<unknown[]> {
    return this.dataSource.query<unknown[]>(text, values);
  }

  /** Loses all that the queue holds: every key of the prefix, or every row of its schema. */
  async loseQueue(): Promise<void> {
    if (this.redisUrl !== undefined) {
      const redis = new Redis(this.redisUrl);
      const keys = await redis.keys(`${this.prefix}:*`);
      if (keys.length > 0) await redis.del(keys);
      await redis.quit();
      return;
    }
    // All but the list of BullMQ's migrations, which says what the tables look like and is no content of the queue.
    const tables = (await this.sql(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'queue' and tablename <> 'migration'`,
    )) as { name: string }[];
    await this.sql(`truncate ${tables.map((table) => table.name).join(', ')}`);
  }

  private config(): ConnectionConfig {
    return {
      DATABASE_URL: this.databaseUrl,
      DATABASE_POOL_SIZE: 5,
      QUEUE_PREFIX: this.prefix,
      LOG_LEVEL: 'silent',
      ...(this.gate && { REDIS_URL: this.gate.url }),
    };
  }

  private async start(config: ConnectionConfig, behaviour: Behaviour | undefined): Promise<BenchProcess> {
    const worker = [
      { provide: Bench, useValue: this },
      { provide: Script, useValue: new Script(behaviour ?? succeed) },
      ScriptedProcessor,
      UnfinishedImports,
      reconcilerProvider([UnfinishedImports]),
    ];
    const app = await NestFactory.createApplicationContext(
      {
        module: ProcessModule,
        imports: [
          TypeOrmModule.forRoot({ type: 'postgres', url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE }),
          QueueModule.forRoot({ config, queues: ['ingest'] }),
        ],
        providers: behaviour ? worker : [],
      },
      { logger: this.logger, abortOnError: false },
    );
    const process = new BenchProcess(app, () => this.processes.delete(process));
    this.processes.add(process);
    return process;
  }
}

/** What the handler of one process does; given to its processor. */
class Script {
  constructor(readonly run: Behaviour) {}
}

@Injectable()
@Processor('ingest', { lockMs: 1_000, stalledCheckMs: 500 })
class ScriptedProcessor extends QueueProcessor {
  protected readonly handlers = [
    handle(importFile, (payload, attempt) => this.script.run(payload.importId, attempt)),
    // The other jobs of the queue, which nobody leaves here.
    handle(fetchFeed, nothing),
    handle(findDuplicates, nothing),
    handle(eraseContacts, nothing),
    handle(encodeLibrary, nothing),
  ];

  constructor(private readonly script: Script) {
    super();
  }
}

@Injectable()
class UnfinishedImports extends UnfinishedWork {
  readonly name = 'imports';

  constructor(private readonly bench: Bench) {
    super();
  }

  async requeueAbandoned(): Promise<number> {
    const found = [...this.bench.unfinished];
    this.bench.unfinished.clear();
    for (const importId of found) await this.bench.leaveImport(importId);
    return found.length;
  }
}

@Module({})
class ProcessModule {}
