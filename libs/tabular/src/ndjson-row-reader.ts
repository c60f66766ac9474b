import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { longestLineBytes, mostRows } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import { RowReader, type ObjectRow, type OpenedFile, type UnreadRow } from '@throughtrain/ingestion';
import { repeatedKeys } from './json-keys';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const gzipMagic = Buffer.from([0x1f, 0x8b]);
const nothing = Buffer.alloc(0);
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** Row numbers are stored as 32-bit integers. */
const largestRow = 2 ** 31 - 1;

/** A line without its end; no bytes when it was too long to keep. */
interface Line {
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
 * Reads NDJSON, plain or gzip: one JSON object a line. The row number is the line number; blank lines hold no row.
 * Holds one line and one chunk in memory, whatever the file is.
 */
export class NdjsonRowReader extends RowReader {
  /**
   * @param maxExpandedBytes largest size of a file after decompression
   * @param maxRows largest number of rows of a file; it may have twice as many lines and one, so that a blank line may follow each row
   */
  constructor(
    private readonly maxExpandedBytes: number,
    private readonly maxRows = mostRows,
  ) {
    super();
  }

  override open(bytes: AsyncIterable<Buffer>): Promise<OpenedFile> {
    return Promise.resolve({ format: 'ndjson', rows: this.rows(bytes) });
  }

  async *rows(bytes: AsyncIterable<Buffer>): AsyncGenerator<ObjectRow | UnreadRow, void, undefined> {
    const tooMany = new DomainError('invalid', 'import.too-many-rows', { maxRows: this.maxRows });
    const mostLines = Math.min(2 * this.maxRows + 1, largestRow);
    let count = 0;
    for await (const line of lines(capped(expanded(bytes), this.maxExpandedBytes))) {
      if (line.row > mostLines) throw tooMany;
      const read = readLine(line);
      if (!read) continue;
      count += 1;
      if (count > this.maxRows) throw tooMany;
      yield read;
    }
    if (count === 0) throw new DomainError('invalid', 'import.empty');
  }
}

/** The file as it was before compression, if it was compressed. */
async function* expanded(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const source = bytes[Symbol.asyncIterator]();
  const start = await readStart(source, gzipMagic.length);
  const whole = chain(start, source);
  if (start.subarray(0, gzipMagic.length).equals(gzipMagic)) yield* gunzipped(whole);
  else yield* whole;
}

/** @returns at least the given number of bytes, fewer when there are no more */
async function readStart(source: AsyncIterator<Buffer>, length: number): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < length) {
    const next = await source.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* chain(start: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield start;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  // A failure of the source ends the gunzip with the same error, and leaving the loop early ends the source.
  const gunzip = pipeline(Readable.from(bytes), createGunzip(), () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (isZlibError(error)) throw new DomainError('invalid', 'import.unreadable', { reason: error.code });
    throw error;
  }
}

function isZlibError(error: unknown): error is { readonly code: string } {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

async function* capped(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer, void, undefined> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) throw new DomainError('invalid', 'request.too-large', { maxBytes });
    yield chunk;
  }
}

/** Lines that hold something, and of each stretch of empty ones that ends a chunk the last, so that endless ones can be stopped. */
async function* lines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line, void, undefined> {
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

/** @returns undefined for a blank line */
function readLine({ row, bytes }: Line): ObjectRow | UnreadRow | undefined {
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
