import { gzipSync } from 'node:zlib';
import { longestLineBytes } from '@throughtrain/contracts';
import type { CellRow, UnreadRow } from '@throughtrain/ingestion';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { writeCsv } from './csv-writer';
import { inert } from './inert';
import type { FileLimits } from './file-limits';
import { FileRowReader } from './file-row-reader';

const megabyte = 1_048_576;
const gb = (text: string) => iconv.encode(text, 'gb18030');

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(
  content: string | Buffer,
  { size = 7, rows = [], ...limits }: Partial<FileLimits> & { size?: number; rows?: (CellRow | UnreadRow)[] } = {},
) {
  const bytes = Buffer.from(content);
  const file = await new FileRowReader({ maxExpandedBytes: 64 * megabyte, ...limits }).open(inPieces(bytes, size));
  if (file.format !== 'csv') throw new Error(file.format);
  for await (const row of file.rows) rows.push(row);
  return { ...file, rows };
}

/** Each row as its number and its cells, or its number, fault and column. */
async function table(...parameters: Parameters<typeof read>) {
  const { rows } = await read(...parameters);
  return rows.map((one) => ('fault' in one ? [one.row, one.fault.code, one.fault.column] : [one.row, ...one.cells]));
}

const refused = (reason: string, where: object = {}) => ({
  kind: 'invalid',
  code: 'import.unreadable',
  details: { reason, ...where },
});

describe('CSV', () => {
  it('tells headers as they are written, trimmed, and rows by number', async () => {
    const file = await read('编号, 项目名称 \nP1,石墨烯\n\n,,\nP2,减速器');
    expect(file).toMatchObject({ format: 'csv', encoding: 'utf-8', headers: ['编号', '项目名称'] });
    expect(file.rows).toEqual([
      { row: 2, cells: ['P1', '石墨烯'], bytes: 13 },
      { row: 5, cells: ['P2', '减速器'], bytes: 12 },
    ]);
  });

  it('takes the first row that is not blank for the header', async () => {
    expect(await table('\r\n ,\r\na,b\r\n1,2\r\n')).toEqual([[4, '1', '2']]);
  });

  it('counts the lines of a quoted cell as one row', async () => {
    expect(await table('a,b\n"x\n\ny","say ""hi"", so"\n1,2\n')).toEqual([
      [2, 'x\n\ny', 'say "hi", so'],
      [3, '1', '2'],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('ends rows by %s, wherever the file is cut', async (_name, end) => {
    for (const size of [1, 2, 3, megabyte])
      expect(await table(['a,b', '1,"x"', '', '2,'].join(end), { size })).toEqual([
        [2, '1', 'x'],
        [4, '2', ''],
      ]);
  });

  it.each([
    [',', 'a,"b;c;d",e\n1,2,3\n'],
    [';', 'a;b,c;d\n1;2;3\n'],
    ['\t', 'a\t"b\n,;,;,;"\tc\n1\t2\t3\n'],
  ])('finds the delimiter %j by the header', async (_delimiter, text) => {
    const { headers, rows } = await read(text);
    expect(headers).toHaveLength(3);
    expect(rows[0]).toMatchObject({ cells: ['1', '2', '3'] });
  });

  it('leaves quotation marks within a cell as they are', async () => {
    expect(await table('a,b\n5" 管,x"y"\n"x"y,2\n')).toEqual([
      [2, '5" 管', 'x"y"'],
      [3, '"x"y', '2'],
    ]);
  });

  it('reads gzip', async () => {
    expect(await table(gzipSync(gb('名称,摘要\n石墨烯,导热\n')))).toEqual([[2, '石墨烯', '导热']]);
  });

  it('fills up rows with fewer cells, takes blank ones beyond the header and refuses others there', async () => {
    expect(await table('a,b,\n1\n1,2,\n1,2, ,\n1,2,,3\n')).toEqual([
      [2, '1', ''],
      [3, '1', '2'],
      [4, '1', '2'],
      [5, 'row.too-many-cells', 'D'],
    ]);
  });

  it('refuses a cell under an empty header, which nobody could name', async () => {
    expect(await table('a,,c\n1,,3\n1,2,3\n')).toEqual([
      [2, '1', '', '3'],
      [3, 'row.cell-without-header', 'B'],
    ]);
  });

  it.each([
    ['two headers that are alike', '名称,编号,名称\n1,2,3\n', 'two-headers-alike'],
    ['two headers that differ in width and case only', 'ＴＲＬ,a, trl \n1,2,3\n', 'two-headers-alike'],
    ['a title above the header', '科技成果征集表\n编号,名称\n1,2\n', 'no-header'],
    ['a text instead of a header', `${'很长的摘要'.repeat(50)},b\n1,2\n`, 'no-header'],
    ['1,000 columns', `${Array.from({ length: 1_000 }, (_, at) => `c${at}`).join(',')}\n1\n`, 'too-many-columns'],
    [
      'a header that is no text',
      Buffer.concat([Buffer.from('a,'), Buffer.from([0xff, 0xff]), Buffer.from('\n1,2\n')]),
      'unreadable-header',
    ],
  ])('refuses %s', async (_name, content, reason) => {
    await expect(read(content)).rejects.toMatchObject(refused(reason));
  });

  it('refuses a header without rows as empty', async () => {
    await expect(read('a,b\n\n,\n')).rejects.toMatchObject({ code: 'import.empty' });
  });

  it('does not read back the column of outcomes', async () => {
    const { headers, rows } = await read('a,导入结果,b\n1,已导入,2\n');
    expect(headers).toEqual(['a', 'b']);
    expect(rows).toMatchObject([{ cells: ['1', '2'] }]);
  });

  describe('by encoding', () => {
    const text = '编号,项目名称\nP1,石墨烯 €\nP2,𠮷田\n';

    it.each([
      ['UTF-8', Buffer.from(text), 'utf-8'],
      ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
      ['GB18030', gb(text), 'gb18030'],
      ['GB18030 without an end of the last line', gb(text.trimEnd()), 'gb18030'],
    ])('reads %s', async (_name, bytes, encoding) => {
      const file = await read(bytes, { size: 5 });
      expect(file).toMatchObject({ encoding, headers: ['编号', '项目名称'] });
      expect(file.rows).toMatchObject([{ cells: ['P1', '石墨烯 €'] }, { cells: ['P2', '𠮷田'] }]);
    });

    it('tells a file by its only row under an ASCII header', async () => {
      expect(await table(gb('a,b\n1,联通'))).toEqual([[2, '1', '联通']]);
    });

    it('refuses the row that is damaged in a file of UTF-8, not the file', async () => {
      const bytes = Buffer.from('编号,名称\nP1,石墨烯\nP2,减速\nP3,轴承\n');
      bytes[bytes.indexOf('减') + 1] = 0x41;
      expect(await table(bytes)).toEqual([
        [2, 'P1', '石墨烯'],
        [3, 'row.not-text', '名称'],
        [4, 'P3', '轴承'],
      ]);
    });

    it('refuses a row with a zero in it', async () => {
      expect(await table('a,b\n1,x\0y\n2,z\n')).toEqual([
        [2, 'row.not-text', 'b'],
        [3, '2', 'z'],
      ]);
    });

    it('refuses rows in another encoding than most', async () => {
      const mixed = Buffer.concat([Buffer.from('编号,名称\nP1,石墨烯\n'), gb('P2,减速器\n')]);
      expect(await table(mixed)).toEqual([
        [2, 'P1', '石墨烯'],
        [3, 'row.not-text', '名称'],
      ]);
    });

    it('sees UTF-8 in a file of GB18030, although its bytes would read as other characters', async () => {
      const row = Buffer.from('P2,一种高精度谐波减速器轴承\n');
      expect(() => new TextDecoder('gb18030', { fatal: true }).decode(row)).not.toThrow();
      expect(await table(Buffer.concat([gb('编号,名称\nP1,石墨烯\n'), row, gb('P3,轴承\n')]))).toEqual([
        [2, 'P1', '石墨烯'],
        [3, 'row.not-text', undefined],
        [4, 'P3', '轴承'],
      ]);
    });

    it('refuses GB18030 that comes after a long start in ASCII, and goes on', async () => {
      const start = `a,b\n${'12345678,12345678\n'.repeat(70_000)}`;
      const rows = await table(
        Buffer.concat([Buffer.from(start), gb('P1,石墨烯\nP1,减速器\n'), Buffer.from('P2,x\n')]),
        {
          size: 65_536,
        },
      );
      expect(rows.slice(70_000)).toEqual([
        [70_002, 'row.not-text', undefined],
        [70_003, 'row.not-text', 'b'],
        [70_004, 'P2', 'x'],
      ]);
    });

    it('takes text in other alphabets for what it is', async () => {
      const words = 'café,μΩ ±0.5 °C,Россия,αβγ,ÅČ,ê\u0301';
      expect(await table(`a,b,c,d,e,f\n${words}\n`)).toEqual([[2, ...words.split(',')]]);
      expect(await table(gb('a,b\n石墨烯,减速器\n'))).toEqual([[2, '石墨烯', '减速器']]);
    });

    it.each([
      ['a byte that GB18030 does not know', [0xd6, 0xd0, 0xff]],
      ['half a character', [0xd6]],
      ['four bytes beyond Unicode', [0xe3, 0x32, 0x9a, 0x36]],
      ['a zero', [0x41, 0x00]],
    ])('refuses a row of GB18030 with %s', async (_name, bytes) => {
      const content = Buffer.concat([gb('编号,名称\nP1,石墨烯\nP2,'), Buffer.from(bytes), gb('\nP3,轴承\n')]);
      expect(await table(content)).toEqual([
        [2, 'P1', '石墨烯'],
        [3, 'row.not-text', '名称'],
        [4, 'P3', '轴承'],
      ]);
    });
  });

  describe('with caps', () => {
    it('refuses a row that is too long and goes on', async () => {
      const long = 'x'.repeat(longestLineBytes);
      expect(await table(`a,b,c\n${'y'.repeat(32_767)},,\n${long},${long},\n1,2,3\n`, { size: 10_000 })).toMatchObject([
        [2, 'y'.repeat(32_767), '', ''],
        [3, 'row.cell-too-long', 'a'],
        [4, '1', '2', '3'],
      ]);
      const half = 'x'.repeat(30_000);
      expect(await table(`a,b,c\n${half},${half},${half}\n`, { size: 10_000 })).toEqual([
        [2, 'row.too-long', undefined],
      ]);
    });

    it.each([
      ['a cell of 10 MB', `a,b\n1,2\n"${'x'.repeat(10 * megabyte)}",2\n3,4\n`],
      ['a row of nothing but cells', `a,b\n1,2\n${','.repeat(10 * megabyte)}\n3,4\n`],
      ['a quotation mark that nothing closes before megabytes of rows', `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(megabyte)}`],
    ])('stops at %s, and says at which row', async (_name, content) => {
      const rows: (CellRow | UnreadRow)[] = [];
      await expect(read(content, { size: 65_536, rows })).rejects.toMatchObject(refused('row-without-end', { row: 3 }));
      expect(rows).toHaveLength(1);
    });

    it('says at which row a quotation mark opens that nothing closes', async () => {
      const rows: (CellRow | UnreadRow)[] = [];
      await expect(read('a,b\n1,2\n3,"4\n5,6\n', { rows })).rejects.toMatchObject(
        refused('unclosed-quote', { row: 3 }),
      );
      expect(rows).toMatchObject([{ row: 2 }]);
    });

    it('refuses more rows than an import takes, and blank ones without end', async () => {
      expect(await table('a\n1\n\n2\n', { maxRows: 2 })).toHaveLength(2);
      const tooMany = { kind: 'invalid', code: 'import.too-many-rows' };
      await expect(table('a\n1\n\n2\n', { maxRows: 1 })).rejects.toMatchObject(tooMany);
      await expect(table(`a\n${',\n'.repeat(1_000)}`, { maxRows: 100 })).rejects.toMatchObject(tooMany);
    });

    it('stops a bomb early', async () => {
      let pieces = 0;
      const bomb = gzipSync(
        Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(64 * megabyte, `${'1'.repeat(1_023)}\n`)]),
      );
      async function* counted() {
        for await (const piece of inPieces(bomb, 1_024)) {
          pieces += 1;
          yield piece;
        }
      }
      const reader = new FileRowReader({ maxExpandedBytes: 4 * megabyte });
      const file = await reader.open(counted());
      const rows = (file.rows as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      const readOn = async (): Promise<unknown> => ((await rows.next()).done === true ? undefined : readOn());
      await expect(readOn()).rejects.toMatchObject({ code: 'request.too-large' });
      expect(pieces).toBeLessThan(bomb.length / 1_024);
    });

    it('ends the source when its reader leaves early', async () => {
      let isEnded = false;
      async function* endless() {
        try {
          yield Buffer.from('a,b\n');
          for (;;) yield Buffer.from('1,2\n'.repeat(1_000));
        } finally {
          isEnded = true;
        }
      }
      const file = await new FileRowReader({ maxExpandedBytes: 64 * megabyte }).open(endless());
      for await (const row of file.rows) {
        expect(row).toMatchObject({ row: 2 });
        break;
      }
      expect(isEnded).toBe(true);
    });
  });

  it('reads what our writer writes, however the file is cut', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: text, b: text }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 64 }),
        async (records, size) => {
          const columns = [
            { key: 'id', header: '编号' },
            { key: 'a', header: '名称' },
            { key: 'b', header: '摘要' },
          ];
          const rows = records.map((record, index) => ({ id: index, ...record }));
          const written = writeCsv({ sheet: 's', columns, rows });
          expect((await read(written, { size })).rows).toMatchObject(
            rows.map(({ id, a, b }) => ({ cells: [String(id), inert(a), inert(b)] })),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});
