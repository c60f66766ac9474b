const limitMs = 2_000;

/** Whether something that a process needs answers. */
export abstract class ReadinessCheck {
  /** Shown in answers, such as `database`. */
  abstract readonly name: string;
  /** Never throws; answers within about 2 s. */
  abstract check(): Promise<'up' | 'down'>;
}

/** Asks a question: `up` when it is answered within 2 s and not by `down`. */
export class ProbeCheck extends ReadinessCheck {
  constructor(
    readonly name: string,
    private readonly ask: () => Promise<unknown>,
  ) {
    super();
  }

  async check(): Promise<'up' | 'down'> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'down'>((resolve) => {
      timer = setTimeout(() => resolve('down'), limitMs);
    });
    try {
      return (await Promise.race([this.ask(), limit])) === 'down' ? 'down' : 'up';
    } catch {
      return 'down';
    } finally {
      clearTimeout(timer);
    }
  }
}
