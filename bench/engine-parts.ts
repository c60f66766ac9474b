import { Worker } from 'node:worker_threads';
import type { LibraryIndex } from '@throughtrain/engine';
import type { PartQuestion } from './engine-part-worker';

/** Threads that do one part of the work of a match alone. */
export class EngineParts {
  private readonly workers: readonly Worker[];

  constructor(threads: number) {
    this.workers = Array.from({ length: threads }, () => new Worker(require.resolve('./engine-part-worker')));
    // A thread that dies ends the measurement.
    for (const worker of this.workers)
      worker.once('error', (error) => {
        throw error;
      });
  }

  async run(part: PartQuestion['part'], index: LibraryIndex, queries: PartQuestion['queries']): Promise<void> {
    const { pages, postings, documentsPerPage, postingsPerPage, stride } = index.texts;
    const texts = { pages, postings, documentsPerPage, postingsPerPage, stride };
    const state = new Int32Array(new SharedArrayBuffer(4));
    const question: PartQuestion = { part, texts, queries, documents: index.size, state };
    await Promise.all(
      this.workers.map(
        (worker) =>
          new Promise((resolve) => {
            worker.once('message', resolve);
            worker.postMessage(question);
          }),
      ),
    );
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await worker.terminate();
  }
}
