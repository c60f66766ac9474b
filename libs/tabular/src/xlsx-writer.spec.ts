import { Workbook, ValueType, type Worksheet } from 'exceljs';
import type { Table } from './table';
import { writeXlsx } from './xlsx-writer';

const columns = [
  { key: 'rank', header: '名次', width: 6 },
  { key: 'title', header: '项目名称', width: 40 },
];

async function readBack(table: Partial<Table>): Promise<Worksheet> {
  const workbook = new Workbook();
  const bytes = await writeXlsx({ sheet: '初筛清单', columns, rows: [], ...table });
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return workbook.worksheets[0]!;
}

describe('writeXlsx', () => {
  it('writes header, widths, numbers and wrapped text', async () => {
    const sheet = await readBack({ rows: [{ rank: 1, title: '新型减速器' }, { rank: 2 }] });
    expect(sheet.name).toBe('初筛清单');
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.getRow(1).values).toEqual([undefined, '名次', '项目名称']);
    expect(sheet.getColumn(2).width).toBe(40);
    expect(sheet.getCell('A2').type).toBe(ValueType.Number);
    expect(sheet.getCell('A2').value).toBe(1);
    expect(sheet.getCell('B2').alignment.wrapText).toBe(true);
    expect(sheet.getCell('B3').value).toBeNull();
  });

  it.each([
    '=1+1',
    '+1',
    '-1+1',
    '@SUM(A1)',
    '＝1+1',
    '=HYPERLINK("http://example.org")',
    'http://example.org',
    '12',
    '2026-01-01',
  ])('keeps %j as text', async (text) => {
    const cell = (await readBack({ rows: [{ rank: 1, title: text }] })).getCell('B2');
    expect(cell.type).toBe(ValueType.String);
    expect(cell.value).toBe(text);
    expect(cell.formula).toBeUndefined();
    expect(cell.hyperlink).toBeUndefined();
  });

  it('shows as many decimals as a column asks for and keeps the number', async () => {
    const sheet = await readBack({
      columns: [{ key: 'score', header: '得分', decimals: 2 }],
      rows: [{ score: 0.737198 }],
    });
    expect(sheet.getCell('A2').numFmt).toBe('0.00');
    expect(sheet.getCell('A2').value).toBe(0.737198);
  });

  it('writes a text that looks like an escape so that it is read as it was', async () => {
    const { value } = (await readBack({ rows: [{ title: '_x003D_1+1' }] })).getCell('B2');
    expect(value).toBe('_x003D_1+1');
  });

  it('writes a file that can be read whatever the text holds', async () => {
    const sheet = await readBack({
      sheet: "'a/b:c*[d]?\\" + '名'.repeat(40),
      rows: [{ title: '<a>&"\u0001\ud800x\u000b' }, { title: '字'.repeat(40_000) }],
    });
    expect(sheet.name.length).toBeLessThanOrEqual(31);
    expect(sheet.getCell('B2').value).toBe('<a>&"\ufffdx');
    expect(sheet.getCell('B3').text).toHaveLength(32_767);
  });
});
