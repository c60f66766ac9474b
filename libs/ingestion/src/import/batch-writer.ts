import type { RowFate } from '@throughtrain/contracts';
import { Rehearsal, UnitOfWork, type CompletenessLevel } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import {
  ImportRepository,
  type ClaimedImport,
  type DoneBatch,
  type ImportCounts,
  type LevelCounts,
  type RowFault,
} from '../ports/import.repository.port';
import { QuarantineRepository } from '../ports/quarantine.repository.port';
import type { StoreOutcome } from '../ports/record-stores.port';
import type { Batch, SortedBatch } from './batch';
import { BatchStore, type Rehearsed, type RowOutcome } from './batch-store';

/** Writes batches of rows with their report: both in one transaction, or the report alone when it is a dry run. */
@Injectable()
export class BatchWriter {
  constructor(
    private readonly imports: ImportRepository,
    private readonly quarantine: QuarantineRepository,
    private readonly store: BatchStore,
    private readonly uow: UnitOfWork,
    private readonly rehearsal: Rehearsal,
  ) {}

  /**
   * @param rehearsed of a dry run
   * @throws DomainError unavailable `lease.lost`
   */
  async write(
    importId: string,
    claim: ClaimedImport,
    batch: Batch,
    leaseMs: number,
    rehearsed?: Rehearsed,
  ): Promise<void> {
    const storeBatch = (): Promise<DoneBatch> => this.storeBatch(importId, claim, batch, rehearsed);
    const rehearsal = rehearsed && (await this.rehearsal.run(storeBatch));
    await this.uow.run(async () =>
      this.imports.advance(importId, claim.fence, rehearsal ?? (await storeBatch()), leaseMs),
    );
  }

  private async storeBatch(
    importId: string,
    { kind, scope }: ClaimedImport,
    batch: Batch,
    rehearsed: Rehearsed | undefined,
  ): Promise<DoneBatch> {
    const { digests } = batch;
    const sorted = batch.sort(digests.length === 0 ? new Set() : await this.quarantine.cleared(scope, kind, digests));
    if (sorted.held.length > 0) await this.quarantine.hold(scope, importId, kind, sorted.held);
    const outcomes = await this.store.store(scope, kind, sorted.rows, importId, rehearsed);
    // What was sealed was declared not public, so its words are no more to be kept when they come again.
    const isSealed = outcomes.some(({ outcome }) => typeof outcome === 'object' && outcome.code === 'project.sealed');
    const hasSecret = sorted.hasSecret || isSealed;
    return { rowsDone: batch.rowsDone, hasSecret, ...report(sorted, outcomes) };
  }
}

function report(
  { faults, notes, held }: SortedBatch,
  outcomes: readonly RowOutcome[],
): Pick<DoneBatch, 'counts' | 'levels' | 'faults' | 'notes'> {
  const refused = outcomes.flatMap(({ row, outcome }): RowFault[] =>
    typeof outcome === 'object' ? [{ row, outcome: 'refused', ...outcome }] : [],
  );
  const refusedRows = rowsWith([...refused, ...faults], 'refused');
  const kept = notes.filter(({ row }) => !refusedRows.has(row));
  const taken = outcomes.filter(({ outcome }) => typeof outcome === 'string');
  const of = (wanted: StoreOutcome): number => taken.filter(({ outcome }) => outcome === wanted).length;
  const at = (wanted: CompletenessLevel): number => taken.filter(({ level }) => level === wanted).length;
  const counts: ImportCounts = {
    created: of('created'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    refused: refusedRows.size,
    changed: rowsWith(kept, 'changed').size,
    quarantined: held.length,
    advised: rowsWith(kept, 'advised').size,
  };
  const levels: LevelCounts = { storable: at('storable'), matchable: at('matchable'), pushable: at('pushable') };
  return { counts, levels, faults: [...faults, ...refused].sort((a, b) => a.row - b.row), notes: kept };
}

const rowsWith = (faults: readonly RowFault[], fate: RowFate): ReadonlySet<number> =>
  new Set(faults.filter(({ outcome }) => outcome === fate).map(({ row }) => row));
