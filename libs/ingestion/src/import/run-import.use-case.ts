import { DomainError, findSecrecyMarks, UnitOfWork, type CompletenessLevel } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import {
  ImportRepository,
  type ClaimedImport,
  type DoneBatch,
  type ImportCounts,
  type LevelCounts,
  type RowFault,
} from '../ports/import.repository.port';
import { MappingRepository } from '../ports/mapping.repository.port';
import { QuarantineRepository } from '../ports/quarantine.repository.port';
import { RowReader, type OpenedFile, type ReadRow } from '../ports/row-reader.port';
import type { StoreOutcome } from '../ports/record-stores.port';
import { Batch, type SortedBatch } from './batch';
import { BatchStore, type Rehearsed, type RowOutcome } from './batch-store';
import { judgeRow, type RowPlan } from './judge-row';
import { LeaseKeeper } from './lease-keeper';
import { isUsable } from './mapping/map-headers';
import { proposeMapping, withSuggestions } from './mapping/propose-mapping';
import { CellPlan } from './read-cells';

/** An import that was claimed more often than this ends: whatever stops its workers will stop the next one as well. */
const mostClaims = 10;
/** Rows by whose values a mapping is suggested. */
const sampleRows = 50;

/** Settings of the import worker. */
export class ImportSettings {
  constructor(readonly leaseMs: number) {}
}

/** What one attempt at an import works with. */
interface Attempt {
  readonly importId: string;
  readonly claim: ClaimedImport;
  readonly lease: LeaseKeeper;
  /** Of a dry run. */
  readonly rehearsed?: Rehearsed;
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
    private readonly mappings: MappingRepository,
    private readonly quarantine: QuarantineRepository,
    private readonly reader: RowReader,
    private readonly store: BatchStore,
    private readonly uow: UnitOfWork,
    private readonly settings: ImportSettings,
  ) {}

  async execute({ importId }: { readonly importId: string }): Promise<void> {
    const claim = await this.imports.claim(importId, this.settings.leaseMs);
    if (!claim) return;
    try {
      const end = await this.run(importId, claim);
      if (end !== 'awaits-mapping') await this.imports.finish(importId, claim.fence, end?.failureCode);
    } catch (error) {
      // So that the retry need not wait for the end of the lease. If this fails as well, it has to wait; the first error tells more.
      await this.imports.release(importId, claim.fence).catch(() => undefined);
      throw error;
    }
  }

  /** @returns why the file as a whole failed, if it did */
  private async run(
    importId: string,
    claim: ClaimedImport,
  ): Promise<'awaits-mapping' | { readonly failureCode: string } | undefined> {
    if (claim.fence > mostClaims) return { failureCode: 'import.abandoned' };
    const lease = new LeaseKeeper(this.imports, importId, claim.fence, this.settings.leaseMs);
    const attempt = await this.begin({ importId, claim, lease });
    try {
      const file = await this.reader.open(lease.over(this.imports.bytes(importId)));
      const plan = await this.plan(attempt, file);
      if (!plan) return 'awaits-mapping';
      for await (const batch of this.batches(attempt, file, plan)) {
        await this.write(attempt, batch);
        lease.renewed();
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      return { failureCode: error.code };
    }
  }

  /** A dry run has left nothing to go on from, so that it always begins anew. */
  private async begin(attempt: Attempt): Promise<Attempt> {
    const { importId, claim } = attempt;
    if (!claim.dryRun) return attempt;
    if (claim.rowsDone > 0) await this.imports.restart(importId, claim.fence);
    return { ...attempt, claim: { ...claim, rowsDone: 0 }, rehearsed: new Map() };
  }

  /** @returns how to read the rows; undefined when a person has to say first what the columns stand for */
  private async plan({ importId, claim }: Attempt, file: OpenedFile): Promise<RowPlan | undefined> {
    const { kind, defaults, fence, scope } = claim;
    if (file.format === 'ndjson') {
      await this.imports.settle(importId, fence, { format: file.format });
      return { kind, defaults };
    }
    if (findSecrecyMarks(file.headers.join('\n')).length > 0) throw new DomainError('invalid', 'import.marked-secret');
    const proposal = proposeMapping(kind, file.headers, await this.mappings.known(scope, kind), defaults);
    if (!claim.mapping && !isUsable(proposal)) {
      const suggested = withSuggestions(kind, proposal, await firstCells(file));
      await this.imports.awaitMapping(importId, fence, file.format, suggested);
      return undefined;
    }
    const mapping = claim.mapping ?? proposal.columns.map(({ header, field = null }) => ({ header, field }));
    await this.imports.settle(importId, fence, { format: file.format, mapping });
    return { kind, defaults, cells: new CellPlan(kind, mapping, defaults) };
  }

  private async *batches(
    { claim, lease }: Attempt,
    file: OpenedFile,
    plan: RowPlan,
  ): AsyncGenerator<Batch, void, undefined> {
    let batch = new Batch();
    // Looked after on both sides of the reader: much of a file may hold no row, and many rows may come out of a few bytes.
    for await (const read of lease.over<ReadRow>(file.rows)) {
      if (read.row <= claim.rowsDone) continue;
      batch.add(read.row, 'bytes' in read ? read.bytes : 0, judgeRow(plan, read));
      if (!batch.isFull) continue;
      yield batch;
      batch = new Batch();
    }
    if (!batch.isEmpty) yield batch;
  }

  private async write(attempt: Attempt, batch: Batch): Promise<void> {
    const { importId, claim, rehearsed } = attempt;
    const advance = (done: DoneBatch): Promise<void> =>
      this.imports.advance(importId, claim.fence, done, this.settings.leaseMs);
    if (rehearsed) {
      const done = await this.uow.rehearse(() => this.storeBatch(attempt, batch));
      await this.uow.run(() => advance(done));
    } else {
      await this.uow.run(async () => advance(await this.storeBatch(attempt, batch)));
    }
  }

  private async storeBatch({ importId, claim, rehearsed }: Attempt, batch: Batch): Promise<DoneBatch> {
    const { kind, scope } = claim;
    const { digests } = batch;
    const sorted = batch.sort(digests.length === 0 ? new Set() : await this.quarantine.cleared(scope, kind, digests));
    if (sorted.held.length > 0) await this.quarantine.hold(scope, importId, kind, sorted.held);
    const outcomes = await this.store.store(scope, kind, sorted.rows, rehearsed);
    return { rowsDone: batch.rowsDone, hasSecret: sorted.hasSecret, ...report(sorted, outcomes) };
  }
}

/** The cells of the first rows. */
async function firstCells(file: OpenedFile & { format: 'csv' | 'xlsx' }): Promise<readonly (readonly string[])[]> {
  const samples: (readonly string[])[] = [];
  for await (const read of file.rows) {
    if ('cells' in read) samples.push(read.cells);
    if (samples.length >= sampleRows) break;
  }
  return samples;
}

function report(
  { faults, notes, held }: SortedBatch,
  outcomes: readonly RowOutcome[],
): Pick<DoneBatch, 'counts' | 'levels' | 'faults' | 'notes'> {
  const refused = outcomes.flatMap(({ row, outcome }): RowFault[] =>
    typeof outcome === 'object' ? [{ row, outcome: 'refused', ...outcome }] : [],
  );
  const refusedRows = rowsOf([...refused, ...faults.filter(({ outcome }) => outcome === 'refused')]);
  const changed = notes.filter(({ row }) => !refusedRows.has(row));
  const taken = outcomes.filter(({ outcome }) => typeof outcome === 'string');
  const of = (wanted: StoreOutcome): number => taken.filter(({ outcome }) => outcome === wanted).length;
  const at = (wanted: CompletenessLevel): number => taken.filter(({ level }) => level === wanted).length;
  const counts: ImportCounts = {
    created: of('created'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    refused: refusedRows.size,
    changed: rowsOf(changed).size,
    quarantined: held.length,
  };
  const levels: LevelCounts = { storable: at('storable'), matchable: at('matchable'), pushable: at('pushable') };
  return { counts, levels, faults: [...faults, ...refused].sort((a, b) => a.row - b.row), notes: changed };
}

const rowsOf = (faults: readonly RowFault[]): ReadonlySet<number> => new Set(faults.map(({ row }) => row));
