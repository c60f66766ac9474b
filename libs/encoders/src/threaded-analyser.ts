import { Worker } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Analyser, type AnalysedText, type FieldTexts } from '@throughtrain/text';
import { ofInstallation } from '@throughtrain/platform/installation';

export interface AnalysisQuestion {
  readonly id: number;
  readonly texts: FieldTexts;
}

export interface AnalysisAnswer {
  readonly id: number;
  readonly text: AnalysedText;
}

export interface AnalysisThreadData {
  /** Whether texts are also encoded by the shipped table. */
  readonly encodes: boolean;
}

interface Waiting {
  readonly resolve: (text: AnalysedText) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Analyses texts in a thread of its own, so that whoever reads and writes records need not wait for it: cutting texts into words takes nearly half of
 * the time of an import, and encoding them by the table some of the rest. The thread starts with the first text and keeps no process alive. When it dies, what it was asked
 * fails and the next text starts another.
 */
export class ThreadedAnalyser extends Analyser implements OnApplicationShutdown {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @param data by default texts are only analysed */
  constructor(private readonly data: AnalysisThreadData = { encodes: false }) {
    super();
  }

  override analyse(texts: FieldTexts): Promise<AnalysedText> {
    const thread = (this.thread ??= this.start());
    const question: AnalysisQuestion = { id: (this.lastId += 1), texts };
    return new Promise((resolve, reject) => {
      this.waiting.set(question.id, { resolve, reject });
      thread.ref();
      thread.postMessage(question);
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Ends the thread; what it is asked fails. */
  async close(): Promise<void> {
    await this.thread?.terminate();
  }

  private start(): Worker {
    // Threads run what was built, also for callers that are run from their sources.
    const thread = new Worker(ofInstallation('dist/libs/encoders/src/analysis-thread.js'), { workerData: this.data });
    thread.on('message', ({ id, text }: AnalysisAnswer) => {
      this.waiting.get(id)?.resolve(text);
      this.waiting.delete(id);
      if (this.waiting.size === 0) thread.unref();
    });
    let reason: Error | undefined;
    thread.once('error', (error) => (reason = error));
    thread.once('exit', () => {
      this.thread = undefined;
      const error = new Error('the thread that analyses texts has ended', { cause: reason });
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
    return thread;
  }
}
