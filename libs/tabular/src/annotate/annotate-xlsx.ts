import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { stream, type Row } from 'exceljs';
import { isBlank, outcomeHeader, trimmedHeaders, type RawRow } from '../table-rows';
import { firstSheet, type WorkbookLimits } from '../workbook/workbook';
import { cellText, sheetName } from '../xlsx-writer';
import { OutcomeColumn, type OutcomeCursor } from './outcome-cursor';

const outcomeWidth = 48;
const refusedFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFDE9D9' } } as const;
/** Rows that are written before what came of them is taken. */
const rowsAtOnce = 200;

/**
 * Writes the rows of a workbook as a new one with a column of outcomes; refused rows are shaded. All cells are text as the import read it, at the
 * row where they were; nothing in it is computed.
 */
export async function* annotateXlsx(
  bytes: AsyncIterable<Buffer>,
  outcomes: OutcomeCursor,
  limits: WorkbookLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const output = new PassThrough();
  const writing = write(bytes, outcomes, limits, output).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } finally {
    output.destroy();
    await writing;
  }
}

async function write(
  bytes: AsyncIterable<Buffer>,
  outcomes: OutcomeCursor,
  limits: WorkbookLimits,
  output: PassThrough,
): Promise<void> {
  const { name, rows } = await firstSheet(bytes, limits);
  const workbook = new stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet(sheetName(name));
  let column: OutcomeColumn | undefined;
  for await (const raw of rows) {
    if (output.destroyed) return;
    if (raw.row % rowsAtOnce === 0) await setImmediate();
    if (isBlank(raw)) continue;
    const row = sheet.getRow(raw.row);
    if (column) await fill(row, raw, column, outcomes);
    else {
      const headers = trimmedHeaders(raw.cells);
      column = new OutcomeColumn(headers);
      const cells = column.filled(raw.cells, outcomeHeader);
      sheet.getColumn(cells.indexOf(outcomeHeader) + 1).width = outcomeWidth;
      row.values = cells.map(cellText);
      row.font = { bold: true };
    }
    row.commit();
  }
  sheet.commit();
  await workbook.commit();
}

async function fill(row: Row, raw: RawRow, column: OutcomeColumn, outcomes: OutcomeCursor): Promise<void> {
  const outcome = await outcomes.at(raw.row);
  row.values = column.filled(raw.cells, outcome?.text ?? '').map(cellText);
  if (outcome?.isRefused !== true) return;
  row.eachCell({ includeEmpty: true }, (cell) => {
    cell.fill = refusedFill;
  });
}
