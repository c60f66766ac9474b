import { columnsOf, importKinds, recordSchemas } from '@throughtrain/contracts';
import type { z } from 'zod';
import { declaresSecrecy, foldHeader } from './fold-header';
import { dictionaryOf } from './map-headers';
import { proposeMapping, withSuggestions } from './propose-mapping';

const nothingKnown = new Map<string, string | null>();
const least = ['成果编号', '征集渠道', '密级', '成果名称', '成果简介'];
const propose = (headers: readonly string[], known: ReadonlyMap<string, string | null> = nothingKnown) =>
  proposeMapping('projects', headers, known, {});

describe('foldHeader', () => {
  it.each([
    ['项目名称（必填）', '项目名称'],
    ['* 成果 名称 *', '成果名称'],
    ['１、成果名称', '成果名称'],
    ['二、成果简介【500字以内】', '成果简介'],
    ['External ID', 'externalid'],
    ['institution.name', 'institutionname'],
    ['（成果名称）', '成果名称'],
    ['***', ''],
  ])('folds %j to %j', (header, folded) => {
    expect(foldHeader(header)).toBe(folded);
  });
});

describe('the dictionary', () => {
  it.each(importKinds)('leads every header of %s to one field', (kind) => {
    const fields = new Map<string, string>();
    for (const { field, headers } of columnsOf(kind)) {
      for (const header of headers) {
        const other = fields.get(foldHeader(header));
        expect([header, other ?? field]).toEqual([header, field]);
        fields.set(foldHeader(header), field);
      }
    }
    expect(dictionaryOf(kind).size).toBeGreaterThan(fields.size);
  });

  it.each(importKinds)('names fields of the record of %s, and all required ones', (kind) => {
    const schema = recordSchemas[kind];
    const fields = Object.entries<z.ZodType>(schema.shape);
    const required = fields.filter(([, field]) => !field.safeParse(undefined).success);
    const named = columnsOf(kind).filter(({ need }) => need === 'required');
    expect(named.map(({ field }) => field).sort()).toEqual(required.map(([field]) => field).sort());
    const roots = new Set(columnsOf(kind).map(({ field }) => field.split('.')[0]));
    expect([...roots].sort()).toEqual(fields.map(([field]) => field).sort());
  });
});

describe('proposeMapping', () => {
  it('knows the labels of the form, their variants and the names of the fields', () => {
    const { columns, ...problems } = propose([
      ...least,
      '第一完成单位',
      'institution.regionCode',
      '技术就绪度（级）',
      '',
    ]);
    expect(columns.map(({ field }) => field)).toEqual([
      'externalId',
      'channel',
      'secrecy',
      'title',
      'summary',
      'institution.name',
      'institution.regionCode',
      'trl',
      null,
    ]);
    expect(problems).toEqual({ undecided: [], doubled: [], missing: [] });
  });

  it('asks for what nobody has decided, for required fields and for two columns of one field', () => {
    expect(propose(['编号', '密级', '成果名称', '项目名称', '备注'])).toMatchObject({
      undecided: ['备注'],
      doubled: ['title'],
      missing: ['channel', 'summary'],
    });
    expect(proposeMapping('projects', least.slice(2), nothingKnown, { channel: 'agency' }).missing).toEqual([
      'externalId',
    ]);
  });

  it('lets several columns make one list or one text', () => {
    expect(propose([...least, '关键词', '主题词', '摘要'])).toMatchObject({ doubled: [], undecided: [] });
  });

  it('does what was confirmed before, but never with a declaration of secrecy', () => {
    const known = new Map<string, string | null>([
      ['项目编号', 'externalId'],
      ['备注', null],
      ['密级（必填）', null],
      ['成果密级', 'title'],
      ['旧栏', 'gone'],
    ]);
    expect(propose(['项目编号', '备注', '密级（必填）', '成果密级', '旧栏'], known).columns).toEqual([
      { header: '项目编号', field: 'externalId' },
      { header: '备注', field: null },
      { header: '密级（必填）', field: 'secrecy' },
      { header: '成果密级', field: 'secrecy' },
      { header: '旧栏' },
    ]);
  });

  it.each([
    '密级',
    '密 级',
    '项目密级（必填）',
    '是否涉密',
    '保密级别',
    'Secrecy',
    'Classification Level',
    '密\u200b级',
  ])('takes %j for a declaration of secrecy', (header) => {
    expect(declaresSecrecy(header)).toBe(true);
    expect(proposeMapping('demands', [header], nothingKnown, {}).columns).toEqual([{ header, field: 'secrecy' }]);
  });

  it.each(['保密审查日期', '技术领域', '级别'])('takes %j for none', (header) => {
    expect(declaresSecrecy(header)).toBe(false);
  });
});

describe('withSuggestions', () => {
  it('suggests by the likeness of the header, and by values where they tell more', () => {
    const headers = ['成果的名称', '代码', '所处的阶段', '备注', '空'];
    const samples = [
      ['甲', '91000000EX0000001H', '小试', 'x', ''],
      ['乙', '91000000EX0000001H', '中试', 'y', ''],
      ['丙', '91000000EX0000001H', '量产', 'z', ''],
    ];
    const { columns } = withSuggestions('projects', propose(headers), samples);
    expect(columns.map(({ suggestion }) => suggestion && [suggestion.field, suggestion.because])).toEqual([
      ['title', 'header'],
      ['institution.creditCode', 'values'],
      ['stage', 'values'],
      undefined,
      undefined,
    ]);
  });

  it('suggests no field twice that holds one value', () => {
    const samples = [1, 2, 3].map(() => ['小试', '小试']);
    const { columns } = withSuggestions('projects', propose(['甲', '乙']), samples);
    expect(columns.map(({ suggestion }) => suggestion?.field)).toEqual(['stage', undefined]);
  });
});
