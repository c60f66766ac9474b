import type { BandMeaning, ProjectGate } from '@throughtrain/ranking';
import type { Project } from '@throughtrain/domain';
import type { PairTexts } from '@throughtrain/text';
import type { DemandMatch } from '../run/match-result';

/** A project and a demand that match, with the project as the library has it. */
export interface FoundMatch extends DemandMatch {
  readonly project: Project;
  /** Other members of its duplicate group. */
  readonly duplicateIds: readonly string[];
}

interface Answer {
  readonly libraryPosition: string;
  /** False when a transaction that was under way for long kept the position back. */
  readonly librarySettled: boolean;
  /** The highest first. */
  readonly bands: readonly BandMeaning[];
  /** Those at or above the shown band, the most relevant first. */
  readonly matches: readonly FoundMatch[];
  /** Of all matches. */
  readonly texts: PairTexts;
}

export interface ProjectsForDemand extends Answer {
  readonly demand: { readonly id: string; readonly title: string };
}

export interface DemandsForProject extends Answer {
  readonly projectId: string;
  /** Why the project takes no part, and nothing is found. */
  readonly gate?: ProjectGate | undefined;
}
