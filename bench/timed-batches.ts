/** Batches, and how long it took to make them: that is no part of what is done with them. */
export class TimedBatches<Batch> implements AsyncIterable<Batch> {
  makingMs = 0;

  constructor(private readonly batches: AsyncIterable<Batch> | Iterable<Batch>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch> {
    const { batches } = this;
    const source = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
    for (;;) {
      const startedMs = performance.now();
      const next = await source.next();
      this.makingMs += performance.now() - startedMs;
      if (next.done === true) return;
      yield next.value;
    }
  }
}
