/** Work whose state the database knows, so that it can be found again when its job is lost. */
export abstract class UnfinishedWork {
  /** For logs, such as `match runs`. */
  abstract readonly name: string;

  /**
   * Leaves a new job in the outbox for all work that is unfinished and whose lease, if any, has ended.
   * Called every 15 s by every process, so it takes only rows that no other caller is taking.
   * @returns how many jobs it left
   */
  abstract requeueAbandoned(): Promise<number>;
}
