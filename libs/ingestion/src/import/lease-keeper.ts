import type { Lease } from '@throughtrain/domain';

/** Holds the leases of one kind of work. */
interface Leases {
  /** @throws DomainError unavailable `lease.lost` */
  keep(id: string, fence: number, leaseMs: number): Promise<void>;
}

/** Renews the lease of one attempt at an import or a feed while it reads without writing. */
export class LeaseKeeper {
  private renewedMs = performance.now();

  constructor(
    private readonly leases: Leases,
    private readonly id: string,
    private readonly fence: Lease['fence'],
    private readonly leaseMs: number,
  ) {}

  /** To be called when something else has renewed the lease. */
  renewed(): void {
    this.renewedMs = performance.now();
  }

  /** Renews the lease once a third of it has passed. @throws DomainError unavailable `lease.lost` */
  async keep(): Promise<void> {
    if (performance.now() - this.renewedMs < this.leaseMs / 3) return;
    await this.leases.keep(this.id, this.fence, this.leaseMs);
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
