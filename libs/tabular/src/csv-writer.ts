import type { Cell, Table } from './table';

const byteOrderMark = '\ufeff';

/**
 * What spreadsheet programs take for the beginning of a formula: = + - @ as the first thing that is seen, after compatibility folding (which
 * turns ＝＋－＠ and the small forms into ASCII) and past blanks, quotes and invisible characters; or a tab or line end in the first place.
 */
const formulaStart = /^[\t\r\n]|^[\s\p{Cf}\p{Cc}"'`´‘’“”«»]*[=+\-@−]/u;

/** Text that a spreadsheet program shows instead of computing. */
export function inert(text: string): string {
  return formulaStart.test(text.normalize('NFKC')) || formulaStart.test(text) ? `'${text}` : text;
}

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
