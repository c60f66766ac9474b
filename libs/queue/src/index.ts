export * from './job-handler';
export * from './migrate-queue';
export * from './outbox-relay';
export * from './queue-health';
export * from './queue-processor';
export * from './queue.module';
export * from './reconciler';
export * from './unfinished-work.port';
