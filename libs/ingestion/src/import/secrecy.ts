import { recordSchemas } from '@throughtrain/contracts';
import type { ProjectKey } from '../ports/record-stores.port';

/** Names under which forms and exports carry 密级, in lower case. */
const namesOfSecrecy: ReadonlySet<string> = new Set(['secrecy', '密级']);

/** Reads the identity and leaves all other fields of a row alone. */
const projectKey = recordSchemas.projects.pick({ channel: true, externalId: true }).strip();

/**
 * Whether a project row may hold something that is not public: 密级 in any spelling and at any depth says anything but 公开 or public, or
 * comes more than once in an object, so that what it said first is lost. Only the field of the record itself may be empty: then it is missing.
 * @param repeatedKeys keys that an object of the row holds more than once
 */
export function isDeclaredSecret(row: unknown, repeatedKeys: readonly string[]): boolean {
  if (repeatedKeys.some(namesSecrecy)) return true;
  // A list, not recursion: a row may be nested deeper than the stack is.
  const open: unknown[] = [row];
  while (open.length > 0) {
    const inner = open.pop();
    if (typeof inner !== 'object' || inner === null) continue;
    for (const [key, value] of Object.entries(inner) as [string, unknown][]) {
      const isMissing = inner === row && key === 'secrecy' && isEmpty(value);
      if (namesSecrecy(key) && !isPublic(value) && !isMissing) return true;
      open.push(value);
    }
  }
  return false;
}

/** @returns which project a row is of, undefined when its channel or identifier can not be read */
export function projectKeyOf(row: unknown): ProjectKey | undefined {
  const parsed = projectKey.safeParse(row);
  return parsed.success ? parsed.data : undefined;
}

function namesSecrecy(key: string): boolean {
  return namesOfSecrecy.has(key.normalize('NFKC').trim().toLowerCase());
}

const isPublic = (value: unknown): boolean => value === '公开' || value === 'public';

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
