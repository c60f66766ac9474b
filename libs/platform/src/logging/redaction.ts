/** Names whose values never reach a log: secrets, and everything that says how to reach a person. */
const secretNames = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
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
  '["联系人"]',
  '["姓名"]',
  '["手机"]',
  '["电话"]',
  '["联系电话"]',
  '["邮箱"]',
  'DATA_KEY',
  'SCORER_SECRET',
];

const join = (parent: string, name: string) => (name.startsWith('[') ? `${parent}${name}` : `${parent}.${name}`);

/** Paths for pino: each name at the top and one, two and three levels down (pino has no deep wildcard). */
export const redactedPaths: readonly string[] = secretNames.flatMap((name) => [
  name,
  join('*', name),
  join('*.*', name),
  join('*.*.*', name),
]);
