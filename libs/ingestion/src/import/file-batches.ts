import { Injectable } from '@nestjs/common';
import { Analyser, Encoder } from '@throughtrain/text';
import type { ClaimedImport } from '../ports/import.repository.port';
import { RowReader, type OpenedFile, type ReadRow } from '../ports/row-reader.port';
import { Batch } from './batch';
import { judgeRow, type RowPlan } from './judge-row';
import type { LeaseKeeper } from './lease-keeper';
import { endOfTurn, madeAhead } from './made-ahead';
import { FilePlanner } from './plan-file';

/** Rows that are made ready without a look at what else has happened: some milliseconds of work. */
const rowsAtATime = 4;

/** Makes batches of the rows of a file: judged, analysed and encoded, ready to be written. */
@Injectable()
export class FileBatches {
  constructor(
    private readonly planner: FilePlanner,
    private readonly reader: RowReader,
    private readonly analyser: Analyser,
    private readonly encoder: Encoder,
  ) {}

  /**
   * @param rowsDone rows that need not be read again
   * @returns the batches, each made while the one before it is being written; undefined when a person has to say first what the columns stand for
   * @throws DomainError of the file as a whole; unavailable `lease.lost`, `encoder.unavailable`
   */
  async open(
    importId: string,
    claim: ClaimedImport,
    bytes: AsyncIterable<Buffer>,
    { rowsDone, lease }: { readonly rowsDone: number; readonly lease: LeaseKeeper },
  ): Promise<AsyncIterable<Batch> | undefined> {
    const file = await this.reader.open(lease.over(bytes));
    const plan = await this.planner.plan(importId, claim, file);
    return plan && madeAhead(this.ready(this.batches(file, plan, rowsDone, lease), lease));
  }

  private async *ready(made: AsyncIterable<Batch>, lease: LeaseKeeper): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of made) {
      await batch.makeReady(this.encoder, () => lease.keep());
      yield batch;
    }
  }

  private async *batches(
    file: OpenedFile,
    plan: RowPlan,
    rowsDone: number,
    lease: LeaseKeeper,
  ): AsyncGenerator<Batch, void, undefined> {
    let batch = new Batch(plan.kind, this.analyser);
    // Looked after on both sides of the reader: much of a file may hold no row, and many rows may come out of a few bytes.
    for await (const read of lease.over<ReadRow>(file.rows)) {
      if (read.row <= rowsDone) continue;
      batch.add(read.row, 'bytes' in read ? read.bytes : 0, judgeRow(plan, read));
      // While the database writes a batch, its answers are to be taken in between.
      if (batch.size % rowsAtATime === 0) await endOfTurn();
      if (!batch.isFull) continue;
      yield batch;
      batch = new Batch(plan.kind, this.analyser);
    }
    if (!batch.isEmpty) yield batch;
  }
}
