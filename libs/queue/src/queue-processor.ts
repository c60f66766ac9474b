import { OnWorkerEvent, Processor as BullProcessor, WorkerHost } from '@nestjs/bullmq';
import {
  applyDecorators,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { jobs, type QueueName } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import { UnrecoverableError, type Job } from 'bullmq';
import { InvalidPayloadError, type JobHandler } from './job-handler';
import { OutageLog, reasonOf } from './outage-log';
import { readyOnPostgres } from './queue-backend';

/** How a worker takes jobs. */
export interface ProcessorSettings {
  /** Jobs at once in this process; default 1. */
  readonly concurrency?: number;
  /** Time without a sign of life until a job may be taken over, default 60 s; renewed at half of it while a job runs. */
  readonly lockMs?: number;
  /** Time between two looks for jobs whose worker went silent, default 15 s. */
  readonly stalledCheckMs?: number;
}

const WorkedQueue = Reflector.createDecorator<QueueName>();

/**
 * Makes a `QueueProcessor` the worker of a queue. Jobs may run for many minutes as long as the event loop turns at
 * least once in `lockMs / 2`. A job may be taken over any number of times: leases in the database decide who acts.
 */
export function Processor(queue: QueueName, settings: ProcessorSettings = {}): ClassDecorator {
  return applyDecorators(
    WorkedQueue(queue),
    BullProcessor(queue, {
      concurrency: settings.concurrency ?? 1,
      lockDuration: settings.lockMs ?? 60_000,
      stalledInterval: settings.stalledCheckMs ?? 15_000,
      maxStalledCount: 1_000,
    }),
  );
}

/**
 * Base of the workers: checks the handlers at start, parses payloads, translates errors and logs. `invalid`,
 * `not-found`, `conflict` and `forbidden` end a job at once; `unavailable` and unknown errors are retried by the
 * attempts of the job. A job that ran out of attempts is found by the reconciler if its work is unfinished.
 */
export abstract class QueueProcessor
  extends WorkerHost
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  protected abstract readonly handlers: readonly JobHandler[];

  private readonly logger = new Logger(this.constructor.name);
  private readonly outages = new OutageLog(this.logger, 'The worker reports');
  private byName: ReadonlyMap<string, JobHandler> | undefined;
  private started = false;

  /** @throws Error when a job of the queue has no handler or two, or a handler is for another queue */
  onModuleInit(): void {
    this.handlersByName();
  }

  /** @throws Error when the queue lives in PostgreSQL and can not be used, so that the process does not start */
  async onApplicationBootstrap(): Promise<void> {
    this.started = true;
    await readyOnPostgres(this.worker);
  }

  /** Waits for running jobs while the database is still connected; it is closed only after this phase. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.started) await this.worker.close();
  }

  /** Called by BullMQ. */
  override async process(job: Job<unknown>): Promise<void> {
    const number = job.attemptsMade + 1;
    const jobId = job.id ?? '';
    const facts = { jobId, job: job.name, attempt: number };
    const startedMs = performance.now();
    const ms = () => Math.round(performance.now() - startedMs);
    this.logger.log(facts, 'Job started');
    const isLast = number >= (job.opts.attempts ?? 1);
    try {
      const handler = this.handlersByName().get(job.name);
      // Retried rather than refused: during a rollout a newer worker of the queue may know it.
      if (!handler) throw new Error(`This release has no handler for ${job.name}`);
      await handler.run(job.data, { jobId, number, isLast });
      this.logger.log({ ...facts, ms: ms() }, 'Job ended');
    } catch (error) {
      const isFinal = isUnrecoverable(error);
      this.logger.error({ ...facts, ms: ms(), retried: !isFinal && !isLast, ...describe(error) }, 'Job failed');
      throw isFinal ? asUnrecoverable(error) : error;
    }
  }

  @OnWorkerEvent('error')
  protected onError(error: Error): void {
    this.outages.report(error);
  }

  @OnWorkerEvent('stalled')
  protected onStalled(jobId: string): void {
    this.logger.warn({ jobId }, 'Job taken back from a worker that went silent');
  }

  private handlersByName(): ReadonlyMap<string, JobHandler> {
    this.byName ??= checkHandlers(this.constructor as Type, this.handlers);
    return this.byName;
  }
}

// Not the error itself: a logger would print its fields, and those of a failed query hold the values of its parameters.
function describe(error: unknown): { reason: string; stack?: string } {
  const isExpected = error instanceof DomainError || error instanceof InvalidPayloadError;
  const stack = error instanceof Error && !isExpected ? error.stack : undefined;
  return { reason: reasonOf(error), ...(stack !== undefined && { stack }) };
}

function isUnrecoverable(error: unknown): boolean {
  if (error instanceof DomainError) return error.kind !== 'unavailable';
  return error instanceof InvalidPayloadError;
}

function asUnrecoverable(error: unknown): UnrecoverableError {
  const unrecoverable = new UnrecoverableError(reasonOf(error));
  unrecoverable.cause = error;
  return unrecoverable;
}

function checkHandlers(processor: Type, handlers: readonly JobHandler[]): ReadonlyMap<string, JobHandler> {
  const queue = new Reflector().get<QueueName | undefined>(WorkedQueue.KEY, processor);
  if (queue === undefined) throw new Error(`${processor.name} is not decorated with @Processor(queue)`);
  const expected = jobs.filter((job) => job.queue === queue).map((job) => job.name as string);
  const given = handlers.map((handler) => handler.name);
  const problems = [
    ...expected.filter((name) => !given.includes(name)).map((name) => `no handler for ${name}`),
    ...given.filter((name, index) => given.indexOf(name) !== index).map((name) => `two handlers for ${name}`),
    ...handlers
      .filter((handler) => handler.queue !== queue || !expected.includes(handler.name))
      .map((handler) => `${handler.name} is no job of the queue ${queue}`),
  ];
  if (problems.length > 0) throw new Error(`${processor.name}: ${problems.join('; ')}`);
  return new Map(handlers.map((handler) => [handler.name, handler]));
}
