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
    return (await answerInTime<unknown>(this.ask, 'down')) === 'down' ? 'down' : 'up';
  }
}

/** What is answered within 2 s; `otherwise` where nothing is, or the question fails. */
export async function answerInTime<T>(ask: () => T | Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), limitMs);
  });
  try {
    return await Promise.race([ask(), limit]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
