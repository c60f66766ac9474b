/** Runs work in one database transaction; repositories called inside take part in it. Nested calls join the outer one. */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
}
