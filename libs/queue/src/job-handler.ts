import type { JobDefinition, QueueName } from '@throughtrain/contracts';

/** Which try of a job this is. */
export interface JobAttempt {
  readonly jobId: string;
  /** From 1; a job that is taken over from a crashed worker keeps its number. */
  readonly number: number;
  /** true when a retryable error now would end the job. */
  readonly isLast: boolean;
}

/** A job and the code for it, with the payload type closed over. */
export interface JobHandler {
  readonly queue: QueueName;
  readonly name: string;
  run(payload: unknown, attempt: JobAttempt): Promise<void>;
}

/** The payload of a job does not fit its contract; no retry mends that. The message names places, never values. */
export class InvalidPayloadError extends Error {
  override readonly name = 'InvalidPayloadError';
}

/**
 * Binds a job to its use case: `handle(runMatch, (payload) => this.runMatch.execute(payload))`. What the use case
 * returns is dropped: outcomes live in the database.
 */
export function handle<Name extends string, Payload>(
  job: JobDefinition<Name, Payload>,
  execute: (payload: Payload, attempt: JobAttempt) => Promise<unknown>,
): JobHandler {
  return {
    queue: job.queue,
    name: job.name,
    async run(payload, attempt) {
      const parsed = job.payload.safeParse(payload);
      if (!parsed.success) {
        const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'} ${issue.code}`);
        throw new InvalidPayloadError(`The payload does not fit ${job.name}: ${faults.join(', ')}`);
      }
      await execute(parsed.data, attempt);
    },
  };
}
