import type { z } from 'zod';

/** Most parts that a library is split into. */
export const mostShards = 16;

/** A queue for each part of the library, so that a part is scored by those who hold it. */
export type ShardQueueName = `shard-${number}`;
export const shardQueues: readonly ShardQueueName[] = Array.from(
  { length: mostShards },
  (_, shard): ShardQueueName => `shard-${shard}`,
);

export const queueNames: readonly QueueName[] = ['ingest', 'matching', ...shardQueues];
export type QueueName = 'ingest' | 'matching' | ShardQueueName;

/** A job as a contract: where it runs, what it carries (ids only), how it is named and retried. */
export interface JobDefinition<Name extends string, Payload> {
  readonly queue: QueueName;
  /** Versioned name, such as `run-match.v1`. */
  readonly name: Name;
  readonly payload: z.ZodType<Payload>;
  /** Stable key of one piece of work; the outbox appends a generation. Without ':' and never an integer (BullMQ). */
  readonly key: (payload: Payload) => string;
  readonly attempts: number;
  /** First delay of the exponential back-off between attempts. */
  readonly backoffMs: number;
}

/** Checks the shape of a job's definition and gives it back with its name as a literal type. */
export function defineJob<const Name extends string, Payload>(
  definition: JobDefinition<Name, Payload>,
): JobDefinition<Name, Payload> {
  return definition;
}
