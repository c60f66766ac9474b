/** Names whose values never reach a log: secrets, and everything that says how to reach a person. */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apiKey',
  'password',
  'contactRef',
  'contact',
  'contactName',
  'contacts',
  'phone',
  'mobile',
  'email',
  'wechat',
  '联系人',
  '姓名',
  '手机',
  '电话',
  '联系电话',
  '邮箱',
  'DATA_KEY',
  'SCORER_SECRET',
]);

/** How far below the top of a line names are looked at; what lies deeper is not written. */
const deepest = 3;

/**
 * What a line says, with `[redacted]` in place of the values of secret names at the top and up to three levels down, and of all that lies deeper. pino's own way looks through
 * every path for every value, those of each request among them: 50 µs of a request that says nothing secret. What a
 * child logger is bound to is not looked through: for a request that is its correlation id, method and path.
 * @param said what is logged; not changed
 * @param kept names at the top whose values are left as they are, because a serializer decides what is written of them
 */
export function redact(said: object, kept: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, kept.has(name) ? value : withoutSecrets(name, value, 0)]),
  );
}

function withoutSecrets(name: string, value: unknown, depth: number): unknown {
  if (secretNames.has(name)) return '[redacted]';
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (depth === deepest) return '[redacted]';
  if (Array.isArray(value)) return value.map((item, at) => withoutSecrets(String(at), item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(key, item, depth + 1)]));
}
