import { posix } from 'node:path';
import { DomainError } from '@throughtrain/domain';
import type { OpenedFile } from '@throughtrain/ingestion';
import { capped } from '../byte-source';
import { openTable, type OpenedTable, type RawRow } from '../table-rows';
import { unreadable } from '../unreadable';
import { numberStyleOf, type NumberStyle } from './cell-text';
import { scan, TagHandler } from './part';
import { sharedStrings } from './shared-strings';
import { sheetRows, type SheetContext } from './sheet';
import { ZipArchive } from './zip';

/** Caps of a workbook. */
export interface WorkbookLimits {
  readonly maxColumns: number;
  readonly maxWorkbookBytes: number;
  readonly maxWorkbookExpandedBytes: number;
  readonly maxWorkbookRows: number;
}

/** Sheets of our own templates that hold no records. */
export const sheetsWithoutRecords = { instructions: '说明', values: '值列表' } as const;

const mostSheets = 100;
const skipped: readonly string[] = Object.values(sheetsWithoutRecords);

/** A sheet that can be seen and may hold records. */
interface Sheet {
  readonly name: string;
  readonly part: string;
}

/** A target of a part's relationships. */
interface Relationship {
  readonly type: string;
  readonly part: string;
}

/** What can be known of a workbook before its rows are read. */
class Workbook {
  constructor(
    private readonly archive: ZipArchive,
    readonly sheets: readonly Sheet[],
    private readonly context: SheetContext,
  ) {}

  rows({ part }: Sheet): AsyncGenerator<RawRow, void, undefined> {
    return sheetRows(this.archive, part, this.context);
  }
}

/**
 * Reads a workbook as a stream of rows. `@e965/xlsx` would build it whole in memory and believe what it says of itself, so of that package only
 * the meaning of number formats is used.
 * @throws DomainError invalid `import.unreadable`, `request.too-large`, `import.empty`, on opening or while reading
 */
export async function openWorkbook(
  bytes: AsyncIterable<Buffer>,
  limits: WorkbookLimits,
): Promise<Extract<OpenedFile, { format: 'csv' | 'xlsx' }>> {
  const { sheet, table, others } = await firstTable(await readWorkbook(bytes, limits), {
    maxRows: limits.maxWorkbookRows,
    maxColumns: limits.maxColumns,
  });
  if (!sheet || !table) throw new DomainError('invalid', 'import.empty');
  const otherSheets = others.map(({ name }) => name);
  return { format: 'xlsx', encoding: 'utf-8', ...table, ...(otherSheets.length > 0 && { otherSheets }) };
}

/** The first sheet that holds any row, and the ones after it. */
async function firstTable(
  workbook: Workbook,
  limits: { readonly maxRows: number; readonly maxColumns: number },
): Promise<{ readonly sheet?: Sheet; readonly table?: OpenedTable; readonly others: readonly Sheet[] }> {
  for (const [index, sheet] of workbook.sheets.entries()) {
    const table = await openTable(workbook.rows(sheet), limits);
    if (table) return { sheet, table, others: workbook.sheets.slice(index + 1) };
  }
  return { others: [] };
}

/**
 * Rows of the first visible sheet that holds any, with its name, as they are.
 * @throws DomainError as `openWorkbook`
 */
export async function firstSheet(
  bytes: AsyncIterable<Buffer>,
  limits: WorkbookLimits,
): Promise<{ readonly name: string; readonly rows: AsyncGenerator<RawRow, void, undefined> }> {
  const workbook = await readWorkbook(bytes, limits);
  const { sheet, table } = await firstTable(workbook, {
    maxRows: limits.maxWorkbookRows,
    maxColumns: limits.maxColumns,
  });
  await table?.rows.return();
  if (!sheet) throw new DomainError('invalid', 'import.empty');
  return { name: sheet.name, rows: workbook.rows(sheet) };
}

async function readWorkbook(bytes: AsyncIterable<Buffer>, limits: WorkbookLimits): Promise<Workbook> {
  const pieces: Buffer[] = [];
  for await (const piece of capped(bytes, limits.maxWorkbookBytes)) pieces.push(piece);
  const archive = new ZipArchive(Buffer.concat(pieces), limits.maxWorkbookExpandedBytes);
  await refuseOtherKinds(archive);
  const root = await relationships(archive, '');
  const book = [...root.values()].find(({ type }) => type === 'officeDocument')?.part;
  if (book === undefined) throw unreadable('broken-workbook');
  const related = await relationships(archive, book);
  const { sheets, isFrom1904 } = await readBook(archive, book, related);
  if ([...related.values()].some(({ type }) => /vbaProject|macrosheet/i.test(type)))
    throw unreadable('workbook-with-macros');
  const partOf = (wanted: string) => [...related.values()].find(({ type }) => type === wanted)?.part;
  const [stringsPart, stylesPart] = [partOf('sharedStrings'), partOf('styles')];
  return new Workbook(archive, sheets, {
    strings: stringsPart === undefined ? [] : await sharedStrings(archive, stringsPart),
    styles: stylesPart === undefined ? [] : await numberStyles(archive, stylesPart),
    isFrom1904,
    maxColumns: limits.maxColumns,
  });
}

/** What is a zip container, but no workbook without macros. */
async function refuseOtherKinds(archive: ZipArchive): Promise<void> {
  const { names } = archive;
  if (names.some((name) => /(?:^|\/)(?:vbaproject\.bin$|macrosheets\/)/.test(name)))
    throw unreadable('workbook-with-macros');
  if (names.some((name) => /^xl\/workbook\.bin$/.test(name))) throw unreadable('binary-workbook');
  const types = '[Content_Types].xml';
  if (!archive.has(types)) throw unreadable('not-a-table');
  const kinds: string[] = [];
  // A default is for parts that need not be there: some writers always name the one for macros.
  const keep = new TagHandler((name, attributes) => {
    if (name === 'Override') kinds.push(attributes.get('ContentType') ?? '');
  });
  await scan(archive, types, keep);
  if (kinds.some((kind) => /macroEnabled|vbaProject|macrosheet/i.test(kind))) throw unreadable('workbook-with-macros');
  if (!kinds.some((kind) => kind.includes('spreadsheetml'))) throw unreadable('not-a-table');
}

/** The relationships of a part by id; of the package for ''. */
async function relationships(archive: ZipArchive, part: string): Promise<ReadonlyMap<string, Relationship>> {
  const folder = posix.dirname(part);
  const found = new Map<string, Relationship>();
  const keep = new TagHandler((name, attributes) => {
    if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
    const target = attributes.get('Target') ?? '';
    const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
    // Types are addresses that differ by edition in all but their last word.
    found.set(attributes.get('Id') ?? '', { type: posix.basename(attributes.get('Type') ?? ''), part: path });
  });
  await scan(archive, posix.join(folder, '_rels', `${posix.basename(part)}.rels`), keep);
  return found;
}

async function readBook(
  archive: ZipArchive,
  part: string,
  related: ReadonlyMap<string, Relationship>,
): Promise<{ readonly sheets: readonly Sheet[]; readonly isFrom1904: boolean }> {
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  let count = 0;
  const keep = new TagHandler((name, attributes) => {
    if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
    if (name !== 'sheet') return;
    count += 1;
    if (count > mostSheets) throw unreadable('too-many-sheets', { maxSheets: mostSheets });
    const relationship = related.get(attributes.get('id') ?? '');
    if (!relationship) throw unreadable('broken-workbook');
    const title = (attributes.get('name') ?? '').trim();
    const isVisible = (attributes.get('state') ?? 'visible') === 'visible';
    if (isVisible && relationship.type === 'worksheet' && !skipped.includes(title))
      sheets.push({ name: title, part: relationship.part });
  });
  await scan(archive, part, keep);
  return { sheets, isFrom1904 };
}

/** How numbers are shown, by the style that a cell names. */
async function numberStyles(archive: ZipArchive, part: string): Promise<readonly NumberStyle[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  const keep = new TagHandler((name, attributes, parent) => {
    if (name === 'numFmt' && parent === 'numFmts')
      codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
    if (name === 'xf' && parent === 'cellXfs') ids.push(Number(attributes.get('numFmtId') ?? 0));
  });
  await scan(archive, part, keep);
  return ids.map((id) => numberStyleOf(id, codes.get(id)));
}
