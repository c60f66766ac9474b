import { z } from 'zod';
import { isKeyList } from '../secrets/secret-box';

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.stringbool();

/** @returns the addresses of a setting that names several, without a slash at their ends */
export function urlsOf(text: string): string[] {
  return text.split(',').map((url) => url.trim().replace(/\/$/, ''));
}

function isWebOrigin(url: string): boolean {
  return URL.canParse(url) && /^https?:\/\/[^/?#@]+$/.test(url);
}

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

/** Of the processes that read or write what is encrypted at rest. No default: whoever knows the key can read it. */
const DATA_KEY = z
  .string({ error: 'is not set; `openssl rand -base64 32` makes one' })
  .refine(isKeyList, 'must be keys of 32 bytes as base64, separated by commas')
  .describe(
    'Key of what is encrypted at rest, contacts above all: 32 bytes as base64; of several, by commas, the first one encrypts',
  );

/** Of the processes that encode texts. All of one installation use the same. */
const encoder = {
  EMBEDDING_MODEL_DIR: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      'Folder of a model in the form of ONNX that encodes texts here; needs npm install --prefix optional/onnx',
    ),
  EMBEDDING_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Embeddings route that speaks as that of OpenAI does; titles and summaries are sent there. Without it and a model folder the shipped table encodes here',
    ),
  EMBEDDING_MODEL: z.string().min(1).max(200).optional().describe('Model that the route is asked for'),
  EMBEDDING_DIMENSIONS: z.coerce.number().int().min(8).max(4_096).optional().describe('Numbers of its vectors'),
  EMBEDDING_API_KEY: z.string().min(1).max(1_000).optional().describe('Sent as bearer token, when the route wants one'),
  EMBEDDING_QUERY_PREFIX: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe(
      'Set before demands and briefs, not before projects, for a model that wants it, such as 为这个句子生成表示以用于检索相关文章： of bge. The shipped table wants none',
    ),
};

/** Of the processes that ask and answer single questions. Whoever knows it sees what all organisations have. */
const SCORER_SECRET = z
  .string()
  .regex(/^[\x21-\x7e]{32,200}$/, 'must be 32 to 200 characters without spaces')
  .optional()
  .describe(
    'What the API shows a matcher that it asks single questions: `openssl rand -base64 32` makes one. Without it such questions are not answered',
  );

const MAX_UPLOAD_MB = z.coerce
  .number()
  .int()
  .min(1)
  .max(2_000)
  .default(200)
  .describe('Largest import in megabytes, as sent or fetched');

/** Settings of `apps/api`. */
export const apiConfigSchema = z.object({
  ...shared,
  DATA_KEY,
  PORT: port.default(3000).describe('Port of the API'),
  MAX_UPLOAD_MB,
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(10).default(6_000).describe('Requests a minute for one key'),
  CONTACT_REVEALS_PER_DAY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(50)
    .describe('Contacts that one principal is shown in full a day'),
  CONFIRMATION_MONTHS: z.coerce
    .number()
    .int()
    .min(1)
    .max(120)
    .default(12)
    .describe('Months after which a project has to be confirmed again'),
  SECRECY_CONTACT: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Whom to tell at once when something that is not public got in: office and telephone; shown with the quarantine',
    ),
  SCORER_SECRET,
  SCORER_URL: z
    .string()
    .refine((text) => urlsOf(text).every(isWebOrigin), 'must be addresses such as http://host:3003, by commas')
    .default('http://127.0.0.1:3003')
    .describe(
      'Where matchers answer single questions, by commas; they are asked in this order until one answers, or until all parts of the library are scored',
    ),
  PLAIN_HTTP: flag
    .default(true)
    .describe('true when TLS ends in front of the service, so that browsers are not told to upgrade'),
});

/** Settings of `apps/ingest`. */
export const ingestConfigSchema = z.object({
  ...shared,
  DATA_KEY,
  MAX_UPLOAD_MB,
  ...encoder,
  FEED_ALLOW_HOSTS: z
    .string()
    .default('')
    .describe(
      'Hosts inside the network that feeds may be fetched from, by commas; with the port where it is not 80 or 443',
    ),
  CONTACT_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(183)
    .default(180)
    .describe('Days for which a contact is kept after consent or project have ended; the law allows six months'),
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
  ...encoder,
  MATCHER_HEALTH_PORT: port.default(3002).describe('Port of the health and metrics routes of the matcher'),
  SCORER_SECRET,
  MATCHER_SCORER_PORT: port
    .default(3003)
    .describe('Port on which single questions of the API are answered, where SCORER_SECRET is set; not for the public'),
  MATCHER_SCORER_HOST: z.string().min(1).default('127.0.0.1').describe('Address to answer them on'),
  ENGINE_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Threads that score the library; one a core when left empty'),
  ENGINE_SHARDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe('Parts that the library is split into, the same for all matchers; see docs/scaling.md'),
  ENGINE_SERVED_SHARDS: z
    .string()
    .regex(/^\d{1,2}(,\d{1,2})*$/)
    .optional()
    .describe('Parts that this matcher holds, from 0, with commas between; all of them when left empty'),
  ENGINE_SNAPSHOT_DIR: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      'Folder for a file that the library is read from at a start, much faster than from the database. It holds words of projects: see docs/secrecy-drill.md. None is written when left empty',
    ),
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
