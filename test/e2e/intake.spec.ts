import {
  forgottenMappingSchema,
  importMappingSchema,
  importReportSchema,
  knownMappingSchema,
  problemSchema,
  projectPageSchema,
} from '@throughtrain/contracts';
import { FileRowReader } from '@throughtrain/tabular';
import { eventually } from '@throughtrain/testing';
import { Workbook } from 'exceljs';
import iconv from 'iconv-lite';
import type { z } from 'zod';
import { register, type Players } from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('spreadsheets over HTTP', () => {
  let stack: Stack;
  let players: Players;
  let agency: Client;

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
    agency = players.agency;
  });

  afterAll(() => stack.stop());

  async function upload(path: string, type: string, bytes: Buffer): Promise<z.output<typeof importReportSchema>> {
    const { id } = await answer(agency.post(path).set('content-type', type).send(bytes), 202, importReportSchema);
    return settled(id);
  }

  const settled = (id: string) =>
    eventually(
      async () => {
        const report = await answer(agency.get(`/v1/imports/${id}`), 200, importReportSchema);
        return ['completed', 'failed', 'awaiting-mapping'].includes(report.state) && report;
      },
      { withinMs: 30_000 },
    );

  const bytesOf = async (path: string): Promise<Buffer> => {
    const { body } = (await agency.get(path).buffer(true).responseType('blob').expect(200)) as { body: Buffer };
    return body;
  };

  /** The header of a table as the import reads it. */
  async function headersOf(bytes: Buffer): Promise<string[]> {
    async function* pieces() {
      yield bytes;
    }
    const file = await new FileRowReader({ maxExpandedBytes: 50_000_000 }).open(pieces());
    if (file.format === 'ndjson') throw new Error('no table');
    return [...file.headers];
  }

  async function sheetOf(bytes: Buffer): Promise<{ cells: (row: number) => string[] }> {
    const workbook = new Workbook();
    await workbook.xlsx.load(bytes as unknown as Parameters<Workbook['xlsx']['load']>[0]);
    const sheet = workbook.worksheets[0]!;
    const cells = (row: number) =>
      Array.from({ length: sheet.columnCount }, (_, at) => sheet.getRow(row).getCell(at + 1).text);
    return { cells };
  }

  it('gives a template that is filled in, imported, and handed back with what became of each row', async () => {
    const headers = await headersOf(await bytesOf('/v1/imports/projects/template?format=xlsx'));
    const sheet = new Workbook();
    sheet.addWorksheet('科技成果').addRow(headers);
    const row = (said: Readonly<Record<string, string>>) => headers.map((header) => said[header] ?? '');
    const good = {
      成果编号: 'X-1',
      征集渠道: '高校院所公开征集',
      密级: '公开',
      成果名称: '电解液',
      成果简介: '一种方法',
    };
    sheet.worksheets[0]!.addRow(row({ ...good, 成果所处阶段: '小试' }));
    sheet.worksheets[0]!.addRow(row({ ...good, 成果编号: 'X-2', 成果名称: '' }));
    sheet.worksheets[0]!.addRow(row({ ...good, 成果编号: 'X-3' }));
    const filled = Buffer.from(await sheet.xlsx.writeBuffer());

    const rehearsed = await upload('/v1/imports/projects?dryRun=true', xlsx, filled);
    expect(rehearsed).toMatchObject({ dryRun: true, format: 'xlsx', rowsDone: 3, created: 2, refused: 1, changed: 1 });
    expect((await answer(agency.get('/v1/projects'), 200, projectPageSchema)).items).toEqual([]);
    const report = await upload('/v1/imports/projects', xlsx, filled);
    expect(report).toMatchObject({ dryRun: false, created: 2, refused: 1, changed: 1, hasFile: true });
    expect(report.levels).toEqual({ storable: 2, matchable: 0, pushable: 0 });
    const { items } = await answer(agency.get('/v1/projects'), 200, projectPageSchema);
    expect(items.map(({ level, lacks }) => [level, lacks])).toEqual(
      expect.arrayContaining([
        ['storable', ['domain-or-text']],
        ['storable', ['domain-or-text', 'stage']],
      ]),
    );

    const result = await sheetOf(await bytesOf(`/v1/imports/${report.id}/file`));
    expect([1, 2, 3, 4].map((at) => result.cells(at).at(-1))).toEqual([
      '导入结果',
      expect.stringMatching(
        /^已导入，有调整：成果所处阶段：已按对应的标准选项入库（初期阶段（实验室、小试））；已导入，有建议：战略性新兴产业分类：/,
      ),
      '未导入：成果名称：必填项为空',
      expect.stringMatching(/^已导入，有建议：战略性新兴产业分类：.*（5\.2 新能源汽车装置、配件制造 0\.\d+/),
    ]);
    const again = await upload('/v1/imports/projects', xlsx, await bytesOf(`/v1/imports/${report.id}/file`));
    expect(again).toMatchObject({ created: 0, unchanged: 2, refused: 1 });
  });

  it('gives a CSV back in the encoding that it came in, and takes it again as it is', async () => {
    const header = '成果编号,征集渠道,密级,成果名称,成果简介,成果所处阶段';
    const texts = [`"=HYPERLINK(""x"")"`, `'=甲`, '-5'];
    const rows = texts.map((text, index) => `G-${index},高校院所公开征集,公开,${text},一种石墨烯散热膜的制备方法,小试`);
    const report = await upload(
      '/v1/imports/projects',
      'text/csv',
      iconv.encode([header, ...rows].join('\r\n'), 'gb18030'),
    );
    expect(report).toMatchObject({ created: 3, refused: 0 });
    const path = `/v1/imports/${report.id}/file`;
    await agency.get(path).expect('content-type', 'text/csv; charset=gb18030');
    const again = await upload('/v1/imports/projects', 'text/csv', await bytesOf(path));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 0 });
  });

  it('asks what unknown columns stand for, remembers it, and forgets it', async () => {
    const file = Buffer.from('编码,密级,题名,成果简介\r\nY-1,公开,题,方法\r\n');
    const waiting = await upload('/v1/imports/projects?channel=agency', 'text/csv', file);
    expect(waiting).toMatchObject({ state: 'awaiting-mapping', format: 'csv', rowsDone: 0 });
    const path = `/v1/imports/${waiting.id}/mapping`;
    const told = await answer(agency.get(path), 200, importMappingSchema);
    expect(told).toMatchObject({ undecided: ['编码', '题名'], missing: ['externalId', 'title'] });
    const wrong = await answer(agency.put(path, { columns: [{ header: '密级', field: null }] }), 422, problemSchema);
    expect(wrong).toMatchObject({ code: 'import.secrecy-column', errors: [{ path: '密级' }] });
    const columns = [
      { header: '编码', field: 'externalId' },
      { header: '题名', field: 'title' },
    ];
    await answer(agency.put(path, { columns }), 202, importReportSchema);
    expect(await settled(waiting.id)).toMatchObject({ state: 'completed', created: 1 });
    expect(await answer(agency.get('/v1/import-mappings/projects'), 200, knownMappingSchema)).toEqual({
      items: columns,
    });
    expect(await answer(agency.delete('/v1/import-mappings/projects'), 200, forgottenMappingSchema)).toEqual({
      forgotten: 2,
    });
  });

  it('refuses a channel that does not exist, and a template of nothing', async () => {
    await agency.post('/v1/imports/projects?channel=post').set('content-type', 'text/csv').send('a').expect(400);
    await agency.get('/v1/imports/nothing/template?format=xlsx').expect(400);
    const csv = await bytesOf('/v1/imports/demands/template?format=csv');
    expect(csv.toString()).toMatch(/^\ufeff需求编号,企业编号,需求名称/);
  });
});
