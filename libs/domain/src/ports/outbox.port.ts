/** A job as the core sees it: a name, a stable key and ids. `defineJob` of the contracts makes these. */
export interface OutboxJob<Payload> {
  readonly queue: string;
  readonly name: string;
  readonly key: (payload: Payload) => string;
}

/** Leaves a job in the caller's transaction; the relay enqueues it after the commit. */
export abstract class Outbox {
  abstract add<Payload extends object>(job: OutboxJob<Payload>, payload: Payload): Promise<void>;
}
