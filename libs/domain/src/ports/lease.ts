/** A claim on a piece of work. Writes of its holder name the fence and are refused once someone else has claimed it. */
export interface Lease {
  readonly fence: number;
}
