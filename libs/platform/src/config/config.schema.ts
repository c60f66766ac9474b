import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.stringbool();

const shared = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('PostgreSQL 14 or newer, as the role that owns the schema'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Connections of one process to PostgreSQL'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis 7 with noeviction and AOF as the queue; without it the queue lives in PostgreSQL'),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .default('throughtrain')
    .describe('Prefix of the queue keys, for several installations on one Redis'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
};

/** Settings of `apps/api`. */
export const apiConfigSchema = z.object({
  ...shared,
  PORT: port.default(3000).describe('Port of the API'),
  MAX_UPLOAD_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .default(200)
    .describe('Largest import body in megabytes, as sent'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(10).default(6_000).describe('Requests a minute for one key'),
  CONFIRMATION_MONTHS: z.coerce
    .number()
    .int()
    .min(1)
    .max(120)
    .default(12)
    .describe('Months after which a project has to be confirmed again'),
  PLAIN_HTTP: flag
    .default(true)
    .describe('true when TLS ends in front of the service, so that browsers are not told to upgrade'),
});

/** Settings of `apps/ingest`. */
export const ingestConfigSchema = z.object({
  ...shared,
  INGEST_HEALTH_PORT: port.default(3001).describe('Port of the health and metrics routes of the ingest worker'),
  IMPORT_MAX_EXPANDED_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(20_000)
    .default(2_000)
    .describe('Largest import after decompression'),
  LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('How long a worker holds a job without a sign of life'),
});

/** Settings of `apps/matcher`. */
export const matcherConfigSchema = z.object({
  ...shared,
  MATCHER_HEALTH_PORT: port.default(3002).describe('Port of the health and metrics routes of the matcher'),
  PUSH_NEEDS_AUTHORITY: flag
    .default(false)
    .describe('true: what an agency submits for others without a recorded authority is not pushed'),
  LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('How long a worker holds a job without a sign of life'),
});

export type ApiConfig = z.infer<typeof apiConfigSchema>;
export type IngestConfig = z.infer<typeof ingestConfigSchema>;
export type MatcherConfig = z.infer<typeof matcherConfigSchema>;

/** What every process needs to reach the database and the queue. */
export type ConnectionConfig = Pick<
  ApiConfig,
  'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'REDIS_URL' | 'QUEUE_PREFIX' | 'LOG_LEVEL'
>;

/**
 * Reads settings from an environment.
 * @throws Error naming every problem at once, before anything is started
 */
export function parseConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration has ${problems.length} problem(s):\n${problems.join('\n')}`);
}
