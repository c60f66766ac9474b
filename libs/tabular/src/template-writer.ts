import { Workbook, type DataValidation, type Worksheet } from 'exceljs';
import { sheetsWithoutRecords } from './workbook/workbook';
import { cellText, sheetName } from './xlsx-writer';

/** A column of a template. */
export interface TemplateColumn {
  readonly key: string;
  /** As on official forms; the import knows it. */
  readonly header: string;
  readonly required: boolean;
  /** What to write, in a sentence. */
  readonly help?: string;
  readonly example?: string;
  /** Values of a drop-down list. */
  readonly values?: readonly string[];
  /** Whether a cell may hold several of the values, so that others than single ones are taken. */
  readonly isList?: boolean;
  /** In characters of the standard font; a Chinese character takes two. */
  readonly width?: number;
  /** Whether cells are text from the start, so that leading zeros and codes of 18 digits stay. */
  readonly asText?: boolean;
}

/** A workbook to be filled in and imported. */
export interface Template {
  readonly sheet: string;
  /** Said above the instructions. */
  readonly title: string;
  readonly columns: readonly TemplateColumn[];
  /** Rows that have drop-down lists; by default as many as an import takes from a workbook. */
  readonly rows?: number;
}

const defaultWidth = 20;
const defaultRows = 50_000;
const requiredFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF2CC' } } as const;
const fills = { required: requiredFill, optional: { ...requiredFill, fgColor: { argb: 'FFEDEDED' } } } as const;
const words = { required: '必填', optional: '选填' } as const;
const instructionHeaders = ['列名', '是否必填', '填写说明', '可选值', '示例'];

/** A longer list is told by its first values; all of it is in the drop-down list. */
const mostToldValues = 15;
const firstValues = 3;

/**
 * Writes a workbook to be filled in: a sheet with headers only, whose columns have drop-down lists where values are given, a hidden sheet that
 * holds these values, and a sheet that explains each column by an example. The import reads the first sheet alone.
 */
export async function writeTemplate({ sheet, title, columns, rows = defaultRows }: Template): Promise<Buffer> {
  const workbook = new Workbook();
  const records = workbook.addWorksheet(sheetName(sheet), { views: [{ state: 'frozen', ySplit: 1 }] });
  const instructions = workbook.addWorksheet(sheetsWithoutRecords.instructions);
  const values = workbook.addWorksheet(sheetsWithoutRecords.values, { state: 'hidden' });
  writeHeaders(records, columns);
  writeLists(records, values, columns, rows);
  writeInstructions(instructions, title, columns);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function writeHeaders(sheet: Worksheet, columns: readonly TemplateColumn[]): void {
  sheet.columns = columns.map(({ key, header, width, asText }) => ({
    key,
    header: cellText(header),
    width: width ?? defaultWidth,
    ...(asText === true && { style: { numFmt: '@' } }),
  }));
  for (const [index, { required, help }] of columns.entries()) {
    const cell = sheet.getCell(1, index + 1);
    cell.font = { bold: true };
    cell.fill = required ? fills.required : fills.optional;
    cell.alignment = { wrapText: true, vertical: 'middle' };
    const word = required ? words.required : words.optional;
    cell.note = cellText(help === undefined ? word : `${word}：${help}`);
  }
}

function writeLists(records: Worksheet, lists: Worksheet, columns: readonly TemplateColumn[], rows: number): void {
  for (const [index, { header, values, isList }] of columns.entries()) {
    if (!values || values.length === 0) continue;
    const at = lists.columnCount + 1;
    for (const [row, value] of [header, ...values].entries()) lists.getCell(row + 1, at).value = cellText(value);
    const letter = lists.getColumn(at).letter;
    const validation = listOf(
      `'${sheetsWithoutRecords.values}'!$${letter}$2:$${letter}$${values.length + 1}`,
      isList === true,
    );
    const column = records.getColumn(index + 1).letter;
    validationsOf(records).add(`${column}2:${column}${rows + 1}`, validation);
  }
}

function listOf(range: string, isList: boolean): DataValidation {
  return {
    type: 'list',
    allowBlank: true,
    formulae: [range],
    showErrorMessage: !isList,
    errorStyle: 'stop',
    errorTitle: '不在可选值内',
    error: '请从下拉列表中选择。',
    ...(isList && { showInputMessage: true, promptTitle: '可填多项', prompt: '多项之间用分号（；）隔开。' }),
  };
}

/** A list for a whole range, which exceljs can write but does not declare. */
function validationsOf(sheet: Worksheet): { add(range: string, validation: DataValidation): void } {
  return (sheet as unknown as { readonly dataValidations: ReturnType<typeof validationsOf> }).dataValidations;
}

function writeInstructions(sheet: Worksheet, title: string, columns: readonly TemplateColumn[]): void {
  sheet.columns = [24, 10, 60, 40, 40].map((width) => ({
    width,
    style: { alignment: { wrapText: true, vertical: 'top' } },
  }));
  sheet.addRow([cellText(title)]).font = { bold: true };
  sheet.addRow(instructionHeaders).font = { bold: true };
  for (const { header, required, help, values, example } of columns)
    sheet.addRow(
      [header, required ? words.required : words.optional, help ?? '', toldValues(values), example ?? ''].map(cellText),
    );
}

function toldValues(values: readonly string[] = []): string {
  if (values.length <= mostToldValues) return values.join('；');
  const first = values.slice(0, firstValues).join('；');
  return `${first} 等${values.length}项，全部见该列的下拉列表（取消隐藏工作表“${sheetsWithoutRecords.values}”可查看）`;
}
