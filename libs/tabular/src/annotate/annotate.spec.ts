import { gzipSync } from 'node:zlib';
import { Workbook } from 'exceljs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import type { CellRow, UnreadRow } from '@throughtrain/ingestion';
import { FileRowReader } from '../file-row-reader';
import { annotate } from './annotate';
import type { RowOutcome } from './row-outcome';

const limits = { maxExpandedBytes: 10_000_000 };

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += 5) yield bytes.subarray(start, start + 5);
}

async function annotated(content: string | Buffer, outcomes: readonly RowOutcome[]) {
  const { format, bytes } = await annotate(pieces(Buffer.from(content)), each(outcomes), limits);
  const written: Buffer[] = [];
  for await (const piece of bytes) written.push(piece);
  return { format, bytes: Buffer.concat(written) };
}

async function readBack(bytes: Buffer) {
  const file = await new FileRowReader(limits).open(pieces(bytes));
  const rows: (CellRow | UnreadRow)[] = [];
  if (file.format !== 'ndjson') for await (const row of file.rows) rows.push(row);
  return { ...file, rows };
}

describe('annotate', () => {
  describe('CSV', () => {
    const text = async (content: string | Buffer, outcomes: readonly RowOutcome[]) =>
      (await annotated(content, outcomes)).bytes.toString();

    it('adds a column, with one outcome for all that is told of a row', async () => {
      const outcomes = [
        { row: 2, text: '已导入' },
        { row: 4, text: '缺少名称' },
        { row: 4, text: '"级别"有误' },
      ];
      expect(await text('编号,名称\nP1,"石,墨\n烯"\n\nP2,', outcomes)).toBe(
        '\ufeff编号,名称,导入结果\r\nP1,"石,墨\n烯",已导入\r\n\r\nP2,,"缺少名称；""级别""有误"\r\n',
      );
    });

    it('says once what became of a row of which several things are told', async () => {
      const fate = '已导入，有调整';
      const outcomes = [
        { row: 2, fate, text: '报价：已换算单位' },
        { row: 2, fate, text: '阶段：已按对应的标准选项入库' },
      ];
      expect(await text('编号\nP1\n', outcomes)).toBe(
        '\ufeff编号,导入结果\r\nP1,已导入，有调整：报价：已换算单位；阶段：已按对应的标准选项入库\r\n',
      );
    });

    it('keeps encoding and delimiter, and bytes that are no text', async () => {
      const content = Buffer.concat([iconv.encode('编号;名称\nP1;石墨烯\nP2;', 'gb18030'), Buffer.from([0xff, 0x0a])]);
      const { format, bytes } = await annotated(gzipSync(content), [{ row: 3, text: '不是文本' }]);
      expect(format).toBe('csv');
      expect(bytes).toEqual(
        Buffer.concat([
          iconv.encode('编号;名称;导入结果\r\nP1;石墨烯;\r\nP2;', 'gb18030'),
          Buffer.from([0xff]),
          iconv.encode(';不是文本\r\n', 'gb18030'),
        ]),
      );
    });

    it('stands to the right of the last header, before cells that have none', async () => {
      expect(await text('a,b,\n1\n1,2,3\n', [{ row: 3, text: 'x' }])).toBe('\ufeffa,b,导入结果,\r\n1,,\r\n1,2,x,3\r\n');
    });

    it('replaces the outcome of an earlier import', async () => {
      const outcomes = [
        { row: 2, text: 'new' },
        { row: 3, text: 'new' },
      ];
      expect(await text('a,导入结果,b\n1,old,2\n3\n4,old\n', outcomes)).toBe(
        '\ufeffa,导入结果,b\r\n1,new,2\r\n3,new,\r\n4,,\r\n',
      );
    });

    it('makes text inert that would be computed, and leaves numbers', async () => {
      const attack = '=HYPERLINK("http://example.org")';
      expect(await text(`a,b,c,d\n${attack},-1.5,+8%,"＝1"\n`, [{ row: 2, text: '@SUM(A1)' }])).toBe(
        `\ufeffa,b,c,d,导入结果\r\n"'=HYPERLINK(""http://example.org"")",-1.5,+8%,'＝1,'@SUM(A1)\r\n`,
      );
    });

    it('can be imported again', async () => {
      const cells = ['=cmd|1', "'=x", "''=x", '-5', "'-5", '+8613812345678', '+86 138', ' =x', '＝1', "'名称", '@'];
      const dangerous = cells.map((cell, index) => `Q${index},"${cell}"\n`).join('');
      const content = `编号,=名称\nP1,"石,墨""烯"\n,\nP2,减速器,多余\n${dangerous}`;
      const { bytes } = await annotated(content, [{ row: 4, text: '多余的单元格', isRefused: true }]);
      const before = await readBack(Buffer.from(content));
      const after = await readBack(bytes);
      expect(after).toMatchObject({ headers: ['编号', '=名称'] });
      expect(after.rows.map((row) => ({ ...row, bytes: 0 }))).toEqual(
        before.rows.map((row) => ({
          ...row,
          bytes: 0,
          ...('fault' in row && { fault: { ...row.fault, column: 'D' } }),
        })),
      );
    });
  });

  it.each(['utf-8', 'gb18030'])('gives a CSV back that reads as before, however often (%s)', async (encoding) => {
    const piece = fc.constantFrom(...Array.from('\'=+-@ \t5,.%"x烯＝−'), '\u200b');
    const table = fc.array(fc.array(fc.string({ unit: piece, maxLength: 5 }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const quoted = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
        const content = iconv.encode(
          ['编号,成果名称,成果简介', ...quoted.map((row) => `第一项成果,${row}`)].join('\n'),
          encoding,
        );
        const before = await readBack(content);
        const once = await annotated(content, [{ row: 2, text: '=已导入' }]);
        const twice = await annotated(once.bytes, [{ row: 2, text: '内容未变' }]);
        const cellsOf = ({ rows: read }: typeof before) => read.map((row) => 'cells' in row && row.cells);
        expect(cellsOf(await readBack(once.bytes))).toEqual(cellsOf(before));
        expect(cellsOf(await readBack(twice.bytes))).toEqual(cellsOf(before));
      }),
    );
  });

  describe('NDJSON', () => {
    it('adds a key to objects, replaces other lines and keeps the rest as it is', async () => {
      const lines = ['{"a":1.0}', '', '{"a" : 2, "a":3} ', '{', '{}', '{"importResult":"old","b":1}', '[1]'];
      const outcomes = [3, 4, 5, 6].map((row) => ({ row, text: `r${row}` }));
      const { format, bytes } = await annotated(lines.join('\r\n'), outcomes);
      expect(format).toBe('ndjson');
      expect(bytes.toString()).toBe(
        [
          '{"a":1.0}',
          '',
          '{"a" : 2, "a":3,"importResult":"r3"}',
          '{"importResult":"r4"}',
          '{"importResult":"r5"}',
          '{"importResult":"r6","b":1}',
          '[1]',
          '',
        ].join('\n'),
      );
    });
  });

  describe('XLSX', () => {
    it('writes a workbook of what was read, with a column and shaded rows', async () => {
      const book = new Workbook();
      book.addWorksheet('说明').addRow(['填表说明']);
      const sheet = book.addWorksheet('成果');
      sheet.addRow(['编号', '日期', '合计']);
      sheet.addRow(['007', new Date(Date.UTC(2026, 0, 5)), { formula: '1/0', result: { error: '#DIV/0!' } }]);
      sheet.addRow([]);
      sheet.addRow(['=1+1', '_x005F_x0041_']);
      const { format, bytes } = await annotated(Buffer.from(await book.xlsx.writeBuffer()), [
        { row: 2, text: '公式错误', isRefused: true },
        { row: 4, text: '已导入' },
      ]);
      expect(format).toBe('xlsx');
      const written = new Workbook();
      await written.xlsx.load(Uint8Array.from(bytes).buffer);
      expect(written.worksheets.map(({ name }) => name)).toEqual(['成果']);
      const rows = written.worksheets[0]!;
      expect([1, 2, 3].map((row) => rows.getRow(row).values)).toEqual([
        [undefined, '编号', '日期', '合计', '导入结果'],
        [undefined, '007', '2026-01-05', '#DIV/0!', '公式错误'],
        [],
      ]);
      expect(rows.getCell('A2').fill).toMatchObject({ pattern: 'solid' });
      expect(rows.getCell('A4').fill).toBeUndefined();
      expect(rows.getCell('A4').formula).toBeUndefined();
      expect(await readBack(bytes)).toMatchObject({
        headers: ['编号', '日期', '合计'],
        rows: [
          { row: 2, cells: ['007', '2026-01-05', '#DIV/0!'] },
          { row: 4, cells: ['=1+1', '_x0041_', ''] },
        ],
      });
    });
  });

  it('refuses what the import refuses', async () => {
    await expect(annotated('%PDF-1.7', [])).rejects.toMatchObject({ code: 'import.unreadable' });
    await expect(annotated('a,"b\n', [])).rejects.toMatchObject({ details: { reason: 'unclosed-quote' } });
    await expect(annotated('PK\u0003\u0004x', [])).rejects.toMatchObject({ details: { reason: 'broken-zip' } });
  });

  it.each(['a,b\n1,2\n', '{"a":1}\n'])('ends both sources when its reader leaves early (%j)', async (text) => {
    const ended: string[] = [];
    async function* endless<T>(name: string, items: () => T): AsyncGenerator<T> {
      try {
        for (;;) yield items();
      } finally {
        ended.push(name);
      }
    }
    let row = 0;
    const outcomes = endless('outcomes', () => ({ row: (row += 1), text: 'x' }));
    const { bytes } = await annotate(
      endless('bytes', () => Buffer.from(text.repeat(1_000))),
      outcomes,
      limits,
    );
    for await (const piece of bytes) {
      if (piece.includes('x')) break;
    }
    expect(ended.toSorted()).toEqual(['bytes', 'outcomes']);
  });
});
