import { Logger, type OnModuleInit } from '@nestjs/common';
import type { QueueName } from '@throughtrain/contracts';
import type { Queue } from 'bullmq';
import { OutageLog } from './outage-log';
import { readyOnPostgres } from './queue-backend';
import { within } from './within';

const addLimitMs = 2_000;

/** A job on its way into a queue; an id that the queue still holds makes the add a no-op. */
export interface QueuedJob {
  readonly queue: QueueName;
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly backoffMs: number;
}

/** The queues that this process may add to. */
export class Queues implements OnModuleInit {
  private readonly byName: ReadonlyMap<string, Queue>;
  private overdue: Promise<void> | undefined;

  constructor(
    queues: readonly Queue[],
    readonly names: readonly QueueName[],
  ) {
    this.byName = new Map(queues.map((queue) => [queue.name, queue]));
    const outages = new OutageLog(new Logger('Queue'), 'The connection of the queue reports');
    for (const queue of queues) {
      queue.on('error', (error) => {
        outages.report(error);
      });
    }
  }

  /** @throws Error when the queue lives in PostgreSQL and can not be used, so that the process does not start */
  async onModuleInit(): Promise<void> {
    for (const name of this.names) await readyOnPostgres(this.get(name));
  }

  /** @throws Error when the queue is not one of this process */
  get(name: QueueName): Queue {
    const queue = this.byName.get(name);
    if (!queue) throw new Error(`The queue ${name} is not registered in this process`);
    return queue;
  }

  /**
   * Adds all jobs; after an error some may have been added, so the caller repeats them all with the same ids.
   * @throws Error when a queue does not take them within 2 s
   */
  async add(jobs: readonly QueuedJob[]): Promise<void> {
    const work = this.addAll(jobs);
    try {
      await within(work, addLimitMs, 'The queue');
    } catch (error) {
      this.watch(work);
      throw error;
    }
  }

  /**
   * Waits for an add that outlived its limit. Redis commands queue up in the client while the server is away; asking
   * again before the first is answered would pile them up.
   * @throws Error when it is still not answered after 2 s
   */
  async settled(): Promise<void> {
    if (this.overdue) await within(this.overdue, addLimitMs, 'The queue');
  }

  private watch(work: Promise<void>): void {
    const overdue = work
      .catch(() => undefined)
      .then(() => {
        if (this.overdue === overdue) this.overdue = undefined;
      });
    this.overdue = overdue;
  }

  private async addAll(jobs: readonly QueuedJob[]): Promise<void> {
    for (const name of this.names) {
      const group = jobs.filter((job) => job.queue === name);
      if (group.length === 0) continue;
      await this.get(name).addBulk(
        group.map((job) => ({
          name: job.name,
          data: job.payload,
          opts: { jobId: job.id, attempts: job.attempts, backoff: { type: 'exponential', delay: job.backoffMs } },
        })),
      );
    }
  }
}
