import type { ReadinessCheck } from './readiness';

/** How many jobs a queue holds, by state. */
export interface QueueDepth {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export type ProbeDetails = Readonly<Record<string, string>>;

/** What an app tells of itself for health and metrics. */
export class Probes {
  constructor(
    readonly checks: readonly ReadinessCheck[],
    /** undefined when the queue does not answer. */
    readonly queueDepths: () => Promise<readonly QueueDepth[] | undefined>,
    /** What else may be told of its state; nothing that keeps it from being ready. Left out when it fails or takes more than 2 s. */
    readonly details: () => ProbeDetails | Promise<ProbeDetails> = () => ({}),
  ) {}
}
