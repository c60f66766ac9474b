import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pushShortlist, runMatch } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { PersistenceModule } from '@throughtrain/persistence';
import type { ConnectionConfig } from '@throughtrain/platform';
import { handle, Processor, QueueModule, QueueProcessor } from '@throughtrain/queue';

/** What the measured process is told. */
export interface QueueInput {
  readonly databaseUrl: string;
  /** Absent: the queue is in PostgreSQL. */
  readonly redisUrl?: string;
  readonly jobs: number;
}

/** Of one transaction, as an operator's click leaves one or a few. */
const jobsPerTransaction = 10;

/** Counts what it is given. */
@Injectable()
@Processor('matching')
class CountingProcessor extends QueueProcessor {
  left = 0;
  finish: () => void = () => undefined;

  protected readonly handlers = [handle(runMatch, () => this.count()), handle(pushShortlist, () => this.count())];

  private count(): Promise<void> {
    this.left -= 1;
    if (this.left === 0) this.finish();
    return Promise.resolve();
  }
}

/** Leaves jobs in the outbox and waits until each was handled. @returns jobs a second */
async function main({ databaseUrl, redisUrl, jobs }: QueueInput): Promise<number> {
  const config: ConnectionConfig = {
    ...{ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 5, QUEUE_PREFIX: 'bench', LOG_LEVEL: 'silent' },
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
  @Module({
    imports: [PersistenceModule.forRoot(config), QueueModule.forRoot({ config, queues: ['matching'] })],
    providers: [CountingProcessor],
  })
  class QueueBenchModule {}
  const app = await NestFactory.createApplicationContext(QueueBenchModule, { logger: ['error'], abortOnError: false });
  await app.init();
  try {
    const processor = app.get(CountingProcessor);
    processor.left = jobs;
    const finished = new Promise<void>((resolve) => (processor.finish = resolve));
    const [uow, outbox] = [app.get(UnitOfWork), app.get(Outbox)];
    const startedMs = performance.now();
    for (let left = jobs; left > 0; left -= jobsPerTransaction)
      await uow.run(async () => {
        for (let at = 0; at < Math.min(left, jobsPerTransaction); at += 1)
          await outbox.add(runMatch, { matchRunId: randomUUID() });
      });
    await finished;
    return (jobs / (performance.now() - startedMs)) * 1_000;
  } finally {
    await app.close();
  }
}

main(JSON.parse(process.argv[2] ?? '') as QueueInput).then(
  (jobsPerSecond) => process.send?.(jobsPerSecond, () => process.disconnect()),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
