import iconv from 'iconv-lite';
import { decodeField, type CsvDialect } from '../csv-dialect';
import { openCsv } from '../csv-rows';
import { inertUnlessNumber } from '../inert';
import { outcomeHeader, trimmedHeaders } from '../table-rows';
import { OutcomeColumn, type OutcomeCursor } from './outcome-cursor';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Writes a CSV file with a column of outcomes: same encoding, same delimiter, same rows; bytes that are no text stay as they are. Text that a
 * spreadsheet program would compute gets an apostrophe in front, which the reader of such a file takes off again; numbers stay numbers.
 */
export async function* annotateCsv(
  bytes: AsyncIterable<Buffer>,
  outcomes: OutcomeCursor,
  maxRows: number,
): AsyncGenerator<Buffer, void, undefined> {
  const { dialect, records } = await openCsv(bytes, maxRows);
  if (dialect.encoding === 'utf-8') yield byteOrderMark;
  let column: OutcomeColumn | undefined;
  for await (const { row, fields } of records) {
    if (!column && fields.some((field) => field.trim() !== '')) {
      column = new OutcomeColumn(trimmedHeaders(fields.map((field) => decodeField(field, dialect.encoding) ?? field)));
      yield line(column.filled(fields, encoded(outcomeHeader, dialect)), dialect);
    } else {
      const outcome = encoded((await outcomes.at(row))?.text ?? '', dialect);
      const isBlank = outcome === '' && fields.every((field) => field.trim() === '');
      yield line(column && !isBlank ? column.filled(fields, outcome) : fields, dialect);
    }
  }
}

/** @returns one character for each byte, as fields are */
function encoded(text: string, { encoding }: CsvDialect): string {
  return (encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030')).toString('latin1');
}

function line(fields: readonly string[], dialect: CsvDialect): Buffer {
  const cells = fields.map((field) => {
    const text = decodeField(field, dialect.encoding) ?? field;
    const safe = inertUnlessNumber(text) !== text ? `'${field}` : field;
    return /["\r\n]/.test(safe) || safe.includes(dialect.delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return Buffer.from(`${cells.join(dialect.delimiter)}\r\n`, 'latin1');
}
