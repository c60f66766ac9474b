import { Workbook } from 'exceljs';
import { FileRowReader } from './file-row-reader';
import { writeTemplate, type Template } from './template-writer';
import { ZipArchive } from './workbook/zip';

const modes = ['技术转让', '技术许可', '作价入股'];
const regions = Array.from({ length: 16 }, (_, index) => `${index + 11}0000 某省`);
const template: Template = {
  sheet: '科技成果',
  title: '科技成果填报说明',
  rows: 100,
  columns: [
    { key: 'externalId', header: '编号', required: true, asText: true, help: '本单位内不重复', example: '007' },
    { key: 'stage', header: '技术成熟阶段', required: true, values: ['初期', '中期', '成熟'], width: 30 },
    { key: 'cooperation', header: '合作方式', required: false, values: modes, isList: true },
    { key: 'region', header: '行政区划', required: false, values: regions },
    { key: 'code', header: '统一社会信用代码', required: false, asText: true },
  ],
};

async function opened(bytes: Buffer): Promise<Workbook> {
  const workbook = new Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return workbook;
}

async function read(bytes: Buffer) {
  async function* pieces() {
    yield bytes;
  }
  const file = await new FileRowReader({ maxExpandedBytes: 10_000_000 }).open(pieces());
  if (file.format !== 'xlsx') throw new Error(file.format);
  const cells: (readonly string[])[] = [];
  for await (const row of file.rows) cells.push('cells' in row ? row.cells : [row.fault.code]);
  return { ...file, cells };
}

describe('writeTemplate', () => {
  let written: Buffer;
  let workbook: Workbook;

  beforeAll(async () => {
    written = await writeTemplate(template);
    workbook = await opened(written);
  });

  it('holds headers without any row, so that it imports nothing', async () => {
    await expect(read(written)).rejects.toMatchObject({ code: 'import.empty' });
  });

  it('marks what is required, keeps codes as text and the header in view', async () => {
    const sheet = workbook.getWorksheet('科技成果')!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.getColumn(1).numFmt).toBe('@');
    expect(sheet.getColumn(2).numFmt).toBeUndefined();
    expect(sheet.getColumn(2).width).toBe(30);
    expect(sheet.getCell('A1').fill).not.toEqual(sheet.getCell('C1').fill);
    expect(JSON.stringify(sheet.getCell('A1').note)).toContain('必填：本单位内不重复');
    expect(JSON.stringify(sheet.getCell('C1').note)).toContain('选填');
  });

  it('has a drop-down list for each column with values, and lets only lists hold other texts', async () => {
    const sheet = workbook.getWorksheet('科技成果')!;
    const lists = workbook.getWorksheet('值列表')!;
    expect(lists.state).toBe('hidden');
    expect(lists.getColumn(2).values.slice(1)).toEqual(['合作方式', ...modes]);
    expect(sheet.getCell('A2').dataValidation).toBeUndefined();
    for (const row of [2, 101])
      expect(sheet.getCell(row, 2).dataValidation).toMatchObject({
        type: 'list',
        formulae: ["'值列表'!$A$2:$A$4"],
        showErrorMessage: true,
      });
    expect(sheet.getCell('C2').dataValidation).toMatchObject({ formulae: ["'值列表'!$B$2:$B$4"] });
    expect(sheet.getCell('C2').dataValidation.showErrorMessage).not.toBe(true);
  });

  it('has lists for as many rows as an import takes', async () => {
    const { sheet, title, columns } = template;
    const archive = new ZipArchive(await writeTemplate({ sheet, title, columns }), 1_000_000);
    const xml: Buffer[] = [];
    for await (const piece of archive.open('xl/worksheets/sheet1.xml')) xml.push(piece);
    expect(Buffer.concat(xml).toString()).toContain('sqref="B2:B50001"');
  });

  it('explains each column on a sheet of its own, with the example', async () => {
    const sheet = workbook.getWorksheet('说明')!;
    expect(sheet.getCell('A1').value).toBe('科技成果填报说明');
    expect(sheet.getRow(2).values).toEqual([undefined, '列名', '是否必填', '填写说明', '可选值', '示例']);
    expect(sheet.getRow(3).values).toEqual([undefined, '编号', '必填', '本单位内不重复', '', '007']);
    expect(sheet.getCell('D5').value).toBe('技术转让；技术许可；作价入股');
    expect(sheet.getCell('D6').value).toBe(
      '110000 某省；120000 某省；130000 某省 等16项，全部见该列的下拉列表（取消隐藏工作表“值列表”可查看）',
    );
  });

  it('gives back what was filled in, and takes no other of its sheets for records', async () => {
    const code = '91440101MA5AKP1234';
    workbook.getWorksheet('科技成果')!.addRow(['007', '中期', '技术转让；技术许可', '', code]);
    const file = await read(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(file.headers).toEqual(['编号', '技术成熟阶段', '合作方式', '行政区划', '统一社会信用代码']);
    expect(file.cells).toEqual([['007', '中期', '技术转让；技术许可', '', code]]);
    expect(file.otherSheets).toBeUndefined();
  });
});
