/** Runs work in one database transaction; repositories called inside take part in it. Nested calls join the outer one. */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
}

/** Runs work in a transaction of its own that is rolled back whatever happens, to learn what it would come to. */
export abstract class Rehearsal {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
}
