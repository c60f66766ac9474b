/** Mean scores of experts on the three axes of the notice, each in [0, 1]; an axis that nobody scored is absent. */
export interface ExpertMeans {
  /** How many experts gave the counted scores. */
  readonly raters: number;
  readonly lead?: AxisMean | undefined;
  readonly feasibility?: AxisMean | undefined;
  readonly prospect?: AxisMean | undefined;
}

export interface AxisMean {
  /** In [0, 1], four decimals. */
  readonly mean: number;
  /** Experts who scored this axis. */
  readonly raters: number;
}

/** What quality reads of a project: facts for stated rules, and scores of experts once there are some. Absent: unknown. */
export interface QualityInputs {
  readonly patents: number;
  /** Whether a national programme funded it; absent when no programme is named. */
  readonly nationalProgramme?: boolean | undefined;
  readonly trl?: number | undefined;
  readonly cooperationModes: number;
  /** Whether ownership is declared and undisputed; absent when undeclared. */
  readonly ownershipClear?: boolean | undefined;
  readonly experts?: ExpertMeans | undefined;
}
