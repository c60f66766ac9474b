import { longestLineBytes } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import type { CellRow, UnreadRow } from '@throughtrain/ingestion';
import { unreadable } from './unreadable';

/** Header of the column that tells the outcome of each row in a file that was written back; it is not read again. */
export const outcomeHeader = '导入结果';

/** Most characters of a cell, as in spreadsheet programs. */
export const longestCell = 32_767;
/** A longer text is no header. */
const longestHeader = 200;

/** A row of a file as it is, before it is known what its columns are. */
export interface RawRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly bytes: number;
  /** The first cell that can not be read. */
  readonly problem?: CellProblem;
}

/** What is wrong with a cell; its column counts from 0. */
export interface CellProblem {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

/** The rows of a table below its header. */
export interface OpenedTable {
  readonly headers: readonly string[];
  readonly rows: AsyncGenerator<CellRow | UnreadRow, void, undefined>;
}

/** Caps of a table. */
export interface TableLimits {
  readonly maxRows: number;
  readonly maxColumns: number;
}

/**
 * Reads the first row that is not blank as header; the others follow as a stream.
 * @returns undefined when all rows are blank
 * @throws DomainError invalid `import.unreadable` for a header that can not be used; while reading `import.too-many-rows`, `import.empty`
 */
export async function openTable(
  rows: AsyncGenerator<RawRow, void, undefined>,
  limits: TableLimits,
): Promise<OpenedTable | undefined> {
  try {
    for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
      if (isBlank(next.value)) continue;
      const headers = headersOf(next.value, limits.maxColumns);
      return { headers: withoutOutcome(headers, headers), rows: body(headers, rows, limits.maxRows) };
    }
    return undefined;
  } catch (error) {
    await rows.return();
    throw error;
  }
}

/** Whether a row holds nothing, not even a cell that can not be read. */
export function isBlank({ cells, problem }: RawRow): boolean {
  return !problem && cells.every((cell) => cell.trim() === '');
}

/**
 * The headers of a table, trimmed, without empty ones at its end.
 * @throws DomainError invalid `import.unreadable`
 */
function headersOf({ row, cells, problem }: RawRow, maxColumns: number): string[] {
  if (problem?.code === tooManyCells.code) throw unreadable('too-many-columns', { maxColumns });
  if (problem) throw unreadable('unreadable-header', { row, column: lettersOf(problem.at) });
  const headers = trimmedHeaders(cells);
  if (headers.length > maxColumns) throw unreadable('too-many-columns', { maxColumns });
  if (headers.some((header) => header.length > longestHeader)) throw unreadable('no-header', { row });
  const seen = new Set<string>();
  for (const [at, header] of headers.entries()) {
    const folded = header.normalize('NFKC').trim().toLowerCase();
    if (folded !== '' && seen.has(folded)) throw unreadable('two-headers-alike', { row, column: lettersOf(at) });
    seen.add(folded);
  }
  return headers;
}

/** The texts of a header row, trimmed, without empty ones at its end. */
export function trimmedHeaders(cells: readonly string[]): string[] {
  const headers = cells.map((cell) => cell.trim());
  while (headers.at(-1) === '') headers.pop();
  return headers;
}

/** What is told of a row with more cells than its header, wherever it is found. */
export const tooManyCells = { code: 'row.too-many-cells', message: 'holds cells to the right of the last header' };

async function* body(
  headers: readonly string[],
  rows: AsyncGenerator<RawRow, void, undefined>,
  maxRows: number,
): AsyncGenerator<CellRow | UnreadRow, void, undefined> {
  let count = 0;
  for await (const raw of rows) {
    if (isBlank(raw)) continue;
    count += 1;
    if (count > maxRows) throw new DomainError('invalid', 'import.too-many-rows', { maxRows });
    const problem = problemOf(headers, raw);
    // A title above the header looks like a table of one column.
    if (count === 1 && headers.length === 1 && problem?.code === tooManyCells.code) throw unreadable('no-header');
    yield problem ? unread(headers, raw.row, problem) : cellRow(headers, raw);
  }
  if (count === 0) throw new DomainError('invalid', 'import.empty');
}

function problemOf(headers: readonly string[], { cells, bytes, problem }: RawRow): CellProblem | undefined {
  if (problem && headers[problem.at] !== outcomeHeader) return problem;
  const tooLong = cells.findIndex((cell) => cell.length > longestCell);
  if (tooLong >= 0)
    return { at: tooLong, code: 'row.cell-too-long', message: `is longer than ${longestCell} characters` };
  if (bytes > longestLineBytes)
    return { at: -1, code: 'row.too-long', message: `is longer than ${longestLineBytes} bytes` };
  const stray = cells.findIndex((cell, at) => (headers[at] ?? '') === '' && cell.trim() !== '');
  if (stray >= headers.length) return { at: stray, ...tooManyCells };
  if (stray >= 0) return { at: stray, code: 'row.cell-without-header', message: 'stands in a column without a header' };
  return undefined;
}

function unread(headers: readonly string[], row: number, { at, code, message }: CellProblem): UnreadRow {
  const header = headers[at] ?? '';
  const column = header === '' && at >= 0 ? lettersOf(at) : header;
  return { row, fault: { code, message, ...(column !== '' && { column }) } };
}

function cellRow(headers: readonly string[], { row, cells, bytes }: RawRow): CellRow {
  const padded = headers.map((_, at) => cells[at] ?? '');
  return { row, cells: withoutOutcome(headers, padded), bytes };
}

function withoutOutcome(headers: readonly string[], cells: readonly string[]): readonly string[] {
  const at = headers.indexOf(outcomeHeader);
  return at < 0 ? cells : cells.toSpliced(at, 1);
}

/** The name of a column in spreadsheet programs: A to Z, AA and so on, of a column that counts from 0. */
export function lettersOf(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : lettersOf(Math.floor(at / 26) - 1) + letter;
}
