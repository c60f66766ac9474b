import { recordSchemas, type ImportKind, type RecordOf, type SchemaIssue } from '@throughtrain/contracts';
import type { RowFault } from '../ports/import.repository.port';
import type { ProjectKey } from '../ports/record-stores.port';
import { isDeclaredSecret, projectKeyOf } from './secrecy';

export type ParsedRecord<Kind extends ImportKind> =
  | { readonly record: RecordOf<Kind> }
  | {
      readonly faults: readonly Omit<RowFault, 'row'>[];
      /** The project that the row declares not public; what is stored of it is sealed. */
      readonly seals?: ProjectKey;
    };

/** Faults told of one row; the rest adds nothing for the person who mends it. */
const mostFaults = 10;
/** Unknown fields named in one fault. */
const mostUnknownFields = 5;
/** Names of unknown fields that are told: what looks like a name, not like a text. */
const fieldName = /^[\p{L}\p{N}_.-]{1,40}$/u;

/**
 * Checks one row. A project that declares itself anything but public is refused by code alone: neither column, message nor value of it is
 * kept anywhere.
 * @param repeatedKeys keys that an object of the row holds more than once
 */
export function parseRecord<Kind extends ImportKind>(
  kind: Kind,
  value: unknown,
  repeatedKeys: readonly string[] = [],
): ParsedRecord<Kind> {
  if (kind === 'projects' && isDeclaredSecret(value, repeatedKeys)) {
    const seals = projectKeyOf(value);
    return { faults: [{ code: 'project.secrecy-not-public' }], ...(seals && { seals }) };
  }
  const parsed = recordSchemas[kind].safeParse(value);
  if (parsed.success) return { record: parsed.data as RecordOf<Kind> };
  return { faults: parsed.error.issues.slice(0, mostFaults).map((issue) => toFault(issue, value)) };
}

function toFault(issue: SchemaIssue, value: unknown): Omit<RowFault, 'row'> {
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
  return { ...(column !== '' && { column }), code, message: isMissing ? 'is required' : issue.message };
}

/** The library's word for what a rule of our own refuses says nothing to those who read faults. */
function codeOf({ code }: SchemaIssue): string {
  return code === 'custom' ? 'field.invalid' : `field.${code.replaceAll('_', '-')}`;
}

/** What a row holds at a path; inherited properties are not of the row. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return (inner as Record<PropertyKey, unknown>)[key];
  }, value);
}
