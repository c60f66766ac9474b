import { longestLineBytes } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import type { ObjectRow, UnreadRow } from '@throughtrain/ingestion';
import { repeatedKeys } from './json-keys';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const nothing = Buffer.alloc(0);
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** Row numbers are stored as 32-bit integers. */
const largestRow = 2 ** 31 - 1;

/** A line without its end; no bytes when it was too long to keep. */
export interface Line {
  readonly row: number;
  readonly bytes?: Buffer;
}

type Fault = UnreadRow['fault'];

// A fault says what is wrong with a line, never what it holds: a refused line may be one that must not be kept.
const tooLong: Fault = { code: 'row.too-long', message: `is longer than ${longestLineBytes} bytes` };
const notUtf8: Fault = { code: 'row.not-utf8', message: 'is not UTF-8 text' };
const notJson: Fault = { code: 'row.not-json', message: 'is not JSON' };
const notObject: Fault = { code: 'row.not-object', message: 'is JSON, but not an object' };

/**
 * Reads NDJSON: one JSON object a line. The row number is the line number; blank lines hold no row. Holds one line and one chunk in memory,
 * whatever the file is.
 * @param maxRows largest number of rows; there may be twice as many lines and one, so that a blank line may follow each row
 * @throws DomainError invalid `import.too-many-rows`, `import.empty`
 */
export async function* ndjsonRows(
  bytes: AsyncIterable<Buffer>,
  maxRows: number,
): AsyncGenerator<ObjectRow | UnreadRow, void, undefined> {
  const tooMany = new DomainError('invalid', 'import.too-many-rows', { maxRows });
  const mostLines = mostLinesFor(maxRows);
  let count = 0;
  for await (const line of ndjsonLines(bytes)) {
    if (line.row > mostLines) throw tooMany;
    const read = readLine(line);
    if (!read) continue;
    count += 1;
    if (count > maxRows) throw tooMany;
    yield read;
  }
  if (count === 0) throw new DomainError('invalid', 'import.empty');
}

/** Lines of a file of so many rows: one blank line may follow each. */
export function mostLinesFor(rows: number): number {
  return Math.min(2 * rows + 1, largestRow);
}

/** Lines that hold something, and of each stretch of empty ones that ends a chunk the last, so that endless ones can be stopped. */
export async function* ndjsonLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line, void, undefined> {
  const line = new LineBuffer();
  let row = 1;
  for await (const chunk of bytes) {
    let start = 0;
    while (start < chunk.length) {
      if (line.isEmpty) {
        const skipped = skipEmptyLines(chunk, start);
        row += skipped.lines;
        start = skipped.next;
        if (start === chunk.length && skipped.lines > 0) yield { row: row - 1, bytes: nothing };
      }
      const end = chunk.indexOf(lineFeed, start);
      if (end < 0) {
        line.add(chunk.subarray(start));
        break;
      }
      line.add(chunk.subarray(start, end));
      yield line.take(row);
      row += 1;
      start = end + 1;
    }
  }
  if (!line.isEmpty) yield line.take(row);
}

/** @returns where the next line that is not empty starts, or the end of the chunk, and how many lines end before */
function skipEmptyLines(chunk: Buffer, start: number): { readonly next: number; readonly lines: number } {
  let next = start;
  let lines = 0;
  for (; next < chunk.length; next += 1) {
    const byte = chunk[next];
    if (byte === lineFeed) lines += 1;
    else if (byte !== carriageReturn) break;
  }
  return { next, lines };
}

/** The pieces of one line, as long as they are not too many. */
class LineBuffer {
  // Room for what does not count: the mark before the first line, the carriage return after any.
  private static readonly room = longestLineBytes + byteOrderMark.length + 1;
  private pieces: Buffer[] = [];
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(piece: Buffer): void {
    this.length += piece.length;
    if (this.length > LineBuffer.room) this.pieces = [];
    else if (piece.length > 0) this.pieces.push(piece);
  }

  take(row: number): Line {
    const [length, pieces] = [this.length, this.pieces];
    this.pieces = [];
    this.length = 0;
    if (length > LineBuffer.room) return { row };
    const bytes = trimmed(Buffer.concat(pieces), row === 1);
    return bytes.length > longestLineBytes ? { row } : { row, bytes };
  }
}

function trimmed(bytes: Buffer, isFirst: boolean): Buffer {
  const hasMark = isFirst && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return bytes.subarray(hasMark ? byteOrderMark.length : 0, bytes.at(-1) === carriageReturn ? -1 : undefined);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns what a line holds, undefined for a blank one */
export function readLine({ row, bytes }: Line): ObjectRow | UnreadRow | undefined {
  if (!bytes) return { row, fault: tooLong };
  const text = attempt(() => utf8.decode(bytes));
  if (text === undefined) return { row, fault: notUtf8 };
  if (text.trim() === '') return undefined;
  const parsed = attempt(() => ({ value: JSON.parse(text) as unknown }));
  if (!parsed) return { row, fault: notJson };
  const { value } = parsed;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) return { row, fault: notObject };
  return { row, value, bytes: bytes.length, repeatedKeys: repeatedKeys(text) };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
