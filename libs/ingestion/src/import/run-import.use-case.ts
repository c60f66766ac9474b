import { attemptEnd, DomainError, mostAttempts } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ImportRepository, type ClaimedImport, type ImportFailure } from '../ports/import.repository.port';
import type { Rehearsed } from './batch-store';
import { BatchWriter } from './batch-writer';
import { FileBatches } from './file-batches';
import { FinishImport } from './finish-import';
import { LeaseKeeper } from './lease-keeper';

/** Settings of the import worker. */
export class ImportSettings {
  constructor(readonly leaseMs: number) {}
}

/**
 * Reads a staged upload row by row and writes it in batches, each with its report in one transaction. May run twice and die anywhere: a new
 * attempt goes on after the last committed batch, and a worker that lost its lease writes nothing more. A table whose columns are not all
 * known waits for a person before any row of it is written.
 */
@Injectable()
export class RunImport {
  constructor(
    private readonly imports: ImportRepository,
    private readonly batches: FileBatches,
    private readonly writer: BatchWriter,
    private readonly finish: FinishImport,
    private readonly settings: ImportSettings,
  ) {}

  async execute({ importId }: { readonly importId: string }): Promise<void> {
    const claim = await this.imports.claim(importId, this.settings.leaseMs);
    if (!claim) return;
    try {
      const end = await this.run(importId, claim);
      if (end !== 'awaits-mapping') await this.finish.execute(importId, claim, end);
    } catch (error) {
      // So that the retry need not wait for the end of the lease. If this fails as well, it has to wait; the first error tells more.
      await this.imports.release(importId, claim.fence, attemptEnd(error)).catch(() => undefined);
      throw error;
    }
  }

  /** @returns why the file as a whole failed, if it did */
  private async run(importId: string, claim: ClaimedImport): Promise<'awaits-mapping' | ImportFailure | undefined> {
    if (claim.attempts > mostAttempts) return { code: 'import.abandoned' };
    const { leaseMs } = this.settings;
    const lease = new LeaseKeeper(this.imports, importId, claim.fence, leaseMs);
    const { rowsDone, rehearsed } = await this.begin(importId, claim);
    try {
      const batches = await this.batches.open(importId, claim, this.imports.bytes(importId), { rowsDone, lease });
      if (!batches) return 'awaits-mapping';
      for await (const batch of batches) {
        await this.writer.write(importId, claim, batch, leaseMs, rehearsed);
        lease.renewed();
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      const { reason } = error.details;
      return { code: error.code, ...(typeof reason === 'string' && { reason }) };
    }
  }

  /** A dry run leaves nothing to go on from, so it begins anew. @returns rows that are done, and what a dry run has to remember */
  private async begin(
    importId: string,
    { dryRun, rowsDone, fence }: ClaimedImport,
  ): Promise<{ readonly rowsDone: number; readonly rehearsed?: Rehearsed }> {
    if (!dryRun) return { rowsDone };
    if (rowsDone > 0) await this.imports.restart(importId, fence);
    return { rowsDone: 0, rehearsed: new Map() };
  }
}
