import type { ClaimedImport, ImportRepository } from '../ports/import.repository.port';

/** Renews the lease of one attempt at an import while it reads without writing. */
export class LeaseKeeper {
  private renewedMs = performance.now();

  constructor(
    private readonly imports: ImportRepository,
    private readonly importId: string,
    private readonly fence: ClaimedImport['fence'],
    private readonly leaseMs: number,
  ) {}

  /** To be called when something else has renewed the lease. */
  renewed(): void {
    this.renewedMs = performance.now();
  }

  /** Renews the lease once a third of it has passed. @throws DomainError unavailable `lease.lost` */
  async keep(): Promise<void> {
    if (performance.now() - this.renewedMs < this.leaseMs / 3) return;
    await this.imports.keep(this.importId, this.fence, this.leaseMs);
    this.renewed();
  }

  /** Hands things on and keeps the lease in between. */
  async *over<T>(things: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    for await (const thing of things) {
      await this.keep();
      yield thing;
    }
  }
}
