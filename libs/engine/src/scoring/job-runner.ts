import type { SharedTexts } from '../index/text-pages';
import { turn } from '../turn';
import { JobState, JobWorker, type FoundLists, type ScoreJob } from './score-job';

/** Told now and then how many documents are done; throwing stops the job. */
export type JobProgress = (done: number) => Promise<void>;

/** Works on jobs, alone or with others. */
export interface JobRunner {
  /** How many work on a job. */
  readonly workers: number;
  /** @returns what each worker found in its share. @throws whatever `progress` throws */
  run(texts: SharedTexts, job: ScoreJob, progress: JobProgress): Promise<readonly FoundLists[]>;
}

const reportEveryMs = 250;

/** Works in the caller's thread and lets others have the event loop in between. */
export class InlineRunner implements JobRunner {
  readonly workers = 1;

  async run(texts: SharedTexts, job: ScoreJob, progress: JobProgress): Promise<readonly FoundLists[]> {
    const worker = new JobWorker(texts, job);
    let reportedAt = performance.now();
    while (worker.step()) {
      await turn();
      if (performance.now() - reportedAt < reportEveryMs) continue;
      await progress(job.state[JobState.done] ?? 0);
      reportedAt = performance.now();
    }
    return [worker.found()];
  }
}
