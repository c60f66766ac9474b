import { Injectable } from '@nestjs/common';
import type { QueueName } from '@throughtrain/contracts';
import { Queues } from './queues';
import { within } from './within';

const limitMs = 2_000;

/** How many jobs a queue holds by state; each is an integer >= 0. */
export interface QueueCounts {
  readonly queue: QueueName;
  readonly waiting: number;
  readonly active: number;
  /** Waiting for their next attempt. */
  readonly delayed: number;
  /** Ended without success and still kept. */
  readonly failed: number;
}

/** Whether the queue answers, for readiness and metrics. Never throws and answers within 2 s. */
@Injectable()
export class QueueHealth {
  private asking: Promise<readonly QueueCounts[]> | undefined;

  constructor(private readonly queues: Queues) {}

  async check(): Promise<'up' | 'down'> {
    return (await this.counts()) === undefined ? 'down' : 'up';
  }

  /** Counts of each queue of this process, or undefined when one of them does not answer. */
  async counts(): Promise<readonly QueueCounts[] | undefined> {
    try {
      return await within(this.ask(), limitMs, 'The queue');
    } catch {
      return undefined;
    }
  }

  // One question at a time: while Redis is away its client keeps the unanswered ones.
  private ask(): Promise<readonly QueueCounts[]> {
    this.asking ??= Promise.all(this.queues.names.map((name) => this.countsOf(name))).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async countsOf(queue: QueueName): Promise<QueueCounts> {
    const counts = await this.queues.get(queue).getJobCounts('waiting', 'active', 'delayed', 'failed');
    const count = (state: string) => counts[state] ?? 0;
    return {
      queue,
      waiting: count('waiting'),
      active: count('active'),
      delayed: count('delayed'),
      failed: count('failed'),
    };
  }
}
