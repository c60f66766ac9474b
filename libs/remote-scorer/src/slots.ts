import { DomainError } from '@throughtrain/domain';

/** Lets a few work at once and some more wait for their turn, in the order in which they come. */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  /**
   * @param free how many work at once, >= 1
   * @param mostWaiting how many wait, >= 0
   */
  constructor(
    private free: number,
    private readonly mostWaiting: number,
  ) {}

  /** @throws DomainError unavailable `scorer.busy` when as many wait as may */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  private async enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    if (this.waiting.length >= this.mostWaiting)
      throw new DomainError('unavailable', 'scorer.busy', { retryAfterSeconds: 1 });
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
