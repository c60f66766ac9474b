import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { unreadable } from './unreadable';

/** A row longer than this is not read to its end: most likely a quotation mark opens a cell that nothing closes. */
const longestRecordBytes = 1_048_576;
/** So much is parsed at once, which bounds what is read after a row has become too long. */
const pieceBytes = 65_536;

/** One row of a CSV file. */
export interface CsvRecord {
  /** Counts from 1, blank rows included; the lines of a quoted cell are one row. */
  readonly row: number;
  /** One character for each byte (latin1), so that the encoding is a question of its own. */
  readonly fields: readonly string[];
  readonly bytes: number;
}

/**
 * Splits CSV into rows, blank ones included, in constant memory. Quotation marks within an unquoted cell are text. Works on bytes: in UTF-8 as in
 * GB18030 neither delimiters, quotation marks nor line ends occur within a character.
 * @param bytes without a byte order mark
 * @param delimiter one ASCII character
 * @throws DomainError invalid `import.unreadable` with the row, for a row or a quoted cell without end
 */
export async function* csvRecords(
  bytes: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<CsvRecord, void, undefined> {
  let [row, end, fed] = [0, 0, 0];
  let ready: CsvRecord[] = [];
  const taken = (): CsvRecord[] => {
    const records = ready;
    ready = [];
    return records;
  };
  const parser = parse({
    delimiter,
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    on_record: (fields, info) => {
      row += 1;
      ready.push({ row, fields, bytes: info.bytes - end });
      end = info.bytes;
      return null;
    },
  });
  const ended = finished(parser.resume());
  // Told again where it is awaited; the parser fails at its end only.
  ended.catch(() => undefined);
  try {
    for await (const chunk of bytes) {
      for (let start = 0; start < chunk.length; start += pieceBytes) {
        const piece = chunk.subarray(start, start + pieceBytes);
        fed += piece.length;
        // The parser works at once on what is written.
        parser.write(piece);
        yield* taken();
        if (fed - end > longestRecordBytes) throw unreadable('row-without-end', { row: row + 1 });
      }
    }
    parser.end();
    await ended;
    yield* taken();
  } catch (error) {
    if (isUnclosedQuote(error)) throw unreadable('unclosed-quote', { row: row + 1 });
    throw error;
  } finally {
    parser.destroy();
  }
}

function isUnclosedQuote(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED';
}
