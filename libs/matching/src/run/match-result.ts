import type { BandName, BoundLimit, IndicatorOutcome, Reason, ScoreTerm } from '@throughtrain/ranking';
import type { MatchedWord, NearWord } from '../ports/library-scorer.port';

/** A figure that a demand asks for beside what the project says to it, both in their own words. */
export interface ComparedIndicator {
  readonly quantity: string;
  readonly wanted: string;
  /** Absent when the project says nothing of it. */
  readonly offered?: string;
  readonly outcome: IndicatorOutcome;
}

/** One demand that an entry answers, with the terms of the match and the words that met. */
export interface DemandMatch {
  readonly demandId: string;
  readonly demandTitle: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly relevance: number;
  readonly band: BandName;
  readonly match: number;
  readonly terms: readonly ScoreTerm[];
  /** What words and meaning say, of which the relevance is made. */
  readonly lexical: number;
  readonly cosine?: number;
  readonly words: readonly MatchedWord[];
  readonly nearWords: readonly NearWord[];
  /** Figures that the demand asks for, in its order. */
  readonly indicators: readonly ComparedIndicator[];
}

export interface EntryResult {
  readonly rank: number;
  readonly projectId: string;
  readonly revision: number;
  readonly score: number;
  readonly terms: readonly ScoreTerm[];
  /** Demands at or above the shown band, best match first. */
  readonly matches: readonly DemandMatch[];
  readonly reasons: readonly Reason[];
  readonly withoutCode: boolean;
  readonly duplicateIds: readonly string[];
}

export interface ShortlistResult {
  readonly domain: string;
  readonly size: number;
  readonly entries: readonly EntryResult[];
  readonly limits: readonly BoundLimit[];
  /** Demands that no entry of any shortlist of the run covers, in the run's order. */
  readonly uncoveredDemandIds: readonly string[];
}
