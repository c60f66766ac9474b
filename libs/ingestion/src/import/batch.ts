import type { ImportKind, RecordOf, RowFate } from '@throughtrain/contracts';
import type { SuggestedCode } from '@throughtrain/ranking';
import { parseAnalysis, type AnalysedText, type Analyser, type Encoder, type EncoderInput } from '@throughtrain/text';
import type { RowFault } from '../ports/import.repository.port';
import type { HeldRow } from '../ports/quarantine.repository.port';
import type { Drafted } from '../ports/record-stores.port';
import { encodeTexts } from '../encoding/encode-texts';
import type { SuggestDomains } from '../suggestions/suggest-domains.use-case';
import type { StoreRow, ValidRow } from './batch-store';
import type { JudgedRow } from './judge-row';
import { isSecrecyRefusal, type RefusedRow, type TakenRow } from './parse-record';
import { analysed, draftRecord, type TextRecord } from './prepare-record';
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

interface BatchRow {
  readonly row: number;
  readonly judged: JudgedRow;
  /** Of a row with a text, until it is ready. */
  readonly coming?: {
    readonly record: RecordOf<ImportKind>;
    readonly drafted: Drafted<TextRecord>;
    readonly text: Promise<AnalysedText>;
  };
  /** Of a row that is taken, once it is ready. */
  valid?: ValidRow;
  /** Codes of domains for a text that carries none. */
  suggested?: readonly SuggestedCode[];
}

/** Rows on their way into one transaction. */
export class Batch {
  rowsDone = 0;
  private readonly judged: BatchRow[] = [];
  private bytes = 0;

  constructor(
    private readonly kind: ImportKind,
    private readonly analyser: Analyser,
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

  /** Takes a row; the analysis of its text begins. */
  add(row: number, bytes: number, judged: JudgedRow): void {
    this.rowsDone = row;
    this.bytes += bytes;
    const decided = decisionOn(judged);
    if (!('record' in decided)) {
      this.judged.push({ row, judged });
      return;
    }
    const drafted = draftRecord(this.kind, decided.record);
    if (!('texts' in drafted)) {
      this.judged.push({ row, judged, valid: { row, record: decided.record, prepared: drafted } });
      return;
    }
    const text = this.analyser.analyse(drafted.texts);
    // Thrown where it is waited for, which may be later or never.
    text.catch(() => undefined);
    this.judged.push({ row, judged, coming: { record: decided.record, drafted, text } });
  }

  /**
   * Waits for the analyses and gives each text its vector, unless it came with it, and codes that it might carry.
   * @param keep called now and then
   * @throws DomainError unavailable `encoder.unavailable`, and whatever `keep` throws
   */
  async makeReady(encoder: Encoder, suggestDomains: SuggestDomains, keep: () => Promise<void>): Promise<void> {
    const coming = this.judged.flatMap((at) => (at.coming ? [{ at, ...at.coming }] : []));
    const texts = await Promise.all(
      coming.map(async ({ drafted, text, ...row }) => ({ ...row, drafted, text: await text })),
    );
    const purpose = this.kind === 'demands' ? 'query' : 'document';
    const inputs = texts.map(({ drafted, text }) => inputOf(drafted, text, purpose));
    const isEncoded = texts.every(({ text }) => text.vector?.encoderVersion === encoder.version);
    const vectors = isEncoded ? [] : await encodeTexts(encoder, inputs, keep);
    texts.forEach(({ at, record, drafted, text }, index) => {
      const vector = vectors[index] ?? text.vector;
      const prepared = analysed(drafted, { terms: text.terms, ...(vector && { vector }) });
      at.valid = { row: at.row, record, prepared };
      const input = inputs[index];
      if (input && 'seiCodes' in record) at.suggested = suggestDomains.execute(input, record);
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
    for (const { row, judged, valid, suggested = [] } of this.judged) {
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
}

/** What becomes of a row unless it is held. */
const decisionOn = (judged: JudgedRow): TakenRow<ImportKind> | RefusedRow =>
  'marks' in judged ? judged.otherwise : judged;

/** The analysis is read from its text form only by those who ask for it. */
const inputOf = (
  { texts }: Drafted<TextRecord>,
  { terms }: AnalysedText,
  purpose: EncoderInput['purpose'],
): EncoderInput => ({
  purpose,
  texts,
  get analysis() {
    return parseAnalysis(terms);
  },
});

const tell = (row: number, outcome: RowFate, remarks: readonly RowRemark[]): RowFault[] =>
  remarks.map((remark) => ({ row, outcome, ...remark }));

const adviceOn = (suggested: readonly SuggestedCode[]): readonly RowRemark[] =>
  suggested.length === 0 ? [] : [{ column: 'seiCodes', code: 'domain.suggested', suggested }];
