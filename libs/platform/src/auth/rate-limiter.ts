const windowMs = 60_000;
/** Callers counted at once; beyond it the oldest is forgotten, so that memory stays bounded. */
const mostCallers = 10_000;

/** Counts requests of callers in fixed windows of a minute, in the memory of this process: with n processes a caller has n times the limit. */
export class RateLimiter {
  private readonly counts = new Map<string, number>();
  private windowEndsAtMs = -Infinity;

  /**
   * @param perMinute requests that a caller has in a window, >= 1
   * @param nowMs a clock that never goes back
   */
  constructor(
    private readonly perMinute: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Counts one request. @returns undefined when it is within the limit, else the whole seconds until the next window, 1-60 */
  take(caller: string): number | undefined {
    const nowMs = this.nowMs();
    if (nowMs >= this.windowEndsAtMs) {
      this.counts.clear();
      this.windowEndsAtMs = nowMs + windowMs;
    }
    const count = (this.counts.get(caller) ?? 0) + 1;
    if (count > this.perMinute) return Math.max(1, Math.ceil((this.windowEndsAtMs - nowMs) / 1_000));
    this.forgetOldest(caller);
    this.counts.set(caller, count);
    return undefined;
  }

  private forgetOldest(caller: string): void {
    if (this.counts.size < mostCallers || this.counts.has(caller)) return;
    const [oldest] = this.counts.keys();
    if (oldest !== undefined) this.counts.delete(oldest);
  }
}
