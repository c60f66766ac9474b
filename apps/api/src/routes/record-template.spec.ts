import { columnsOf, importKinds } from '@throughtrain/contracts';
import { completeness } from '@throughtrain/domain';
import { convertCell, parseRecord, prepareProject, proposeMapping } from '@throughtrain/ingestion';
import { recordGuidance } from './record-guidance';
import { templateOf, templateTable } from './record-template';

describe('templateOf', () => {
  it.each(importKinds)('has columns for %s that the import knows, and all required fields', (kind) => {
    const headers = templateTable(kind).columns.map(({ header }) => header);
    const { columns, ...problems } = proposeMapping(kind, headers, new Map(), {});
    expect(problems).toEqual({ undecided: [], doubled: [], missing: [] });
    expect(columns.map(({ field }) => field)).toEqual(templateOf(kind).columns.map(({ key }) => key));
  });

  it.each(importKinds)('gives examples for %s that make a record together', (kind) => {
    const { columns } = templateOf(kind);
    expect(columns.filter(({ example }) => example === undefined)).toEqual([]);
    expect(Object.keys(recordGuidance[kind]).sort()).toEqual(columns.map(({ key }) => key).sort());
    const fields: Record<string, unknown> = {};
    for (const { key, header, example = '' } of columns) {
      const column = columnsOf(kind).find(({ field }) => field === key)!;
      const values = convertCell(column, example, header);
      expect([key, values]).toEqual([key, values.map(() => ({ value: expect.anything() }))]);
      const read = values.map((one) => 'value' in one && one.value);
      const [root = '', inner] = key.split('.');
      const value = column.list === undefined ? read[0] : read;
      fields[root] = inner === undefined ? value : { ...(fields[root] as object | undefined), [inner]: value };
    }
    const parsed = parseRecord(kind, fields);
    expect(parsed).toMatchObject({ notes: [] });
    if (kind === 'projects' && 'record' in parsed)
      expect(completeness(prepareProject(parsed.record as never).record).level).toBe('pushable');
  });

  it('says of fields that may be replaced by what', () => {
    const helpOf = (wanted: string) => templateOf('projects').columns.find(({ key }) => key === wanted)?.help;
    expect(helpOf('language')).toBe('可不填，按文字自动识别');
    expect(helpOf('seiCodes')).toContain('合计满60字时可不填');
    expect(helpOf('stage')).toContain('至少填一项');
    expect(helpOf('authority.basis')).toContain('不能推送企业');
    expect(helpOf('ownership')).toContain('缺少时不能推送企业');
  });

  it.each(importKinds)('offers values for %s that the import takes as they stand', (kind) => {
    for (const { key, values = [] } of templateOf(kind).columns) {
      const column = columnsOf(kind).find(({ field }) => field === key)!;
      for (const value of values) {
        const converted = convertCell(column, value, column.headers[0]);
        expect([key, value, converted]).toEqual([key, value, [{ value: expect.anything() }]]);
      }
    }
  });
});
