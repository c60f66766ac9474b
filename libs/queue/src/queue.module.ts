import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { QueueName } from '@throughtrain/contracts';
import type { ConnectionConfig } from '@throughtrain/platform';
import { setDefaultBackendFactory, type Queue } from 'bullmq';
import { OutboxListener } from './outbox-listener';
import { OutboxRelay } from './outbox-relay';
import { chooseBackend, queueOptions } from './queue-backend';
import { QueueHealth } from './queue-health';
import { Queues } from './queues';
import { RedisConnections, trackRedisConnections } from './redis-connections';

/** What a process needs of the queue. */
export interface QueueModuleOptions {
  /** With `REDIS_URL` the queue is on Redis, else in the schema `queue` of `DATABASE_URL` (see `migrateQueue`). */
  readonly config: ConnectionConfig;
  /** Queues whose outbox rows this process relays, and whose counts it reports. */
  readonly queues: readonly QueueName[];
}

/** The queue of a process: relay and health. Needs the `DataSource` of the TypeORM module. Processors are providers of the app. */
@Module({})
export class QueueModule {
  static forRoot({ config, queues }: QueueModuleOptions): DynamicModule {
    setDefaultBackendFactory(chooseBackend);
    trackRedisConnections();
    const redis = config.REDIS_URL === undefined ? undefined : new RedisConnections(config.REDIS_URL);
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot(queueOptions(config, redis)),
        BullModule.registerQueue(...queues.map((name) => ({ name }))),
      ],
      providers: [
        {
          provide: Queues,
          useFactory: (...built: Queue[]) => new Queues(built, queues),
          inject: queues.map((name) => getQueueToken(name)),
        },
        { provide: OutboxListener, useFactory: () => new OutboxListener(config.DATABASE_URL) },
        OutboxRelay,
        QueueHealth,
        ...(redis ? [{ provide: RedisConnections, useValue: redis }] : []),
      ],
      exports: [OutboxRelay, QueueHealth],
    };
  }
}
