/** What became of a row of an import, in words. */
export interface RowOutcome {
  readonly row: number;
  /** What became of it, once before all that is told of the row. */
  readonly fate?: string;
  readonly text: string;
  /** Whether the row did not go in, so that it is made easy to see. */
  readonly isRefused?: boolean;
}
