import { columnsOf, resultKey, type ImportKind } from '@throughtrain/contracts';
import { codeOf } from './cells/convert-cell';
import type { RowDefaults } from './mapping/map-headers';
import type { RowReading } from './read-cells';
import { told, type RowRemark } from './row-remark';

/** Reads a row that is an object already: other words for coded values become their codes, and what all rows have in common is filled in. */
export function readObject(kind: ImportKind, value: unknown, defaults: RowDefaults): RowReading {
  const notes: RowRemark[] = [];
  const texts = textsOf(value);
  if (typeof value !== 'object' || value === null) return { value, notes, faults: [], texts };
  const { [resultKey]: _result, ...said } = value as Record<string, unknown>;
  const fields: Record<string, unknown> = { ...defaults, ...said };
  for (const column of columnsOf(kind)) {
    const { field, type } = column;
    if (type.is !== 'coded' || !Object.hasOwn(fields, field)) continue;
    const coded = (item: unknown): unknown => {
      const found = typeof item === 'string' ? codeOf(type, item) : undefined;
      if (!found || !('value' in found)) return item;
      if (found.change) notes.push(told(column, found.change.code, undefined, found.change.from, found.change.became));
      return found.value;
    };
    const given = fields[field];
    fields[field] = Array.isArray(given) ? given.map(coded) : coded(given);
  }
  return { value: fields, notes, faults: [], texts };
}

/** All texts of a row, at whatever depth. A list, not recursion: a row may be nested deeper than the stack is. */
function textsOf(row: unknown): string[] {
  const texts: string[] = [];
  const open: unknown[] = [row];
  while (open.length > 0) {
    const inner = open.pop();
    if (typeof inner === 'string') texts.push(inner);
    else if (typeof inner === 'object' && inner !== null) open.push(...(Object.values(inner) as unknown[]));
  }
  return texts;
}
