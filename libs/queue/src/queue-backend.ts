import type { ConnectionConfig } from '@throughtrain/platform';
import {
  createPostgresBackend,
  createRedisBackend,
  type BackendFactory,
  type ConnectionOptions,
  type PostgresPoolConfig,
  type QueueBase,
  type QueueBaseOptions,
  type QueueOptions,
} from 'bullmq';
import type { RedisConnections } from './redis-connections';

/** PostgreSQL schema that holds BullMQ's tables when there is no Redis. */
export const queueSchema = 'queue';

const daySeconds = 86_400;
/** Of each queue. Whenever a job ends, PostgreSQL looks through all that have ended so: more would slow it down. */
const mostKept = { completed: 100, failed: 1_000 };

/**
 * Options shared by every queue and worker of a process.
 * Finished jobs are kept for looking at only. While one is kept, its id swallows a row that a relay repeats; later the row runs again and finds its work done.
 */
export function queueOptions(config: ConnectionConfig, redis: RedisConnections | undefined): QueueOptions {
  return {
    connection: redis?.options ?? postgresConnection(config),
    prefix: config.QUEUE_PREFIX,
    defaultJobOptions: {
      removeOnComplete: { age: daySeconds, count: mostKept.completed },
      removeOnFail: { age: 7 * daySeconds, count: mostKept.failed },
    },
  };
}

function postgresConnection(config: ConnectionConfig): PostgresPoolConfig {
  return {
    connectionString: config.DATABASE_URL,
    schema: queueSchema,
    // Every queue and every worker owns a pool of this size; a worker adds one connection that listens.
    max: 2,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  };
}

/**
 * Chooses the back end by the connection, so that the process-wide default of BullMQ is right for every queue, even
 * when one process holds queues of both kinds.
 */
export const chooseBackend: BackendFactory = (name, options, role) =>
  isOnPostgres(options) ? createPostgresBackend(name, options, role) : createRedisBackend(name, options, role);

function isOnPostgres(options: QueueBaseOptions): options is QueueBaseOptions<ConnectionOptions & PostgresPoolConfig> {
  return 'connectionString' in options.connection;
}

/**
 * Waits for a queue or worker in PostgreSQL to be usable. One that fails at its first connection never tries again, so
 * a process must not start with it. Those on Redis reconnect by themselves and are not waited for.
 * @throws Error when the server is unreachable or the schema is not migrated
 */
export async function readyOnPostgres(queueOrWorker: QueueBase): Promise<void> {
  if (isOnPostgres(queueOrWorker.opts)) await queueOrWorker.waitUntilReady();
}
