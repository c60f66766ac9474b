/** Facts that stated rules read until experts have scored the project. Absent: unknown. */
export interface QualityInputs {
  readonly patents: number;
  /** Whether a national programme funded it; absent when no programme is named. */
  readonly nationalProgramme?: boolean | undefined;
  readonly trl?: number | undefined;
  readonly cooperationModes: number;
  /** Whether ownership is declared and undisputed; absent when undeclared. */
  readonly ownershipClear?: boolean | undefined;
}
