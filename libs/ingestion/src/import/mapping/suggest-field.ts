import { columnsOf, type ImportKind, type RecordColumn } from '@throughtrain/contracts';
import { isCreditCode, normaliseCreditCode } from '@throughtrain/domain';
import { convertCell } from '../cells/convert-cell';
import { saysNothing } from '../cells/fold';
import { dictionaryOf } from './map-headers';
import { foldHeader } from './fold-header';

/** A field that a column may stand for. */
export interface Suggestion {
  readonly field: string;
  /** In (0, 1]. */
  readonly confidence: number;
  readonly because: 'header' | 'values';
}

/** Below this a suggestion is worse than none. */
const leastSimilarity = 0.5;
const leastFit = 0.8;
/** Fewer values say too little. */
const leastValues = 3;

/**
 * Suggests what a column may stand for, by the likeness of its header to known ones and by what its first values look like.
 * @param values the first values of the column
 * @param taken fields that other columns stand for already; lists and joined texts can be taken again
 */
export function suggestField(
  kind: ImportKind,
  header: string,
  values: readonly string[],
  taken: ReadonlySet<string>,
): Suggestion | undefined {
  const free = columnsOf(kind).filter(
    ({ field, list, joins }) => !taken.has(field) || list !== undefined || joins === true,
  );
  const byHeader = best(kind, header, free);
  if (byHeader && byHeader.confidence >= 0.75) return byHeader;
  return byValues(values, free) ?? byHeader;
}

function best(kind: ImportKind, header: string, free: readonly RecordColumn[]): Suggestion | undefined {
  const folded = foldHeader(header);
  const fields = new Set(free.map(({ field }) => field));
  let found: Suggestion | undefined;
  for (const [known, field] of dictionaryOf(kind)) {
    if (!fields.has(field)) continue;
    const confidence = similarity(folded, known);
    if (confidence >= leastSimilarity && confidence > (found?.confidence ?? 0))
      found = { field, confidence, because: 'header' };
  }
  return found;
}

function byValues(values: readonly string[], free: readonly RecordColumn[]): Suggestion | undefined {
  const told = values.filter((value) => !saysNothing(value));
  if (told.length < leastValues) return undefined;
  for (const column of free) {
    const fit = told.filter((value) => looksLike(column, value)).length / told.length;
    if (fit >= leastFit) return { field: column.field, confidence: round(fit * 0.9), because: 'values' };
  }
  return undefined;
}

/** Whether a value can hardly be anything but one of this column; texts and numbers can be anything. */
function looksLike(column: RecordColumn, value: string): boolean {
  if (/creditCode$/i.test(column.field) && !/^group|\.group/.test(column.field))
    return isCreditCode(normaliseCreditCode(value));
  if (column.field === 'contact.email') return /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(value);
  if (column.field === 'contact.phone') return /^(?:\+?86)?1\d{10}$/.test(value.replace(/[\s-]/g, ''));
  const { type } = column;
  if (type.is !== 'coded' && type.is !== 'classified') return false;
  const items = convertCell(column, value, '');
  return (
    items.length > 0 &&
    items.every((item) => 'value' in item && (type.is === 'coded' || type.names.has(String(item.value))))
  );
}

/** @returns Dice's coefficient of the pairs of neighbouring characters, 0 to 1; of single characters when one text is that short */
function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const size = Math.min(a.length, b.length) < 2 ? 1 : 2;
  const [left, right] = [grams(a, size), grams(b, size)];
  const shared = left.filter((gram) => {
    const at = right.indexOf(gram);
    if (at >= 0) right.splice(at, 1);
    return at >= 0;
  }).length;
  return round((2 * shared) / Math.max(1, left.length + shared + right.length));
}

const grams = (text: string, size: number): string[] =>
  Array.from({ length: Math.max(0, text.length - size + 1) }, (_, index) => text.slice(index, index + size));

const round = (value: number): number => Math.round(value * 100) / 100;
