import { Workbook } from 'exceljs';
import type { Cell, Table } from './table';

/** Most characters of a cell and of a sheet's name; longer ones make Excel call the file damaged. */
const longestCell = 32_767;
const longestSheetName = 31;
const defaultWidth = 16;

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `_x003D_` stands for `=` in the strings of a workbook, so a text that looks so has its first mark written that way. */
const escapeLike = /_(?=x[0-9a-f]{4}_)/gi;

/** Text as a string cell can hold it: no characters that XML forbids, no half of a surrogate pair, nothing that reads as an escape, not too long. */
export function cellText(text: string): string {
  return text
    .replace(escapeLike, '_x005F_')
    .slice(0, longestCell)
    .replace(loneSurrogate, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** A name as a sheet can have it. */
export function sheetName(name: string): string {
  return name
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .slice(0, longestSheetName);
}

/**
 * Writes a table as one sheet of an XLSX workbook: header frozen and bold, text wrapped. Cells are typed, so that text is never computed
 * whatever it begins with.
 */
export async function writeXlsx({ sheet, columns, rows }: Table): Promise<Buffer> {
  const workbook = new Workbook();
  const worksheet = workbook.addWorksheet(sheetName(sheet), { views: [{ state: 'frozen', ySplit: 1 }] });
  worksheet.columns = columns.map(({ key, header, width, decimals }) => ({
    key,
    header: cellText(header),
    width: width ?? defaultWidth,
    ...(decimals !== undefined && { style: { numFmt: `0.${'0'.repeat(decimals)}` } }),
  }));
  for (const row of rows) worksheet.addRow(columns.map(({ key }) => typed(row[key])));
  worksheet.eachRow((row) => {
    row.alignment = { wrapText: true, vertical: 'top' };
  });
  worksheet.getRow(1).font = { bold: true };
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function typed(cell: Cell): string | number | null {
  if (cell === undefined) return null;
  return typeof cell === 'string' ? cellText(cell) : cell;
}
