import { parentPort } from 'node:worker_threads';
import type { SharedTexts } from '../index/text-pages';
import { JobWorker, type FoundLists, type ScoreJob } from './score-job';

/** What a thread is asked. */
export interface ThreadQuestion {
  readonly texts: SharedTexts;
  readonly job: ScoreJob;
}

/** A thread of {@link ScoringThreads}: works on one job after the other. */
parentPort?.on('message', ({ texts, job }: ThreadQuestion) => {
  const worker = new JobWorker(texts, job);
  while (worker.step());
  const found: FoundLists = worker.found();
  parentPort?.postMessage(found);
});
