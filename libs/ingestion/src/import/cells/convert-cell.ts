import type { CellType, ListOf, RecordColumn } from '@throughtrain/contracts';
import { folded, lookupKey, saysNothing } from './fold';
import { readAmount } from './read-amount';
import { readDay, readMonth } from './read-day';

/** How a value came to differ from what the cell says. */
export type ChangeCode = 'value.alias' | 'value.converted';

/** What one cell, or one item of a cell that holds a list, comes to; nothing at all when it says nothing. */
export type CellValue =
  | {
      readonly value: unknown;
      readonly change?: { readonly code: ChangeCode; readonly from: string; readonly became: string };
    }
  | { readonly fault: { readonly code: string; readonly message: string; readonly from: string } };

const separators: Readonly<Record<ListOf, RegExp>> = {
  codes: /[；;、，,\n\r|]+/,
  words: /[；;、，\n\r|]+/,
  sentences: /[；;\n\r]+/,
};

/** A day that never comes. */
const withoutEnd = new Set(['长期', '长期有效', '永久', '永久有效']);

/** Digits that a spreadsheet program has rounded: 9.1E+17. */
const scientific = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$/i;

/**
 * Turns the text of a cell into what the field takes.
 * @returns the values of the cell in order: at most one unless the field is a list; none when the cell is empty
 */
export function convertCell(column: RecordColumn, text: string, header: string): readonly CellValue[] {
  if (column.type.is === 'secrecy') return text === '' ? [] : [{ value: secrecyOf(text, header) }];
  if (text === '' || (column.need !== 'required' && saysNothing(text))) return [];
  if (column.type.is === 'day' && withoutEnd.has(lookupKey(text))) return [];
  if (column.list === undefined) return [convertItem(column.type, text, header)].flat();
  return itemsOf(column.type, column.list, text).flatMap((item) => convertItem(column.type, item, header));
}

/** A label may hold what parts a list, so labels are looked for first: 互联网与云计算、大数据服务. */
function itemsOf(type: CellType, list: ListOf, text: string): readonly string[] {
  return text
    .split(separators.sentences)
    .flatMap((part) => (labelled(type, part) ? [part] : part.split(separators[list])))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function labelled(type: CellType, item: string): CellValue | undefined {
  if (type.is === 'coded') return codeOf(type, item);
  return type.is === 'classified' ? classOf(type.names, item) : undefined;
}

function convertItem(type: CellType, text: string, header: string): CellValue | readonly CellValue[] {
  switch (type.is) {
    case 'text':
      return { value: text };
    case 'identifier':
      return scientific.test(folded(text))
        ? fault(
            text,
            'value.spreadsheet-number',
            'a spreadsheet program took it for a number and lost digits; format the column as text',
          )
        : { value: folded(text) };
    case 'secrecy':
      return { value: secrecyOf(text, header) };
    case 'integer':
      return integerOf(type.names, text);
    case 'wan':
    case 'wan-span':
      return amountOf(type.is, text, header);
    case 'boolean':
      return booleanOf(text);
    case 'day':
      return ofForm(readDay(text), text, 'value.not-a-day', 'is no day such as 2026-01-05 or 2026年1月5日');
    case 'month':
      return ofForm(readMonth(text), text, 'value.not-a-month', 'is no month such as 2026-01 or 2026年1月');
    case 'coded':
      return (
        codeOf(type, text) ?? fault(text, 'value.unknown-word', `is none of ${Object.values(type.labels).join('、')}`)
      );
    case 'classified':
      return classOf(type.names, text) ?? { value: folded(text) };
  }
}

const fault = (from: string, code: string, message: string): CellValue => ({ fault: { code, message, from } });

function ofForm(value: string | undefined, from: string, code: string, message: string): CellValue {
  return value === undefined ? fault(from, code, message) : { value };
}

/** 公开 as the record wants it; a column that asks 是否涉密 is public when it is denied. Everything else stays what it is, and is refused. */
function secrecyOf(text: string, header: string): string {
  const key = lookupKey(text);
  if (key === '公开' || key === 'public') return '公开';
  const isDenied =
    /涉密/.test(folded(header)) && ['否', '不涉密', '非涉密', '不涉及', 'n', 'no', 'false'].includes(key);
  return isDenied ? '公开' : text;
}

function integerOf(names: Readonly<Record<string, number>>, text: string): CellValue {
  const key = folded(text).replace(/\s+/g, '');
  if (Object.hasOwn(names, key)) {
    const value = names[key];
    return { value, change: { code: 'value.alias', from: text, became: String(value) } };
  }
  const [, digits] = /^(?:TRL|第)?(\d{1,9})(?:\.0+)?级?$/i.exec(key) ?? [];
  return digits === undefined ? fault(text, 'value.not-a-number', 'is no whole number') : { value: Number(digits) };
}

function amountOf(is: 'wan' | 'wan-span', text: string, header: string): CellValue | readonly CellValue[] {
  const amount = readAmount(text, header);
  if (amount === 'open') return [];
  if (amount === undefined || (is === 'wan' && amount.min !== amount.max))
    return fault(text, 'value.not-a-number', `is no ${is === 'wan' ? 'amount' : 'amount or span of amounts'} in 万元`);
  const { min, max, isConverted } = amount;
  const value = is === 'wan' ? min : { min, max };
  if (!isConverted) return { value };
  const became = min === max ? `${min} 万元` : `${min}-${max} 万元`;
  return { value, change: { code: 'value.converted', from: text, became } };
}

const yes = new Set(['是', '√', '✓', '✔', '☑', 'y', 'yes', 'true', '1', '同意', '授权', '已授权', '有']);
const no = new Set(['否', '×', '✗', '☐', 'x', 'n', 'no', 'false', '0', '不同意', '未授权', '不授权']);

function booleanOf(text: string): CellValue {
  const key = lookupKey(text);
  if (yes.has(key)) return { value: true };
  return no.has(key) ? { value: false } : fault(text, 'value.not-yes-or-no', 'is neither 是 nor 否');
}

/** @returns undefined for a word that is neither a code nor a label nor an alias */
export function codeOf(type: Extract<CellType, { is: 'coded' }>, text: string): CellValue | undefined {
  if (Object.hasOwn(type.labels, text)) return { value: text };
  const { codes, aliases } = keysOf(type);
  const key = lookupKey(text);
  const code = codes.get(key);
  if (code !== undefined) return { value: code };
  const alias = aliases.get(key);
  if (alias === undefined) return undefined;
  return { value: alias, change: { code: 'value.alias', from: text, became: type.labels[alias] ?? alias } };
}

interface CodeKeys {
  readonly codes: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
}
const keysOfType = new WeakMap<object, CodeKeys>();

function keysOf(type: Extract<CellType, { is: 'coded' }>): CodeKeys {
  const known = keysOfType.get(type);
  if (known) return known;
  const codes = Object.entries(type.labels).flatMap(([code, label]) => [
    [lookupKey(code), code] as const,
    [lookupKey(label), code] as const,
  ]);
  const aliases = Object.entries(type.aliases).map(([word, code]) => [lookupKey(word), code] as const);
  const keys = { codes: new Map(codes), aliases: new Map(aliases) };
  keysOfType.set(type, keys);
  return keys;
}

const codesByName = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, string | undefined>>();

/** A name that two codes bear stands for neither. */
function byName(names: ReadonlyMap<string, string>): ReadonlyMap<string, string | undefined> {
  const known = codesByName.get(names);
  if (known) return known;
  const found = new Map<string, string | undefined>();
  for (const [code, name] of names) {
    const key = lookupKey(name);
    found.set(key, found.has(key) ? undefined : code);
  }
  codesByName.set(names, found);
  return found;
}

/** @returns the code of a cell that holds a code with its name behind it, or a name; undefined when it is neither */
function classOf(names: ReadonlyMap<string, string>, text: string): CellValue | undefined {
  const clean = folded(text);
  if (names.has(clean)) return { value: clean };
  const [, code = '', name = ''] = /^([A-Za-z]?\d[\d.]*|[A-Z])[\s:_-]*(\D.*)$/.exec(clean) ?? [];
  const known = names.get(code);
  if (known !== undefined && lookupKey(known) === lookupKey(name)) return { value: code };
  const named = byName(names).get(lookupKey(clean));
  return named === undefined ? undefined : { value: named, change: { code: 'value.alias', from: text, became: named } };
}
