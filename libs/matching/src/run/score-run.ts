import { Injectable } from '@nestjs/common';
import { LibraryScorer, type ScoredLibrary, type ScoreProgress, type ScoreRequest } from '../ports/library-scorer.port';
import { listLimits } from './list-limits';

/** Scores the library for a run, wherever it lies. */
export abstract class ScoreRun {
  /**
   * Has done what a run must wait for.
   * @returns whether there is nothing left to wait for; otherwise the run is given back, and its job comes again in time
   * @throws DomainError conflict with the code that a part of the library has failed with
   */
  abstract prepare(matchRunId: string, fence: number): Promise<boolean>;
  /** @throws DomainError as the scorer does, and whatever `progress` throws */
  abstract execute(matchRunId: string, request: ScoreRequest, progress: ScoreProgress): Promise<ScoredLibrary>;
}

/** A library in one piece is scored by the worker of the run. */
@Injectable()
export class ScoreRunHere extends ScoreRun {
  constructor(private readonly scorer: LibraryScorer) {
    super();
  }

  override prepare(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override async execute(_matchRunId: string, request: ScoreRequest, progress: ScoreProgress): Promise<ScoredLibrary> {
    await progress(0, 0);
    return this.scorer.score(request, listLimits(request.queries.length), progress);
  }
}
