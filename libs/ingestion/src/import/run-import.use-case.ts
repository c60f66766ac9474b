import type { ImportKind } from '@throughtrain/contracts';
import { DomainError, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RequestDuplicateSearch } from '../duplicates/request-duplicate-search.use-case';
import {
  ImportRepository,
  type ClaimedImport,
  type ImportCounts,
  type RowFault,
} from '../ports/import.repository.port';
import { RowReader, type ObjectRow, type UnreadRow } from '../ports/row-reader.port';
import type { StoreOutcome } from '../ports/record-stores.port';
import { BatchStore, type RowOutcome, type StoreRow } from './batch-store';
import { LeaseKeeper } from './lease-keeper';
import { parseRecord } from './parse-record';

/** Rows of one transaction: short enough to keep the change feed moving, long enough to be fast. */
const batchRows = 200;
/** Text of one transaction, which bounds the memory and the time of a batch of long rows. */
const batchBytes = 4 * 1_048_576;
/** An import that was claimed more often than this ends: whatever stops its workers will stop the next one as well. */
const mostClaims = 10;

/** Settings of the import worker. */
export class ImportSettings {
  constructor(readonly leaseMs: number) {}
}

/** Rows on their way into one transaction. */
class Batch {
  rowsDone = 0;
  readonly rows: StoreRow[] = [];
  readonly faults: RowFault[] = [];
  private count = 0;
  private bytes = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  get isFull(): boolean {
    return this.count >= batchRows || this.bytes >= batchBytes;
  }

  add(kind: ImportKind, read: ObjectRow | UnreadRow): void {
    const { row } = read;
    this.rowsDone = row;
    this.count += 1;
    if ('fault' in read) {
      this.faults.push({ row, ...read.fault });
      return;
    }
    this.bytes += read.bytes;
    const parsed = parseRecord(kind, read.value, read.repeatedKeys);
    if ('record' in parsed) {
      this.rows.push({ row, record: parsed.record });
      return;
    }
    this.faults.push(...parsed.faults.map((fault) => ({ row, ...fault })));
    if (parsed.seals) this.rows.push({ row, seals: parsed.seals });
  }
}

/**
 * Reads a staged upload row by row and writes it in batches, each with its report in one transaction. May run twice and die anywhere: a new
 * attempt goes on after the last committed batch, and a worker that lost its lease writes nothing more.
 */
@Injectable()
export class RunImport {
  constructor(
    private readonly imports: ImportRepository,
    private readonly reader: RowReader,
    private readonly store: BatchStore,
    private readonly uow: UnitOfWork,
    private readonly settings: ImportSettings,
    private readonly duplicates: RequestDuplicateSearch,
  ) {}

  async execute({ importId }: { readonly importId: string }): Promise<void> {
    const claim = await this.imports.claim(importId, this.settings.leaseMs);
    if (!claim) return;
    try {
      await this.end(importId, claim, await this.run(importId, claim));
    } catch (error) {
      // So that the retry need not wait for the end of the lease. If this fails as well, it has to wait; the first error tells more.
      await this.imports.release(importId, claim.fence).catch(() => undefined);
      throw error;
    }
  }

  /** Also what a failed import has brought in is compared with the library. */
  private async end(importId: string, { fence, kind, scope }: ClaimedImport, failureCode?: string): Promise<void> {
    await this.uow.run(async () => {
      await this.imports.finish(importId, fence, failureCode);
      if (kind === 'projects') await this.duplicates.execute(scope, 'changed');
    });
  }

  /** @returns why the file as a whole failed, if it did */
  private async run(importId: string, claim: ClaimedImport): Promise<string | undefined> {
    if (claim.fence > mostClaims) return 'import.abandoned';
    const lease = new LeaseKeeper(this.imports, importId, claim.fence, this.settings.leaseMs);
    try {
      for await (const batch of this.batches(importId, claim, lease)) {
        await this.write(importId, claim, batch);
        lease.renewed();
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      return error.code;
    }
  }

  private async *batches(
    importId: string,
    { kind, rowsDone }: ClaimedImport,
    lease: LeaseKeeper,
  ): AsyncGenerator<Batch, void, undefined> {
    let batch = new Batch();
    const file = await this.reader.open(lease.over(this.imports.bytes(importId)));
    if (file.format !== 'ndjson') throw new DomainError('invalid', 'import.unreadable', { reason: 'format' });
    // Looked after on both sides of the reader: much of a file may hold no row, and many rows may come out of a few bytes.
    for await (const read of lease.over(file.rows)) {
      if (read.row <= rowsDone) continue;
      batch.add(kind, read);
      if (!batch.isFull) continue;
      yield batch;
      batch = new Batch();
    }
    if (!batch.isEmpty) yield batch;
  }

  private async write(importId: string, { kind, scope, fence }: ClaimedImport, batch: Batch): Promise<void> {
    await this.uow.run(async () => {
      const outcomes = await this.store.store(scope, kind, batch.rows, importId);
      const refused = outcomes.flatMap(({ row, outcome }) =>
        typeof outcome === 'object' ? [{ row, ...outcome }] : [],
      );
      const faults = [...batch.faults, ...refused].sort((a, b) => a.row - b.row);
      const counts = count(outcomes, new Set(faults.map(({ row }) => row)).size);
      await this.imports.advance(importId, fence, { rowsDone: batch.rowsDone, counts, faults }, this.settings.leaseMs);
    });
  }
}

function count(outcomes: readonly RowOutcome[], refused: number): ImportCounts {
  const of = (wanted: StoreOutcome): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { created: of('created'), updated: of('updated'), unchanged: of('unchanged'), refused };
}
