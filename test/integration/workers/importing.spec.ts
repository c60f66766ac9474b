import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import {
  columnsOf,
  importKinds,
  inChinese,
  inEnglish,
  type CellType,
  type ImportKind,
  type RecordColumn,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ImportRepository, MappingRepository, RequestImport, RunImport } from '@throughtrain/ingestion';
import { enterpriseRow, ndjson, projectRow } from '@throughtrain/testing';
import { Workbook } from 'exceljs';
import iconv from 'iconv-lite';
import { WorkerBench } from './worker-bench';

const docs = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'importing.md'), 'utf8');

const project: Readonly<Record<string, string>> = {
  成果编号: 'P-900',
  征集渠道: '高校征集',
  密级: '公开',
  成果名称: '低温电解液',
  成果简介: '面向低温场景的锂离子电池电解液。',
};
const withoutAlias = { ...project, 征集渠道: '高校院所公开征集' };
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csvOf = (row: Readonly<Record<string, string>>): string =>
  [Object.keys(row), Object.values(row)].map((cells) => cells.map(quoted).join(',')).join('\r\n');
const csv = (said: Readonly<Record<string, string>> = {}): Buffer => Buffer.from(csvOf({ ...withoutAlias, ...said }));
const lines = (...said: readonly object[]): Buffer => ndjson(said.map((one) => ({ ...projectRow(900), ...one })));

async function workbook(fill: (workbook: Workbook) => void): Promise<Buffer> {
  const made = new Workbook();
  fill(made);
  return Buffer.from(await made.xlsx.writeBuffer());
}

/** A zip of parts, enough of a workbook to be refused for what it holds. */
function zipOf(parts: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc32(text), 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(Buffer.byteLength(text), 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const ole2 = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const enterprise = {
  企业编号: 'E-900',
  统一社会信用代码: enterpriseRow(900).creditCode,
  企业名称: '某某有限公司',
  行政区划: '510100',
  主营业务: '装备',
};
const demand = { 需求编号: 'D-900', 企业编号: 'E-nobody', 需求名称: '电解液', 需求描述: '零下三十度可用。' };
const score = {
  成果编号: 'P-taken',
  征集渠道: '高校院所公开征集',
  专家代号: 'ZJ-1',
  技术领先性: '80',
  评审日期: '2026-05-01',
  利益冲突声明: '无',
};

/** The file of each case of the document. */
const files: Readonly<Record<string, Buffer | (() => Promise<Buffer>) | readonly [ImportKind, Buffer]>> = {
  empty: Buffer.from('\ufeff'),
  blank: Buffer.from(' ,,\r\n\r\n'),
  'old-workbook': Buffer.concat([ole2, Buffer.alloc(600)]),
  macros: zipOf({
    '[Content_Types].xml':
      '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    'xl/workbook.xml': '<workbook/>',
    'xl/vbaProject.bin': 'x',
  }),
  password: Buffer.concat([ole2, Buffer.alloc(600), utf16('EncryptedPackage')]),
  'broken-workbook': async () => (await workbook((one) => one.addWorksheet('a').addRow(['a']))).subarray(0, -30),
  'broken-gzip': gzipSync(csv()).subarray(0, -6),
  'utf-16': utf16(`\ufeff${csv().toString()}`),
  pdf: Buffer.from('%PDF-1.7\n'),
  html: Buffer.from('<html><table><tr><td>成果编号</td></tr></table></html>'),
  'json-list': Buffer.from(`[${JSON.stringify(projectRow(900))}]`),
  'title-row': Buffer.from(`2026年科技成果汇总表\r\n${csv().toString()}`),
  'two-headers': Buffer.from('成果名称,成果名称\r\na,b\r\n'),
  'too-large': gzipSync(Buffer.alloc(2_000_000, 0x20)),
  'marked-header': csv({ '机密★10年': 'x' }),
  'unknown-header': csv({ 备注: 'x' }),
  'missing-column': Buffer.from(csvOf(Object.fromEntries(Object.entries(withoutAlias).slice(0, 4)))),
  'doubled-column': csv({ 项目名称: '又名' }),
  good: csv(),
  gb18030: iconv.encode(csv({ 成果编号: 'P-gb' }).toString(), 'gb18030'),
  secret: csv({ 成果编号: 'P-secret', 密级: '秘密' }),
  'asked-secret': csv({ 成果编号: 'P-secret', 是否涉密: '是' }),
  'secret-demand': ['demands', Buffer.from(csvOf({ ...demand, 密级: '内部' }))],
  'secret-twice': Buffer.from(JSON.stringify(projectRow(901)).replace('{', '{"secrecy":"秘密",')),
  undeclared: csv({ 密级: '' }),
  marked: csv({ 成果简介: '机密★10年' }),
  'marked-left-out': csv({ 内部备注: '本成果涉密' }),
  'defence-number': csv({ 成果简介: '受JCKY2016204A001支持的材料' }),
  'no-title': csv({ 成果名称: '' }),
  'long-title': csv({ 成果名称: '长'.repeat(301) }),
  'control-character': csv({ 成果名称: '甲\u0007乙' }),
  'bad-identifier': csv({ 成果编号: 'P 1' }),
  'number-identifier': csv({ 成果编号: '1.2E+17' }),
  'bad-channel': csv({ 征集渠道: '朋友介绍' }),
  'bad-credit-code': csv({ 完成单位: '某所', 统一社会信用代码: '12000000EX0000002X' }),
  'bad-ownership': csv({ 权属: '说不清' }),
  'bad-consent': csv({ 推送授权: '看情况' }),
  'bad-authority': csv({ 授权依据: '委托协议', 授权日期: '2026-01-05' }),
  'bad-end': csv({ 有效期至: '年底' }),
  'many-keywords': csv({ 关键词: Array.from({ length: 21 }, (_, at) => `词${at}`).join('；') }),
  'too-many-cells': Buffer.from(`${csv().toString()},"x"`),
  'formula-error': () =>
    workbook((one) => {
      const sheet = one.addWorksheet('成果');
      sheet.addRow(Object.keys(withoutAlias));
      sheet.addRow([...Object.values(withoutAlias).slice(0, 4), { formula: '1/0', result: { error: '#DIV/0!' } }]);
    }),
  'mixed-encodings': Buffer.concat([
    Buffer.from(`${Object.keys(withoutAlias).join(',')}\r\nP-900,高校院所公开征集,公开,`),
    iconv.encode('低温电解液', 'gb18030'),
    Buffer.from(',面向低温场景\r\nP-901,高校院所公开征集,公开,好行,好行\r\n'),
  ]),
  'not-json': Buffer.from('{"externalId": \n'),
  'not-object': Buffer.from('{}\n5\n'),
  'unknown-key': lines({ titel: 'x' }),
  nested: Buffer.from(`${JSON.stringify(projectRow(900)).slice(0, -1)},"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`),
  'taken-identifier': csv({ 成果编号: 'P-taken' }),
  'unknown-enterprise': ['demands', Buffer.from(csvOf(demand))],
  'identifier-reused': ['enterprises', Buffer.from(csvOf({ ...enterprise, 企业编号: 'E-1' }))],
  'listed-twice': ['enterprises', Buffer.from(csvOf({ ...enterprise, 统一社会信用代码: enterpriseRow(1).creditCode }))],
  'score-unknown-project': ['expert-scores', Buffer.from(csvOf({ ...score, 成果编号: 'P-nobody' }))],
  'score-to-come': ['expert-scores', Buffer.from(csvOf({ ...score, 评审日期: '2999-01-01' }))],
  'score-without-axis': ['expert-scores', Buffer.from(csvOf({ ...score, 技术领先性: '' }))],
  'score-by-name': ['expert-scores', Buffer.from(csvOf({ ...score, 专家代号: '张三' }))],
  'bad-readiness': csv({ 技术就绪度: '14' }),
  'bad-stage': csv({ 所处阶段: '概念' }),
  'bad-date': csv({ 确认日期: '2026-02-30' }),
  'american-date': csv({ 确认日期: '1/5/2026' }),
  'open-price': csv({ 报价: '50以上' }),
  'bad-code': csv({ 战略性新兴产业: '6.5；9.9' }),
  'bad-region': csv({ 完成单位: '某所', 行政区划: '990000' }),
  alias: csv({ 所处阶段: '小试' }),
  yuan: csv({ 报价: '500000元' }),
};

const cases = [...docs.matchAll(/^\| `([a-z0-9-]+)` \| [^|]+ \| `([^`]+)` \|$/gm)].map(
  ([, name = '', answer = '']) => ({
    name,
    answer,
  }),
);

describe('docs/importing.md', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let host: Scope;

  beforeAll(async () => {
    bench = await WorkerBench.open();
    [agency, host] = [await bench.principal('agency'), await bench.principal('host')];
    await bench.import(await bench.principal('agency'), 'projects', [projectRow(1, { externalId: 'P-taken' })]);
    await bench.import(host, 'enterprises', [enterpriseRow(1)]);
    await bench.app.get(MappingRepository).remember(agency, 'projects', [{ header: '内部备注', field: null }]);
  });

  afterAll(() => bench.close());

  async function run(kind: ImportKind, bytes: Buffer): Promise<readonly string[]> {
    async function* pieces() {
      yield bytes;
    }
    const scope = kind === 'projects' ? agency : host;
    const imports = bench.app.get(ImportRepository);
    const importId = await bench.app.get(RequestImport).execute(scope, kind, pieces(), 10_000_000);
    await bench.app.get(RunImport).execute({ importId });
    const report = await imports.report(scope, importId);
    if (report.state === 'failed') {
      expectSentences(report.failureReason ?? report.failureCode!);
      return [['failed', report.failureCode, report.failureReason].filter(Boolean).join(' ')];
    }
    if (report.state === 'awaiting-mapping') {
      const { proposal } = await imports.mapping(scope, importId);
      const { undecided = [], missing = [], doubled = [] } = proposal ?? {};
      return Object.entries({ undecided, missing, doubled }).flatMap(([problem, names]) =>
        names.map((name) => `awaiting-mapping ${problem} ${name}`),
      );
    }
    const faults = await imports.faults(scope, importId, { row: 0, ordinal: -1 }, 100);
    for (const { code, message } of faults) expectSentences(code, message);
    if (faults.length === 0) return [report.counts.created + report.counts.updated === 1 ? 'taken' : 'nothing'];
    return faults.map(({ outcome, column, code }) => [outcome, column, code].filter(Boolean).join(' '));
  }

  it('has a file for each case, and a case for each file', () => {
    expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort());
  });

  it.each(cases)('tells what is answered to $name', async ({ name, answer }) => {
    const file = files[name]!;
    const [kind, bytes]: readonly [ImportKind, Buffer] = Buffer.isBuffer(file)
      ? ['projects', file]
      : typeof file === 'function'
        ? ['projects', await file()]
        : file;
    expect(await run(kind, bytes)).toContain(answer);
  });

  it.each(importKinds)('lists the columns of %s', (kind) => {
    for (const column of columnsOf(kind)) expect(docs).toContain(columnLine(column));
  });

  it('lists every other word for a value', () => {
    const coded = importKinds.flatMap((kind) => columnsOf(kind));
    for (const { type } of coded) for (const line of aliasLines(type)) expect(docs).toContain(line);
  });
});

/** Whatever is answered, it is answered in both languages. */
function expectSentences(code: string, message = inEnglish(code)): void {
  expect([code, message, inChinese(code)]).toEqual([code, expect.any(String), expect.any(String)]);
}

/** One line of a table of columns. */
function columnLine({ field, headers: [label, ...others], need, mayBeDropped, list }: RecordColumn): string {
  const marks = [
    need === 'matchable' ? 'matching' : need === 'pushable' ? 'push' : need,
    mayBeDropped && 'spared',
    list && 'list',
  ];
  return `| \`${field}\` | ${label} | ${marks.filter(Boolean).join(', ')} | ${others.join(' · ')} |`;
}

function aliasLines(type: CellType): string[] {
  if (type.is !== 'coded' || Object.keys(type.aliases).length === 0) return [];
  return [...new Set(Object.values(type.aliases))].map((code) => {
    const words = Object.entries(type.aliases).filter(([, meant]) => meant === code);
    return `| ${type.labels[code] ?? code} | ${words.map(([word]) => word).join(' · ')} |`;
  });
}
