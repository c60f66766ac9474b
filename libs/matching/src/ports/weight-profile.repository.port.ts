import type { JudgedBands, WeightProfile, WeightSetting } from '@throughtrain/ranking';

export interface StoredWeightProfile {
  readonly profile: WeightProfile;
  readonly settings: readonly WeightSetting[];
  readonly state: 'draft' | 'published' | 'retired';
  /** What its bands were set from; absent where they were set by hand. */
  readonly bands?: JudgedBands;
}

/** Versions of the weights; global, and never edited. */
export abstract class WeightProfileRepository {
  /** @throws DomainError not-found `resource.not-found` */
  abstract find(version: number): Promise<StoredWeightProfile>;
  /** The published profile of the highest version. */
  abstract current(): Promise<StoredWeightProfile>;
}
