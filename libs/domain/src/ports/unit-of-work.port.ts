/** Runs work in one database transaction; repositories called inside take part in it. Nested calls join the outer one. */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work in a transaction of its own that is rolled back whatever happens. @returns what the work gives */
  abstract rehearse<T>(work: () => Promise<T>): Promise<T>;
}
