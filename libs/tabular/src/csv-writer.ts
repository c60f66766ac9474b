import { inert } from './inert';
import type { Cell, Table } from './table';

const byteOrderMark = '\ufeff';

function format(cell: Cell, decimals?: number): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return decimals === undefined ? String(cell) : cell.toFixed(decimals);
  const text = inert(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a table as CSV (RFC 4180: CRLF, quotes doubled) in UTF-8 with a byte order mark, which Excel needs to see that it is UTF-8. Text that
 * would be taken for a formula gets an apostrophe in front; numbers stay numbers.
 */
export function writeCsv({ columns, rows }: Table): Buffer {
  const lines = [
    columns.map(({ header }) => format(header)),
    ...rows.map((row) => columns.map(({ key, decimals }) => format(row[key], decimals))),
  ];
  return Buffer.from(byteOrderMark + lines.map((cells) => `${cells.join(',')}\r\n`).join(''));
}
