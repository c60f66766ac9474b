import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { jobs } from '@throughtrain/contracts';
import { DataSource } from 'typeorm';
import { reasonOf } from './outage-log';
import { OutboxListener } from './outbox-listener';
import { OutboxRepository, type OutboxRow } from './outbox.repository';
import { Queues, type QueuedJob } from './queues';
import { WakeUp } from './wake-up';

const batchSize = 100;
const pollMs = 1_000;
const tidyMs = 15_000;
const longestBackoffMs = 30_000;

/**
 * Moves committed outbox rows into the queue. Each process runs one; they share the rows by skipping locked ones.
 * The id of the row is the generation in the job id: adding the same piece of work again makes a new job, relaying the
 * same row again (a crash between add and commit) is swallowed by the queue.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly outbox: OutboxRepository;
  private readonly ownJobs: readonly (typeof jobs)[number][];
  private readonly news = new WakeUp();
  private readonly stopping = new WakeUp();
  private stopped = false;
  private failures = 0;
  private tidyAtMs = 0;
  private running: Promise<void> | undefined;

  constructor(
    dataSource: DataSource,
    private readonly queues: Queues,
    private readonly listener: OutboxListener,
  ) {
    this.outbox = new OutboxRepository(dataSource);
    this.ownJobs = jobs.filter((job) => queues.names.includes(job.queue));
  }

  onApplicationBootstrap(): void {
    this.listener.start(() => {
      this.news.ring();
    });
    this.running ??= this.run();
  }

  /** Ends after the batch in flight; runs before the connections of the process are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopping.ring();
    this.news.ring();
    await this.listener.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        const relayed = await this.step();
        if (this.failures > 0) this.logger.log('Outbox rows are relayed again');
        this.failures = 0;
        if (relayed < batchSize) await this.news.sleep(pollMs);
      } catch (error) {
        if (this.failures === 0) this.logger.error(`Outbox rows wait and are tried again: ${reasonOf(error)}`);
        this.failures += 1;
        // Not woken by news: notices would turn an outage into a storm of attempts.
        await this.stopping.sleep(Math.min(pollMs * 2 ** (this.failures - 1), longestBackoffMs));
      }
    }
  }

  private async step(): Promise<number> {
    await this.queues.settled();
    if (performance.now() >= this.tidyAtMs) {
      await this.tidy();
      this.tidyAtMs = performance.now() + tidyMs;
    }
    return this.outbox.relay(this.ownJobs, batchSize, (rows) => this.queues.add(rows.map((row) => this.toJob(row))));
  }

  private async tidy(): Promise<void> {
    await this.outbox.deleteOld();
    const back = await this.outbox.takeBack(jobs);
    if (back.length > 0) this.logger.log(`${back.length} outbox row(s) that were set aside can be relayed now`);
    for (const { id, queue, name } of await this.outbox.setAside(jobs)) {
      this.logger.error({ outboxId: id, queue, job: name }, 'Outbox row set aside: this release has no such job');
    }
  }

  private toJob(row: OutboxRow): QueuedJob {
    const job = this.ownJobs.find(({ queue, name }) => queue === row.queue && name === row.name);
    if (!job) throw new Error(`Outbox row ${row.id} was claimed without a job definition`);
    return {
      queue: job.queue,
      id: `${row.key}.g${row.id}`,
      name: job.name,
      payload: row.payload,
      attempts: job.attempts,
      backoffMs: job.backoffMs,
    };
  }
}
