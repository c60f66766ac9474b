import type { OnModuleDestroy } from '@nestjs/common';
import { createIORedisClient, RedisConnection, type IRedisClient, type RedisOptions } from 'bullmq';
import { Redis } from 'ioredis';

const longestRetryMs = 2_000;
const connectTimeoutMs = 3_000;

/**
 * The connections of one process to Redis. BullMQ closes a connection by a command and by waiting for its end; while
 * Redis is away neither comes, and the process would hang at its end. So reconnecting stops before anything is closed.
 */
export class RedisConnections implements OnModuleDestroy {
  readonly options: RedisOptions;
  private readonly clients: Redis[] = [];
  private leaving = false;

  constructor(private readonly url: string) {
    this.options = {
      // Read by `openRedisClient`, which BullMQ calls with these options for each connection that it needs.
      owner: this,
      // Without the null, ioredis gives up on a command after 20 reconnects and a worker would lose the end of a job.
      maxRetriesPerRequest: null,
      connectTimeout: connectTimeoutMs,
      retryStrategy: (times: number) =>
        this.leaving ? null : Math.min(100 * 2 ** Math.min(times, 10), longestRetryMs),
    };
  }

  /** Opens one connection; the url wins over a host and port that BullMQ fills in. */
  open(options: RedisOptions): IRedisClient {
    const client = new Redis(this.url, options);
    this.clients.push(client);
    return createIORedisClient(client);
  }

  /** Returns when each connection works or is given up, after 5 s at most. This phase precedes the one that closes. */
  async onModuleDestroy(): Promise<void> {
    this.leaving = true;
    await Promise.all(this.clients.map((client) => settled(client)));
  }
}

function openRedisClient(options: RedisOptions): IRedisClient {
  const owner: unknown = options['owner'];
  if (!(owner instanceof RedisConnections)) throw new Error('Only QueueModule opens connections of the queue');
  return owner.open(options);
}

/** Makes BullMQ open its Redis connections through `openRedisClient`. */
export function trackRedisConnections(): void {
  RedisConnection.clientFactory = openRedisClient;
}

function settled(client: Redis): Promise<void> {
  return new Promise((resolve) => {
    if (['ready', 'end', 'wait'].includes(client.status)) {
      resolve();
      return;
    }
    client.once('ready', () => {
      resolve();
    });
    client.once('end', () => {
      resolve();
    });
  });
}
