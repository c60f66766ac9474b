import { outcomeHeader } from '../table-rows';
import type { RowOutcome } from './row-outcome';

/** Finds the outcomes of rows that are asked for in their order. */
export class OutcomeCursor {
  private readonly source: AsyncIterator<RowOutcome>;
  private next: RowOutcome | undefined;
  private isEnded = false;

  /** @param outcomes by row number, of which several may be of one row */
  constructor(outcomes: AsyncIterable<RowOutcome>) {
    this.source = outcomes[Symbol.asyncIterator]();
  }

  /** @returns the outcomes of a row as one; undefined when there are none */
  async at(row: number): Promise<RowOutcome | undefined> {
    const found: RowOutcome[] = [];
    for (let next = await this.peek(); next && next.row <= row; next = await this.peek()) {
      if (next.row === row) found.push(next);
      this.next = undefined;
    }
    if (found.length === 0) return undefined;
    return {
      row,
      text: inWords(found),
      isRefused: found.some(({ isRefused }) => isRefused === true),
    };
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }

  private async peek(): Promise<RowOutcome | undefined> {
    if (this.next ?? this.isEnded) return this.next;
    const result = await this.source.next();
    this.isEnded = result.done === true;
    this.next = result.done === true ? undefined : result.value;
    return this.next;
  }
}

/** Says each fate once, before what is told of it: 已导入，有调整：报价：已换算单位；成果所处阶段：…. */
function inWords(outcomes: readonly RowOutcome[]): string {
  const fates = new Set(outcomes.map(({ fate }) => fate));
  return [...fates]
    .map((fate) => {
      const told = outcomes.filter((outcome) => outcome.fate === fate).map(({ text }) => text);
      return [...(fate === undefined ? [] : [fate]), told.join('；')].join('：');
    })
    .join('；');
}

/** Where the column of outcomes stands: in place of that of an earlier import, or to the right of the last header. */
export class OutcomeColumn {
  private readonly at: number;
  private readonly width: number;

  constructor(headers: readonly string[]) {
    const earlier = headers.indexOf(outcomeHeader);
    this.at = earlier < 0 ? headers.length : earlier;
    this.width = headers.length;
  }

  /** The cells of a row with one more; those beyond the last header keep their order to the right of it. */
  filled(cells: readonly string[], outcome: string): string[] {
    const padded = Array.from({ length: Math.max(this.width, cells.length) }, (_, at) => cells[at] ?? '');
    padded.splice(this.at, this.at < this.width ? 1 : 0, outcome);
    return padded;
  }
}
