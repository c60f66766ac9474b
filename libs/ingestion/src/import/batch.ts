import type { ImportKind, RowFate } from '@throughtrain/contracts';
import type { SuggestedCode } from '@throughtrain/ranking';
import type { Encoder } from '@throughtrain/text';
import type { RowFault } from '../ports/import.repository.port';
import type { HeldRow } from '../ports/quarantine.repository.port';
import { encodeTexts } from '../encoding/encode-texts';
import type { SuggestDomains } from '../suggestions/suggest-domains.use-case';
import { toValidRow, type StoreRow, type ValidRow } from './batch-store';
import type { JudgedRow } from './judge-row';
import { isSecrecyRefusal, type RefusedRow, type TakenRow } from './parse-record';
import type { RowRemark } from './row-remark';

/** Rows of one transaction: short enough to keep the change feed moving, long enough to be fast. */
const batchRows = 200;
/** Text of one transaction, which bounds the memory and the time of a batch of long rows. */
const batchBytes = 4 * 1_048_576;

/** What a batch asks of the stores, and what is told of its rows. */
export interface SortedBatch {
  readonly rows: readonly StoreRow[];
  readonly held: readonly HeldRow[];
  readonly faults: readonly RowFault[];
  /** Of rows that are taken unless a store refuses them. */
  readonly notes: readonly RowFault[];
  /** A row declares itself secret or is held as one that may be. */
  readonly hasSecret: boolean;
}

/** Rows on their way into one transaction. */
export class Batch {
  rowsDone = 0;
  private readonly judged: {
    readonly row: number;
    readonly judged: JudgedRow;
    valid: ValidRow | undefined;
    readonly suggested: readonly SuggestedCode[];
  }[] = [];
  private bytes = 0;

  constructor(
    private readonly kind: ImportKind,
    private readonly suggestDomains: SuggestDomains,
  ) {}

  get isEmpty(): boolean {
    return this.judged.length === 0;
  }

  get size(): number {
    return this.judged.length;
  }

  get isFull(): boolean {
    return this.judged.length >= batchRows || this.bytes >= batchBytes;
  }

  add(row: number, bytes: number, judged: JudgedRow): void {
    this.rowsDone = row;
    this.bytes += bytes;
    const decided = decisionOn(judged);
    const valid = 'record' in decided ? toValidRow(this.kind, row, decided.record) : undefined;
    this.judged.push({ row, judged, valid, suggested: valid ? this.suggestFor(valid) : [] });
  }

  /**
   * Gives each text its vector.
   * @param keep called now and then
   * @throws DomainError unavailable `encoder.unavailable`, and whatever `keep` throws
   */
  async encode(encoder: Encoder, keep: () => Promise<void>): Promise<void> {
    const texts = this.judged.flatMap((row) => {
      const prepared = row.valid?.prepared;
      return row.valid && prepared && 'text' in prepared ? [{ row, valid: row.valid, prepared }] : [];
    });
    const vectors = await encodeTexts(
      encoder,
      texts.map(({ prepared }) => prepared.text),
      keep,
    );
    texts.forEach(({ row, valid, prepared }, index) => {
      const vector = vectors[index];
      if (vector) row.valid = { ...valid, prepared: { ...prepared, vector } as ValidRow['prepared'] };
    });
  }

  /** Digests of the rows that carry marks of secrecy. */
  get digests(): readonly Buffer[] {
    return this.judged.flatMap(({ judged }) => ('marks' in judged ? [judged.digest] : []));
  }

  /**
   * Parts the rows by what is to become of them.
   * @param cleared digests, in hexadecimal, of rows that a person has found to be public in spite of their marks
   */
  sort(cleared: ReadonlySet<string>): SortedBatch {
    const rows: StoreRow[] = [];
    const held: HeldRow[] = [];
    const faults: RowFault[] = [];
    const notes: RowFault[] = [];
    let hasSecret = false;
    for (const { row, judged, valid, suggested } of this.judged) {
      const isHeld = 'marks' in judged && !cleared.has(judged.digest.toString('hex'));
      const decided = decisionOn(judged);
      if (isHeld) {
        const { marks, content, digest } = judged;
        held.push({ row, marks, content, digest });
        faults.push(...marks.map((code): RowFault => ({ row, outcome: 'quarantined', code })));
      } else if (valid && 'notes' in decided) {
        rows.push(valid);
        notes.push(...tell(row, 'changed', decided.notes), ...tell(row, 'advised', adviceOn(suggested)));
      } else if ('faults' in decided) {
        faults.push(...tell(row, 'refused', decided.faults));
        if (decided.seals) rows.push({ row, seals: decided.seals });
      }
      hasSecret ||= isHeld || isSecrecyRefusal(decided);
    }
    return { rows, held, faults, notes, hasSecret };
  }

  private suggestFor({ record, prepared }: ValidRow): readonly SuggestedCode[] {
    return 'text' in prepared && 'seiCodes' in record ? this.suggestDomains.execute(prepared.text, record) : [];
  }
}

/** What becomes of a row unless it is held. */
const decisionOn = (judged: JudgedRow): TakenRow<ImportKind> | RefusedRow =>
  'marks' in judged ? judged.otherwise : judged;

const adviceOn = (suggested: readonly SuggestedCode[]): readonly RowRemark[] =>
  suggested.length === 0 ? [] : [{ column: 'seiCodes', code: 'domain.suggested', suggested }];

const tell = (row: number, outcome: RowFate, remarks: readonly RowRemark[]): RowFault[] =>
  remarks.map((remark) => ({ row, outcome, ...remark }));
