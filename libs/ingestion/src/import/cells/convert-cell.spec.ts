import { columnsOf, type ImportKind } from '@throughtrain/contracts';
import { cooperationLabels, stageAliases, stageLabels } from '@throughtrain/domain';
import { convertCell } from './convert-cell';

const columnOf = (field: string, kind: ImportKind) => columnsOf(kind).find((column) => column.field === field)!;
const cells = (field: string, text: string, header = '', kind: ImportKind = 'projects') =>
  convertCell(columnOf(field, kind), text, header);
const values = (...args: Parameters<typeof cells>) =>
  cells(...args).map((one) => ('value' in one ? one.value : one.fault.code));

describe('convertCell', () => {
  it.each([
    ['50', '报价（万元）', { min: 50, max: 50 }],
    ['５０万', '报价', { min: 50, max: 50 }],
    ['1,250.5 万元', '报价', { min: 1250.5, max: 1250.5 }],
    ['50-100万', '报价', { min: 50, max: 100 }],
    ['50万～1亿', '报价', { min: 50, max: 10_000 }],
    ['500000元', '报价', { min: 50, max: 50 }],
    ['500000', '报价（元）', { min: 50, max: 50 }],
    ['0.3亿', '报价', { min: 3_000, max: 3_000 }],
  ])('reads the price %j under %j', (text, header, price) => {
    expect(values('priceWan', text, header)).toEqual([price]);
  });

  it('tells what a price was converted to', () => {
    expect(cells('priceWan', '500000元')).toEqual([
      { value: { min: 50, max: 50 }, change: { code: 'value.converted', from: '500000元', became: '50 万元' } },
    ]);
  });

  it.each(['50以上', '约50', '5 0 0 美元', '1E+03', '-5'])('takes %j for no amount', (text) => {
    expect(values('priceWan', text)).toEqual(['value.not-a-number']);
  });

  it('reads 面议 and signs for nothing as nothing', () => {
    expect(cells('validUntil', '长期')).toEqual([]);
    for (const text of ['面议', '待定', '/', '—', '无', '']) expect(cells('priceWan', text)).toEqual([]);
    expect(values('budgetWan', '50-100', '', 'demands')).toEqual(['value.not-a-number']);
  });

  it.each([
    ['2026-01-05', '2026-01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-01-05 00:00', '2026-01-05'],
    ['1/5/2026', 'value.not-a-day'],
    ['46027', 'value.not-a-day'],
    ['年底', 'value.not-a-day'],
  ])('reads the day %j as %s', (text, expected) => {
    expect(values('confirmedOn', text)).toEqual([expected]);
  });

  it.each([
    ['2026-3', '2026-03'],
    ['2026年3月', '2026-03'],
    ['202603', '2026-03'],
    ['2026-03-15', '2026-03'],
    ['2026年底', 'value.not-a-month'],
  ])('reads the month %j as %s', (text, expected) => {
    expect(values('deadline', text, '', 'demands')).toEqual([expected]);
  });

  it.each([
    ['7', 7],
    ['７', 7],
    ['7.0', 7],
    ['TRL 7', 7],
    ['7级', 7],
    ['工程样机', 7],
    ['产品级', 8],
    ['功能级', 'value.not-a-number'],
    ['5-7', 'value.not-a-number'],
    ['中试', 'value.not-a-number'],
  ])('reads the readiness level %j as %j', (text, expected) => {
    expect(values('trl', text)).toEqual([expected]);
  });

  it.each([
    ['是', true],
    ['√', true],
    ['Ｙ', true],
    ['TRUE', true],
    ['否', false],
    ['0', false],
    ['看情况', 'value.not-yes-or-no'],
  ])('reads the consent %j as %j', (text, expected) => {
    expect(values('consentToPush', text)).toEqual([expected]);
  });

  it('takes every alias of a stage and tells what it became', () => {
    for (const [word, code] of Object.entries(stageAliases)) {
      expect(cells('stage', word)).toEqual([
        { value: code, change: { code: 'value.alias', from: word, became: stageLabels[code] } },
      ]);
    }
    expect(cells('stage', '中期阶段(中试等)')).toEqual([{ value: 'intermediate' }]);
    expect(values('stage', '概念')).toEqual(['value.unknown-word']);
  });

  it('parts lists where their items can not hold the sign', () => {
    expect(values('cooperation', Object.values(cooperationLabels).join('；'))).toEqual(Object.keys(cooperationLabels));
    expect(values('cooperation', '普通许可,技术入股、技术服务/咨询')).toEqual([
      'licence',
      'equity',
      'technical-service',
    ]);
    expect(values('keywords', '1,4-丁二醇；催化剂、加氢\n高压')).toEqual(['1,4-丁二醇', '催化剂', '加氢', '高压']);
    expect(values('indicators', '效率、寿命均提高；能耗≤3 kW·h')).toEqual(['效率、寿命均提高', '能耗≤3 kW·h']);
  });

  it('takes codes, names, and codes with their names for classifications', () => {
    expect(values('seiCodes', '6.5；1.5 人工智能、智能制造装备产业')).toEqual(['6.5', '1.5', '2.1']);
    expect(values('industryCode', 'C38', '', 'demands')).toEqual(['C38']);
    expect(values('industryCode', '教育', '', 'demands')).toEqual(['教育']);
    expect(values('institution.regionCode', '安徽省')).toEqual(['340000']);
    expect(values('institution.regionCode', '340207')).toEqual(['340207']);
  });

  it('refuses an identifier that a spreadsheet has turned into a number', () => {
    expect(values('institution.creditCode', '9.1E+17')).toEqual(['value.spreadsheet-number']);
    expect(values('externalId', '1.23457E+11')).toEqual(['value.spreadsheet-number']);
    expect(values('externalId', '１２-ａ')).toEqual(['12-a']);
  });

  it('reads a column that asks whether it is secret by its denial', () => {
    expect(values('secrecy', ' 公开 ', '密级')).toEqual(['公开']);
    expect(values('secrecy', 'Public', '密级')).toEqual(['公开']);
    expect(values('secrecy', '否', '是否涉密')).toEqual(['公开']);
    expect(values('secrecy', '是', '是否涉密')).toEqual(['是']);
    expect(values('secrecy', '否', '密级')).toEqual(['否']);
    expect(values('secrecy', '无', '密级')).toEqual(['无']);
  });
});
