import { longestCell, tooManyCells, type CellProblem, type RawRow } from '../table-rows';
import { unreadable } from '../unreadable';
import { isoText, numberText, unescaped, type NumberStyle } from './cell-text';
import { scanned } from './part';
import { TextCollector } from './shared-strings';
import type { XmlHandler } from './xml-scanner';
import type { ZipArchive } from './zip';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly isFrom1904: boolean;
  readonly maxColumns: number;
}

const lastRow = 1_048_576;
const lastColumn = 16_384;
/** No text: a zero, half of a surrogate pair. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const faults = {
  error: { code: 'row.formula-error', message: 'holds a formula that ends in an error' },
  noValue: { code: 'row.formula-without-value', message: 'holds a formula without a stored value' },
  unreadable: { code: 'row.cell-unreadable', message: 'refers to a text that the workbook does not hold' },
  number: {
    code: 'row.number-inexact',
    message: 'holds a number of more than 15 digits, of which spreadsheet programs keep 15; format the column as text',
  },
  notText: { code: 'row.not-text', message: 'holds characters that are no text' },
} as const;

type Read = { readonly text: string; readonly fault?: (typeof faults)[keyof typeof faults] };

/** A cell whose end is yet to come. */
class OpenCell {
  isFormula = false;
  value: string | undefined;
  readonly inline = new TextCollector();

  constructor(
    readonly column: number,
    private readonly type: string,
    private readonly style: number,
  ) {}

  /** What the cell shows, never computed: of a formula the value that was stored with it. */
  read(context: SheetContext): Read {
    const inline = this.inline.take();
    const stored = this.type === 'inlineStr' ? inline : this.value;
    if (stored === undefined || (stored === '' && this.type !== 'str'))
      return this.isFormula ? { text: '', fault: faults.noValue } : { text: '' };
    const read = this.typed(stored, context);
    return unstorable.test(read.text) ? { ...read, fault: faults.notText } : read;
  }

  private typed(stored: string, { strings, styles, isFrom1904 }: SheetContext): Read {
    switch (this.type) {
      case 's': {
        const text = /^\d+$/.test(stored) ? strings[Number(stored)] : undefined;
        return text === undefined ? { text: '', fault: faults.unreadable } : { text };
      }
      case 'str':
      case 'inlineStr':
        return { text: unescaped(stored) };
      case 'b':
        return { text: stored === '1' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { text: stored, fault: faults.error };
      case 'd':
        return { text: isoText(stored) };
      default: {
        const text = numberText(stored, styles[this.style], isFrom1904);
        return text === undefined ? { text: stored, fault: faults.number } : { text };
      }
    }
  }
}

/** Takes rows out of the tags of a sheet. Its dimension is not looked at, and rows and cells that it leaves out cost nothing. */
class SheetHandler implements XmlHandler {
  private ready: RawRow[] = [];
  private isInRows = false;
  private isInValue = false;
  private row = 0;
  private column = -1;
  private cells: string[] = [];
  private bytes = 0;
  private problem: CellProblem | undefined;
  private cell: OpenCell | undefined;

  constructor(private readonly context: SheetContext) {}

  /** The rows that have ended since the last call. */
  take(): readonly RawRow[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  open(name: string, attributes: () => ReadonlyMap<string, string>): void {
    if (this.cell) {
      if (name === 'f') this.cell.isFormula = true;
      else if (name === 'v') {
        this.isInValue = true;
        this.cell.value ??= '';
      } else this.cell.inline.open(name);
    } else if (this.isInRows && name === 'c') this.openCell(attributes());
    else if (this.isInRows && name === 'row') this.openRow(attributes().get('r'));
    else if (name === 'sheetData') this.isInRows = true;
  }

  text(text: string): void {
    if (!this.cell) return;
    if (!this.isInValue) this.cell.inline.add(text);
    else if ((this.cell.value ?? '').length <= longestCell) this.cell.value = (this.cell.value ?? '') + text;
  }

  close(name: string): void {
    if (this.cell) {
      if (name === 'v') this.isInValue = false;
      else if (name === 'c') this.closeCell(this.cell);
      else this.cell.inline.close(name);
    } else if (name === 'row' && this.isInRows) this.closeRow();
    else if (name === 'sheetData') this.isInRows = false;
  }

  private openRow(r: string | undefined): void {
    const row = r === undefined ? this.row + 1 : Number(r);
    if (!(Number.isInteger(row) && row > this.row && row <= lastRow)) throw unreadable('broken-workbook');
    this.row = row;
    this.column = -1;
    this.cells = [];
    this.bytes = 0;
    this.problem = undefined;
  }

  private openCell(attributes: ReadonlyMap<string, string>): void {
    const r = attributes.get('r');
    const column = r === undefined ? this.column + 1 : columnOf(r);
    if (!(column > this.column && column < lastColumn)) throw unreadable('broken-workbook');
    this.column = column;
    this.cell = new OpenCell(column, attributes.get('t') ?? 'n', Number(attributes.get('s') ?? 0));
  }

  private closeCell(cell: OpenCell): void {
    this.cell = undefined;
    const { text, fault } = cell.read(this.context);
    if (text === '' && !fault) return;
    this.bytes += Buffer.byteLength(text);
    const at = cell.column;
    if (at >= this.context.maxColumns) this.problem ??= { at, ...tooManyCells };
    else {
      while (this.cells.length < at) this.cells.push('');
      this.cells.push(text);
      if (fault) this.problem ??= { at, ...fault };
    }
  }

  private closeRow(): void {
    const { row, cells, bytes, problem } = this;
    this.ready.push({ row, cells, bytes, ...(problem && { problem }) });
  }
}

/** The column of a reference such as AB12, counted from 0; NaN when it is none. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})\d+$/i.exec(reference)?.[1] ?? '';
  const number = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return number === 0 ? Number.NaN : number - 1;
}

/**
 * The rows of a sheet in their order. Merged cells hold their text in the first one; hidden rows are rows.
 * @throws DomainError invalid `import.unreadable`, `request.too-large`
 */
export async function* sheetRows(
  archive: ZipArchive,
  part: string,
  context: SheetContext,
): AsyncGenerator<RawRow, void, undefined> {
  const handler = new SheetHandler(context);
  const pieces = scanned(archive, part, handler);
  try {
    while ((await pieces.next()).done !== true) yield* handler.take();
  } finally {
    await pieces.return();
  }
}
