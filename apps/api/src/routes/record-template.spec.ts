import { columnsOf, importKinds } from '@throughtrain/contracts';
import { convertCell, proposeMapping } from '@throughtrain/ingestion';
import { templateOf, templateTable } from './record-template';

describe('templateOf', () => {
  it.each(importKinds)('has columns for %s that the import knows, and all required fields', (kind) => {
    const headers = templateTable(kind).columns.map(({ header }) => header);
    const { columns, ...problems } = proposeMapping(kind, headers, new Map(), {});
    expect(problems).toEqual({ undecided: [], doubled: [], missing: [] });
    expect(columns.map(({ field }) => field)).toEqual(templateOf(kind).columns.map(({ key }) => key));
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
