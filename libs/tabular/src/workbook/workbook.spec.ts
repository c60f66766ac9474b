import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { write } from '@e965/xlsx';
import type { CellRow, UnreadRow } from '@throughtrain/ingestion';
import { Workbook } from 'exceljs';
import type { FileLimits } from '../file-limits';
import { FileRowReader } from '../file-row-reader';

type Parts = Readonly<Record<string, string | Buffer>>;

/** What a zip container says of a part, where it is to be false. */
interface Lie {
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly isZip64?: boolean;
}

function zipOf(parts: Parts, lie: Lie = {}, names = Object.keys(parts)): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const content = Buffer.from(parts[name] ?? '');
    const packed = deflateRawSync(content);
    const path = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(path.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(lie.flags ?? 0, 8);
    central.writeUInt16LE(lie.method ?? 8, 10);
    central.writeUInt32LE(lie.crc ?? crc32(content), 16);
    central.writeUInt32LE(lie.isZip64 === true ? 0xffffffff : packed.length, 20);
    central.writeUInt32LE(lie.isZip64 === true ? 0xffffffff : (lie.size ?? content.length), 24);
    central.writeUInt16LE(path.length, 28);
    central.writeUInt32LE(offset, 42);
    const extra = Buffer.alloc(lie.isZip64 === true ? 20 : 0);
    if (lie.isZip64 === true) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(content.length), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
    }
    central.writeUInt16LE(extra.length, 30);
    locals.push(local, path, packed);
    directory.push(central, path, extra);
    offset += local.length + path.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const types = (more = '') => `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${more}</Types>`;
const relations = (...targets: readonly (readonly [id: string, type: string, target: string])[]) =>
  `<Relationships>${targets
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="http://example.org/r/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;
const sheet = (rows: string, dimension = '') => `<worksheet>${dimension}<sheetData>${rows}</sheetData></worksheet>`;
const texts = (row: number, ...cells: readonly string[]) =>
  `<row r="${row}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const header = texts(1, 'a', 'b', 'c');

interface Book {
  readonly sheets?: readonly (readonly [name: string, xml: string, state?: string])[];
  readonly strings?: string;
  readonly styles?: string;
  readonly properties?: string;
  readonly types?: string;
  readonly more?: Parts;
}

/** The parts of a workbook, by default with one sheet. */
function partsOf({ sheets = [], strings, styles, properties = '', types: more = '', more: others }: Book): Parts {
  const entries = sheets.map(([name, , state], at) => {
    const shown = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${name}" sheetId="${at + 1}" r:id="s${at}"${shown}/>`;
  });
  return {
    '[Content_Types].xml': types(more),
    '_rels/.rels': relations(['r1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook>${properties}<sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, at) => [`s${at}`, 'worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ...(strings === undefined ? [] : [['x1', 'sharedStrings', '/xl/sharedStrings.xml'] as const]),
      ...(styles === undefined ? [] : [['x2', 'styles', 'styles.xml'] as const]),
    ),
    ...Object.fromEntries(sheets.map(([, xml], at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
    ...(strings !== undefined && { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles !== undefined && { 'xl/styles.xml': styles }),
    ...others,
  };
}

const bookOf = (book: Book): Buffer => zipOf(partsOf(book));
const oneSheet = (rows: string, book: Omit<Book, 'sheets'> = {}) =>
  bookOf({ ...book, sheets: [['数据', sheet(rows)]] });

async function read(
  content: Buffer,
  { rows = [], ...limits }: Partial<FileLimits> & { rows?: (CellRow | UnreadRow)[] } = {},
) {
  async function* bytes() {
    for (let start = 0; start < content.length; start += 1_000) yield content.subarray(start, start + 1_000);
  }
  const file = await new FileRowReader({ maxExpandedBytes: 100_000_000, ...limits }).open(bytes());
  if (file.format !== 'xlsx') throw new Error(file.format);
  for await (const row of file.rows) rows.push(row);
  return { ...file, rows };
}

async function table(...parameters: Parameters<typeof read>) {
  const { rows } = await read(...parameters);
  return rows.map((one) => ('fault' in one ? [one.row, one.fault.code, one.fault.column] : [one.row, ...one.cells]));
}

const refused = (reason: string) => ({ kind: 'invalid', code: 'import.unreadable', details: { reason } });

describe('a workbook', () => {
  it('as spreadsheet programs write it', async () => {
    const book = new Workbook();
    book.addWorksheet('草稿', { state: 'hidden' }).addRow(['不读']);
    book.addWorksheet('说明').addRow(['填表说明', '不读']);
    const records = book.addWorksheet('成果');
    records.addRow([]);
    records.addRow(['编号', '项目名称', '投资（万元）', '完成日期', '已授权', '合计']);
    records.addRow([
      '007',
      '石墨烯',
      0.1 + 0.2,
      new Date(Date.UTC(2026, 0, 5)),
      true,
      { formula: 'C3*2', result: 0.6 },
    ]);
    records.addRow([]);
    records.addRow([
      8,
      { richText: [{ text: '新型' }, { font: { bold: true }, text: '减速器' }] },
      1e5,
      new Date(Date.UTC(2026, 0, 5, 9, 30)),
      false,
      { text: '链接', hyperlink: 'https://example.org' },
    ]);
    records.mergeCells('B7:C7');
    records.getCell('B7').value = '合并';
    book.addWorksheet('另一张').addRow(['x']);
    book.addWorksheet('值列表').addRow(['值']);
    const file = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(file).toMatchObject({
      format: 'xlsx',
      encoding: 'utf-8',
      headers: ['编号', '项目名称', '投资（万元）', '完成日期', '已授权', '合计'],
      otherSheets: ['另一张'],
    });
    expect(file.rows.map((row) => ('cells' in row ? [row.row, ...row.cells] : row))).toEqual([
      [3, '007', '石墨烯', '0.3', '2026-01-05', 'TRUE', '0.6'],
      [5, '8', '新型减速器', '100000', '2026-01-05 09:30', 'FALSE', '链接'],
      [7, '', '合并', '', '', '', ''],
    ]);
  });

  it('as the other library writes it, with shared strings, dates by format and ZIP of its own', async () => {
    const cells = {
      '!ref': 'A1:B3',
      A1: { t: 's', v: '名称' },
      B1: { t: 's', v: '日期' },
      A2: { t: 's', v: '石墨烯\n导热 ' },
      B2: { t: 'n', v: 45000, z: 'yyyy"年"m"月"d"日"' },
      A3: { t: 'e', v: 0x17 },
    };
    const book = { SheetNames: ['成果'], Sheets: { 成果: cells } };
    for (const bookSST of [true, false]) {
      const bytes = write(book, { type: 'buffer', bookType: 'xlsx', bookSST, compression: true }) as Buffer;
      expect(await table(gzipSync(bytes))).toEqual([
        [2, '石墨烯\n导热 ', '2023-03-15'],
        [3, 'row.formula-error', '名称'],
      ]);
    }
  });

  it('in the strict form, with prefixes, and in ZIP64, as streaming writers make it', async () => {
    const xml =
      '<x:worksheet><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await table(zipOf(partsOf({ sheets: [['s', xml]] }), { isZip64: true }))).toEqual([[2, '1']]);
  });

  describe('by its cells', () => {
    const strings =
      '<si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r><rPh><t>おつ</t></rPh></si>';

    it.each([
      ['a shared string', '<c t="s"><v>0</v></c>', '甲'],
      ['runs without their pronunciation', '<c t="s"><v>1</v></c>', '乙 丙'],
      ['a number', '<c><v>1E+05</v></c>', '100000'],
      ['text with zeros in front', '<c t="inlineStr"><is><t>0012</t></is></c>', '0012'],
      ['a truth value', '<c t="b"><v>1</v></c>', 'TRUE'],
      ['the stored value of a formula', '<c><f>1+1</f><v>3</v></c>', '3'],
      ['the stored text of a formula', '<c t="str"><f>A1</f><v>=1+1</v></c>', '=1+1'],
      ['the stored empty text of a formula', '<c t="str"><f>""</f><v></v></c>', ''],
      ['a shared formula', '<c><f t="shared" si="0"/><v>4</v></c>', '4'],
      ['a date of ISO 8601', '<c t="d"><v>2023-03-15T00:00:00</v></c>', '2023-03-15'],
      ['a date', '<c s="1"><v>45000</v></c>', '2023-03-15'],
      ['escapes', '<c t="inlineStr"><is><t>a_x000A_b&amp;&#x4e2d;</t></is></c>', 'a\nb&中'],
      ['an empty one', '<c s="1"/>', ''],
    ])('reads %s', async (_name, cell, text) => {
      const styles =
        '<styleSheet><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>';
      const rows = `${header}<row r="2"><c t="b"><v>0</v></c>${cell}</row>`;
      expect(await table(oneSheet(rows, { strings, styles }))).toEqual([[2, 'FALSE', text, '']]);
    });

    it.each([
      ['an error', '<c t="e"><v>#REF!</v></c>', 'row.formula-error'],
      ['a formula that ends in an error', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', 'row.formula-error'],
      ['a formula without a value', '<c><f>1+1</f></c>', 'row.formula-without-value'],
      ['a string that is not there', '<c t="s"><v>2</v></c>', 'row.cell-unreadable'],
      ['a string by a negative number', '<c t="s"><v>-1</v></c>', 'row.cell-unreadable'],
      ['a number that lost digits', '<c><v>4.4010219900101101E+17</v></c>', 'row.number-inexact'],
      ['half of a surrogate pair', '<c t="inlineStr"><is><t>a&#xD800;</t></is></c>', 'row.not-text'],
      ['half of a surrogate pair as an escape', '<c t="inlineStr"><is><t>_xDC00_</t></is></c>', 'row.not-text'],
      ['a zero', '<c t="inlineStr"><is><t>a_x0000_</t></is></c>', 'row.not-text'],
      ['too long a text', `<c t="inlineStr"><is><t>${'x'.repeat(40_000)}</t></is></c>`, 'row.cell-too-long'],
      ['a cell of megabytes', `<c t="inlineStr"><is><t>${'x'.repeat(3_000_000)}</t></is></c>`, 'row.cell-too-long'],
    ])('refuses a row with %s and goes on', async (_name, cell, code) => {
      const rows = `${header}<row r="2"><c r="B2"${cell.slice(2)}</row>${texts(3, '1')}`;
      expect(await table(oneSheet(rows, { strings }))).toEqual([
        [2, code, 'b'],
        [3, '1', '', ''],
      ]);
    });

    it('counts days from 1904 where the workbook does', async () => {
      const styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>';
      const properties = '<workbookPr date1904="1"/>';
      expect(await table(oneSheet(`${texts(1, 'a')}<row><c><v>43538</v></c></row>`, { styles, properties }))).toEqual([
        [2, '2023-03-15'],
      ]);
    });
  });

  describe('that is not as it says', () => {
    it('has rows where they are, whatever its dimension says', async () => {
      const far = `${header}${texts(2, '1')}<row r="1048576"><c r="B1048576"><v>2</v></c></row>`;
      for (const dimension of ['A1', 'A1:XFD1048576', '']) {
        const xml = sheet(far, dimension && `<dimension ref="${dimension}"/>`);
        expect(await table(bookOf({ sheets: [['s', xml]] }))).toEqual([
          [2, '1', '', ''],
          [1_048_576, '', '2', ''],
        ]);
      }
    });

    it.each([
      ['rows that go back', `${header}${texts(3, '1')}${texts(2, '1')}`],
      ['two rows of one number', `${header}${texts(2, '1')}${texts(2, '1')}`],
      ['a row beyond the last', `${header}${texts(1_048_577, '1')}`],
      ['cells that go back', `${header}<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`],
      ['a cell beyond the last column', `${header}<row><c r="XFE2"><v>1</v></c></row>`],
      ['a cell nowhere', `${header}<row><c r="2"><v>1</v></c></row>`],
      ['XML that is not well-formed', `${header}<row><c>`],
      ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "ha">]>${header}`],
    ])('is refused with %s', async (_name, rows) => {
      await expect(read(oneSheet(rows))).rejects.toMatchObject(refused('broken-workbook'));
    });

    it.each([
      ['its sheet', 'xl/worksheets/sheet1.xml'],
      ['its strings', 'xl/sharedStrings.xml'],
      ['its relationships', 'xl/_rels/workbook.xml.rels'],
      ['its list of sheets', 'xl/workbook.xml'],
    ])('is refused without %s', async (_name, missing) => {
      const parts = partsOf({ sheets: [['s', sheet(header + texts(2, '1'))]], strings: '<si><t>甲</t></si>' });
      const names = Object.keys(parts).filter((name) => name !== missing);
      await expect(read(zipOf(parts, {}, names))).rejects.toMatchObject(refused('broken-workbook'));
    });

    it.each([
      ['a size that is too small', { size: 10 }],
      ['a size that is too large', { size: 1_000_000 }],
      ['a check that does not fit', { crc: 1 }],
      ['an unknown method', { method: 12 }],
    ])('is refused with %s', async (_name, lie) => {
      const parts = partsOf({ sheets: [['s', sheet(header + texts(2, '1'))]] });
      await expect(read(zipOf(parts, lie))).rejects.toMatchObject(refused('broken-zip'));
    });

    it('is refused when it is cut short or damaged, wherever that is', async () => {
      const whole = oneSheet(header + texts(2, '石墨烯'), { strings: '<si><t>甲</t></si>' });
      for (let length = 4; length < whole.length; length += 37)
        await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: 'import.unreadable' });
      for (let at = 4; at < whole.length; at += 23) {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ 0xff;
        const outcome = await read(damaged).catch((error: unknown) => error);
        // Some bytes, such as times and comments, mean nothing; then the workbook is read as it was.
        if ('rows' in (outcome as object)) expect(outcome).toMatchObject({ rows: [{ cells: ['石墨烯', '', ''] }] });
        else expect(outcome).toMatchObject({ kind: 'invalid' });
      }
    });

    it('is refused with two parts of one name', async () => {
      const parts = partsOf({ sheets: [['s', sheet(header + texts(2, '1'))]] });
      const names = [...Object.keys(parts), 'XL/workbook.xml'];
      await expect(read(zipOf({ ...parts, 'XL/workbook.xml': '<a/>' }, {}, names))).rejects.toMatchObject(
        refused('broken-zip'),
      );
    });
  });

  it.each([
    ['under a password of ZIP', zipOf(partsOf({ sheets: [['s', sheet(header)]] }), { flags: 1 }), 'encrypted'],
    ['with macros', oneSheet(header, { more: { 'xl/vbaProject.bin': 'x' } }), 'workbook-with-macros'],
    [
      'that calls itself one with macros',
      oneSheet(header, { types: '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>' }),
      'workbook-with-macros',
    ],
    [
      'whose macros have another name',
      zipOf({
        ...partsOf({ sheets: [['s', sheet(header)]] }),
        'xl/_rels/workbook.xml.rels': relations(
          ['s0', 'worksheet', 'worksheets/sheet1.xml'],
          ['m', 'vbaProject', 'm.bin'],
        ),
      }),
      'workbook-with-macros',
    ],
    ['with a macro sheet', oneSheet(header, { more: { 'xl/macrosheets/sheet1.xml': '<a/>' } }), 'workbook-with-macros'],
    ['in the binary format', zipOf({ '[Content_Types].xml': types(), 'xl/workbook.bin': 'x' }), 'binary-workbook'],
    ['that is a document', zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }), 'not-a-table'],
    ['that is any other archive', zipOf({ 'a.csv': 'a,b\n1,2\n' }), 'not-a-table'],
    [
      'with more sheets than an import reads',
      bookOf({ sheets: Array.from({ length: 101 }, (_, at) => [`s${at}`, sheet('')] as const) }),
      'too-many-sheets',
    ],
    [
      'with 1,000 columns',
      oneSheet(texts(1, ...Array.from({ length: 1_000 }, (_, at) => `c${at}`))),
      'too-many-columns',
    ],
    ['whose header ends in an error', oneSheet('<row><c t="e"><v>#REF!</v></c></row>'), 'unreadable-header'],
  ])('%s is refused', async (_name, bytes, reason) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'import.unreadable', details: { reason } });
  });

  it.each([
    ['no sheets', bookOf({})],
    ['an empty sheet', oneSheet('')],
    ['a header only', oneSheet(header)],
    [
      'hidden sheets only',
      bookOf({
        sheets: [
          ['a', sheet(header), 'hidden'],
          ['b', sheet(header), 'veryHidden'],
        ],
      }),
    ],
  ])('with %s is refused as empty', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ kind: 'invalid', code: 'import.empty' });
  });

  it('takes the first sheet that holds any row', async () => {
    const sheets = [
      ['空', sheet('')],
      ['成果', sheet(header + texts(2, '1'))],
      ['其他', sheet(header)],
    ] as const;
    expect(await read(bookOf({ sheets }))).toMatchObject({ rows: [{ row: 2 }], otherSheets: ['其他'] });
  });

  describe('with caps', () => {
    it('refuses cells far to the right, and holds none of them', async () => {
      const rows = `${header}${Array.from({ length: 2_000 }, () => '<row><c r="XFD1"><v>1</v></c></row>').join('')}`;
      const seen = await table(oneSheet(rows));
      expect(seen).toHaveLength(2_000);
      expect(seen[0]).toEqual([2, 'row.too-many-cells', 'XFD']);
    });

    it('refuses more rows than a workbook may have, not counting blank ones', async () => {
      const rows = `${header}${texts(2, '1')}<row/><row/>${texts(5, '2')}`;
      expect(await table(oneSheet(rows), { maxWorkbookRows: 2 })).toHaveLength(2);
      await expect(table(oneSheet(rows), { maxWorkbookRows: 1 })).rejects.toMatchObject({
        code: 'import.too-many-rows',
      });
    });

    it('refuses a file that is too large before it looks into it', async () => {
      const bytes = oneSheet(header + texts(2, '1'));
      await expect(read(bytes, { maxWorkbookBytes: bytes.length })).resolves.toMatchObject({ format: 'xlsx' });
      await expect(read(bytes, { maxWorkbookBytes: bytes.length - 1 })).rejects.toMatchObject({
        code: 'request.too-large',
      });
    });

    it.each([
      ['a sheet', { sheets: [['s', sheet(header + ' '.repeat(30_000_000))]] } as const],
      ['its strings', { sheets: [['s', sheet(header)]], strings: ' '.repeat(30_000_000) } as const],
    ])('stops where %s expands beyond the cap, whatever it says of its size', async (_name, book) => {
      const parts = partsOf(book);
      for (const lie of [{}, { size: 100 }]) {
        const bytes = zipOf(parts, lie);
        expect(bytes.length).toBeLessThan(100_000);
        await expect(read(bytes, { maxWorkbookExpandedBytes: 1_000_000 })).rejects.toMatchObject(
          'size' in lie ? { kind: 'invalid' } : { code: 'request.too-large' },
        );
      }
    });
  });
});
