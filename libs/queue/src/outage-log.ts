import type { Logger } from '@nestjs/common';

const repeatAfterMs = 60_000;

/** What to print of an error; connection errors of several addresses have an empty message and only a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Logs an error that comes with every retry of a lost connection once, then once a minute. */
export class OutageLog {
  private lastReason = '';
  private lastAtMs = -Infinity;

  constructor(
    private readonly logger: Logger,
    private readonly what: string,
  ) {}

  report(error: unknown): void {
    const reason = reasonOf(error);
    const nowMs = performance.now();
    if (reason === this.lastReason && nowMs - this.lastAtMs < repeatAfterMs) return;
    this.lastReason = reason;
    this.lastAtMs = nowMs;
    this.logger.error(`${this.what}: ${reason}`);
  }
}
