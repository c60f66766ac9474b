import type { SettingKey } from '../profile/weight-settings';
import type { WeightProfile } from '../profile/weight-profile';

/** One term of a score: its definition and its pure arithmetic, in one place. */
export interface Feature<Name extends string, Inputs> {
  readonly name: Name;
  readonly weight: SettingKey;
  /** Setting taken when `value` is undefined; absent for features that are never unknown. */
  readonly neutral?: SettingKey;
  /** @returns a value in [0, 1], or undefined when it is unknown for these inputs */
  readonly value: (inputs: Inputs, profile: WeightProfile) => number | undefined;
}

/** One feature's part in a score: score = Σ value × weight. */
export interface ScoreTerm<Name extends string = string> {
  readonly feature: Name;
  readonly value: number;
  /** Effective weight: those of the run's features sum to 1. */
  readonly weight: number;
  readonly known: boolean;
}

export interface Scored<Name extends string> {
  /** In [0, 1], quantised to 1e-6. */
  readonly score: number;
  readonly terms: readonly ScoreTerm<Name>[];
}
