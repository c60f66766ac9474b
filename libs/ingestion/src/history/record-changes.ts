/** One field that differs from the revision before. */
export interface FieldChange {
  /** Parts of a nested field are joined by a dot: institution.name. */
  readonly field: string;
  /** Absent where the record did not say it, and for contacts always. */
  readonly before?: unknown;
  readonly after?: unknown;
}

type Content = Readonly<Record<string, unknown>>;

/** Characters (code points) of a text that a history shows. */
const mostShown = 200;

/** Fields that tell who to ask: that they changed is told, what they say is not. */
const isOfContact = (field: string): boolean => /^contact/.test(field);

/** @returns the fields in which two revisions differ, in the order of the alphabet; long texts are cut and end in … */
export function recordChanges(before: Content, after: Content): readonly FieldChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])].sort();
  return fields
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .map((field) => ({
      field,
      ...(!isOfContact(field) && { ...said('before', old, field), ...said('after', now, field) }),
    }));
}

function said(key: 'before' | 'after', fields: ReadonlyMap<string, unknown>, field: string): Partial<FieldChange> {
  return fields.has(field) ? { [key]: shorten(fields.get(field)) } : {};
}

/** Records nest once: an institution, a price. */
function flatten(content: Content): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [field, value] of Object.entries(content)) {
    if (!isObject(value)) fields.set(field, value);
    else for (const [part, inner] of Object.entries(value)) fields.set(`${field}.${part}`, inner);
  }
  return fields;
}

function isObject(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value !== 'string') return value;
  const characters = [...value];
  return characters.length <= mostShown ? value : `${characters.slice(0, mostShown).join('')}…`;
}
