import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ofInstallation } from '@throughtrain/platform/installation';
import type { SharedTexts } from '../index/text-pages';
import type { JobProgress, JobRunner } from './job-runner';
import { JobState, type FoundLists, type ScoreJob } from './score-job';
import type { ThreadQuestion } from './scoring-thread';

const reportEveryMs = 250;

/** Works on jobs in threads of its own, each on its share of the documents, so that the caller's event loop stays free. Threads start with the first job and keep no process alive. */
export class ScoringThreads implements JobRunner, OnApplicationShutdown {
  private readonly threads: (ScoringThread | undefined)[];

  /** @param count one a core is best */
  constructor(count: number) {
    this.threads = new Array<undefined>(count).fill(undefined);
  }

  get workers(): number {
    return this.threads.length;
  }

  async run(texts: SharedTexts, job: ScoreJob, progress: JobProgress): Promise<readonly FoundLists[]> {
    const { pages, postings, documentsPerPage, postingsPerPage, stride } = texts;
    const question: ThreadQuestion = {
      texts: { pages: [...pages], postings: [...postings], documentsPerPage, postingsPerPage, stride },
      job,
    };
    const found = Promise.all(this.threads.map((_, at) => this.threadAt(at).ask(question)));
    const reporting = this.report(found, job, progress);
    // Whatever goes wrong, nobody works on when this returns.
    await Promise.allSettled([found, reporting]);
    await reporting;
    return found;
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Ends the threads; what they work on fails. */
  async close(): Promise<void> {
    for (const thread of this.threads) await thread?.close();
  }

  private async report(found: Promise<unknown>, { state }: ScoreJob, progress: JobProgress): Promise<void> {
    try {
      for (;;) {
        const timer = new AbortController();
        const isDone = await Promise.race([
          found.then(() => true),
          delay(reportEveryMs, false, { signal: timer.signal }),
        ]).finally(() => timer.abort());
        if (isDone) return;
        await progress(Atomics.load(state, JobState.done));
      }
    } finally {
      Atomics.store(state, JobState.stop, 1);
    }
  }

  private threadAt(at: number): ScoringThread {
    const known = this.threads[at];
    if (known !== undefined && !known.hasEnded) return known;
    return (this.threads[at] = new ScoringThread());
  }
}

/** One thread; it answers questions in the order in which they come. */
class ScoringThread {
  hasEnded = false;
  private readonly worker = new Worker(ofInstallation('dist/libs/engine/src/scoring/scoring-thread.js'));
  private readonly waiting: {
    readonly resolve: (found: FoundLists) => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  constructor() {
    this.worker.on('message', (found: FoundLists) => {
      this.waiting.shift()?.resolve(found);
      if (this.waiting.length === 0) this.worker.unref();
    });
    let reason: Error | undefined;
    this.worker.once('error', (error) => (reason = error));
    this.worker.once('exit', () => {
      this.hasEnded = true;
      const error = new Error('a thread that scores has ended', { cause: reason });
      for (const { reject } of this.waiting.splice(0)) reject(error);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  ask(question: ThreadQuestion): Promise<FoundLists> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.ref();
      this.worker.postMessage(question);
    });
  }
}
