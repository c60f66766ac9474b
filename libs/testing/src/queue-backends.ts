/** A back end of the queue that a suite runs on. */
export interface QueueBackend {
  readonly name: 'postgresql' | 'redis';
  /** set for `redis` only; the server is shared, so a suite takes a prefix of its own */
  readonly redisUrl?: string;
}

/**
 * Registers a suite once for each back end of the queue. Without a Redis server its suite is registered as skipped, with the
 * reason in its name.
 */
export function describeQueueBackends(name: string, define: (backend: QueueBackend) => void): void {
  describe(`${name} on PostgreSQL`, () => define({ name: 'postgresql' }));
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (redisUrl === undefined)
    describe.skip(`${name} on Redis (no redis-server is on PATH)`, () => define({ name: 'redis' }));
  else describe(`${name} on Redis`, () => define({ name: 'redis', redisUrl }));
}
