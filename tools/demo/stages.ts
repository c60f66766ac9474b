/** Times the stages of the demo. */
export class Stages {
  private readonly list: { name: string; ms: number }[] = [];

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.list.push({ name, ms: Math.round(performance.now() - startedAt) });
    }
  }

  get all(): readonly { name: string; ms: number }[] {
    return this.list;
  }
}
