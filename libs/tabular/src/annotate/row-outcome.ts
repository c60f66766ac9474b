/** What became of a row of an import, in words. */
export interface RowOutcome {
  readonly row: number;
  readonly text: string;
  /** Whether the row did not go in, so that it is made easy to see. */
  readonly isRefused?: boolean;
}
