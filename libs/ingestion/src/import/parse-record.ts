import { columnsOf, recordSchemas, type ImportKind, type RecordOf, type SchemaIssue } from '@throughtrain/contracts';
import type { ProjectKey } from '../ports/record-stores.port';
import { columnOf } from './mapping/map-headers';
import { dropped, told, type RowRemark } from './row-remark';
import { isDeclaredSecret, projectKeyOf } from './secrecy';

/** A record with what had to be left out of it. */
export interface TakenRow<Kind extends ImportKind> {
  readonly record: RecordOf<Kind>;
  readonly notes: readonly RowRemark[];
}

/** Why a row is not taken. */
export interface RefusedRow {
  readonly faults: readonly RowRemark[];
  /** The project that the row declares not public; what is stored of it is sealed. */
  readonly seals?: ProjectKey;
}

/** Faults told of one row; the rest adds nothing for the person who mends it. */
const mostFaults = 10;
/** Unknown fields named in one fault. */
const mostUnknownFields = 5;
/** Names of unknown fields that are told: what looks like a name, not like a text. */
const fieldName = /^[\p{L}\p{N}_.-]{1,40}$/u;

/**
 * Checks one row. A row that declares itself anything but public is refused by code alone: neither column, message nor value of it is
 * kept anywhere. A bad value of a field whose absence only lowers the level of completeness costs the field, not the row.
 * @param repeatedKeys keys that an object of the row holds more than once
 */
export function parseRecord<Kind extends ImportKind>(
  kind: Kind,
  value: unknown,
  repeatedKeys: readonly string[] = [],
): TakenRow<Kind> | RefusedRow {
  return refuseSecret(kind, value, repeatedKeys) ?? parsePublic(kind, value);
}

/** @returns the refusal of a row that declares itself anything but public, undefined for all others */
export function refuseSecret(
  kind: ImportKind,
  value: unknown,
  repeatedKeys: readonly string[] = [],
): RefusedRow | undefined {
  if (!isDeclaredSecret(value, repeatedKeys)) return undefined;
  if (kind !== 'projects') return { faults: [{ code: 'record.secrecy-not-public' }] };
  const seals = projectKeyOf(value);
  return { faults: [{ code: 'project.secrecy-not-public' }], ...(seals && { seals }) };
}

/** @returns whether a row was refused for what it says of its secrecy */
export function isSecrecyRefusal(row: TakenRow<ImportKind> | RefusedRow): boolean {
  return 'faults' in row && row.faults.some(({ code }) => code.endsWith('.secrecy-not-public'));
}

/** Checks a row that is known to declare itself public, as {@link parseRecord} does. */
export function parsePublic<Kind extends ImportKind>(kind: Kind, value: unknown): TakenRow<Kind> | RefusedRow {
  const parsed = recordSchemas[kind].safeParse(value);
  if (parsed.success) return { record: parsed.data as RecordOf<Kind>, notes: [] };
  const { issues } = parsed.error;
  const cuts = issues.map((issue) => cutFor(kind, issue, value));
  if (cuts.every((cut) => cut !== undefined)) {
    const rest = recordSchemas[kind].safeParse(without(value, cuts));
    if (rest.success) return { record: rest.data as RecordOf<Kind>, notes: cuts.map(({ note }) => note) };
  }
  return { faults: issues.slice(0, mostFaults).map((issue) => toFault(issue, value)) };
}

/** What can be left out of a row to mend one problem. */
interface Cut {
  /** Field, and place in the list or key in the object. */
  readonly path: readonly PropertyKey[];
  /** Items of a list that are kept. */
  readonly keeps?: number;
  readonly note: RowRemark;
}

function cutFor(kind: ImportKind, issue: SchemaIssue, value: unknown): Cut | undefined {
  if (issue.code === 'unrecognized_keys') return undefined;
  const [root = '', inner] = issue.path;
  const said = textAt(value, issue.path);
  const column = columnOf(kind, issue.path.filter((part) => typeof part === 'string').join('.'));
  if (column?.mayBeDropped && valueAt(value, issue.path) !== undefined) {
    const isTooLong = issue.code === 'too_big' && Array.isArray(valueAt(value, issue.path));
    if (isTooLong) {
      const keeps = Number(issue.maximum);
      return {
        path: issue.path,
        keeps,
        note: told(column, 'value.dropped', `only the first ${keeps} are taken`, said),
      };
    }
    return { path: issue.path, note: dropped(column, issue.message, said) };
  }
  // A part that can not stand without the others goes as a whole, when nothing else is lost with it.
  const held = valueAt(value, [root]);
  if (typeof inner !== 'string' || typeof held !== 'object' || held === null) return undefined;
  const parts = Object.keys(held);
  const isSpare = parts.length > 0 && parts.every((key) => columnOf(kind, `${String(root)}.${key}`)?.mayBeDropped);
  const ofRoot = columnsOf(kind).find(({ field }) => field === issue.path.join('.'));
  return isSpare && ofRoot ? { path: [root], note: dropped(ofRoot, 'is required') } : undefined;
}

/** A copy of a row without what the cuts leave out. Only what is on their way is copied: a row may be nested deeper than the stack is. */
function without(value: unknown, cuts: readonly Cut[]): unknown {
  // From the back, so that places in lists stay what they are.
  return [...cuts].reverse().reduce((row, { path, keeps }) => cutOut(row, path, keeps), value);
}

function cutOut(value: unknown, [key, ...rest]: readonly PropertyKey[], keeps: number | undefined): unknown {
  if (key === undefined) return Array.isArray(value) ? value.slice(0, keeps) : value;
  if (typeof value !== 'object' || value === null) return value;
  const isCut = rest.length === 0 && keeps === undefined;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    return isCut
      ? items.filter((_, index) => index !== key)
      : items.map((item, index) => (index === key ? cutOut(item, rest, keeps) : item));
  }
  const fields = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    isCut
      ? fields.filter(([name]) => name !== key)
      : fields.map(([name, part]) => [name, name === key ? cutOut(part, rest, keeps) : part]),
  );
}

function toFault(issue: SchemaIssue, value: unknown): RowRemark {
  if (issue.code === 'unrecognized_keys') {
    // Who mistakes the columns of a contact may have put a name or a number where a field's name belongs.
    if (issue.path[0] === 'contact')
      return { column: 'contact', code: 'field.unknown', message: 'there is no such field' };
    const column = issue.keys
      .filter((key) => fieldName.test(key))
      .slice(0, mostUnknownFields)
      .map((key) => [...issue.path.map(String), key].join('.'))
      .join(', ');
    return { ...(column !== '' && { column }), code: 'field.unknown', message: 'there is no such field' };
  }
  const column = issue.path.map(String).join('.');
  const isMissing = issue.path.length > 0 && valueAt(value, issue.path) === undefined;
  const code = isMissing ? 'field.required' : codeOf(issue);
  const message = isMissing ? 'is required' : issue.message;
  if (column === '') return { code, message };
  return told(
    { field: column, ...(isPrivate(column) && { isPrivate: true }) },
    code,
    message,
    textAt(value, issue.path),
  );
}

/** What concerns secrecy or a person is never repeated. */
const isPrivate = (column: string): boolean => /^(?:secrecy|contact|rater$)/.test(column);

/** The library's word for what a rule of our own refuses says nothing to those who read faults. */
function codeOf({ code }: SchemaIssue): string {
  return code === 'custom' ? 'field.invalid' : `field.${code.replaceAll('_', '-')}`;
}

/** What a row says at a path, as text; undefined when it says nothing, or a list or an object. */
function textAt(value: unknown, path: readonly PropertyKey[]): string | undefined {
  const said = valueAt(value, path);
  if (typeof said === 'string') return said;
  return typeof said === 'number' || typeof said === 'boolean' ? String(said) : undefined;
}

/** What a row holds at a path; inherited properties are not of the row. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return (inner as Record<PropertyKey, unknown>)[key];
  }, value);
}
