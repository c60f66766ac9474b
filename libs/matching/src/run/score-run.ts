import { Injectable } from '@nestjs/common';
import { LibraryScorer, type ScoredLibrary, type ScoreRequest } from '../ports/library-scorer.port';
import { listLimits } from './list-limits';

/** @param waitingFor parts of the library that nobody serves */
export type ScoringReport = (done: number, total: number, waitingFor: readonly number[]) => Promise<void>;

/** Scores the library for a run, wherever it lies. */
export abstract class ScoreRun {
  /** @throws DomainError as the scorer does, and whatever `report` throws */
  abstract execute(matchRunId: string, request: ScoreRequest, report: ScoringReport): Promise<ScoredLibrary>;
}

/** A library in one piece is scored by the worker of the run. */
@Injectable()
export class ScoreRunHere extends ScoreRun {
  constructor(private readonly scorer: LibraryScorer) {
    super();
  }

  override execute(_matchRunId: string, request: ScoreRequest, report: ScoringReport): Promise<ScoredLibrary> {
    return this.scorer.score(request, listLimits(request.queries.length), (done, total) => report(done, total, []));
  }
}
