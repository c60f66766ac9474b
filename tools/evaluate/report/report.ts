import type { Unit } from '../input/topics';
import type { Estimates, TopicFigures } from '../measures/measured-part';
import type { RelevancePart } from '../ranking/relevance-parts';

/** Everything that an evaluation found, as `--json` writes it. */
export interface Report {
  /** SHA-256 of the files by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly options: {
    readonly unit: Unit;
    readonly candidates: 'all' | 'judged';
    readonly depth: number;
    readonly resamples: number;
    readonly seed: number;
  };
  readonly versions: { readonly analyser: string; readonly encoder: string; readonly statistics: string };
  readonly counts: {
    readonly projects: number;
    readonly demands: number;
    readonly topics: number;
    /** Topics that nothing answers; they count 0 in every measure of lists. */
    readonly topicsWithoutAnswer: number;
    readonly pairs: number;
  };
  readonly parts: readonly {
    readonly part: RelevancePart;
    readonly relevanceVersion: string;
    readonly measures: Estimates;
  }[];
  /** What each later part has more than the first, over the same samples of the topics. */
  readonly differences: readonly {
    readonly part: RelevancePart;
    readonly against: RelevancePart;
    readonly measures: Estimates;
  }[];
  /** By topic id what each part has, in the order of the judgements. */
  readonly topics: Readonly<Record<string, Readonly<Partial<Record<RelevancePart, TopicFigures>>>>>;
}
