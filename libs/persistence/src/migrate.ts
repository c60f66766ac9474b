import { apiConfigSchema, parseConfig } from '@throughtrain/platform';
import { migrateQueue } from '@throughtrain/queue';
import { migrate } from './run-migrations';

const settings = apiConfigSchema.pick({ DATABASE_URL: true, REDIS_URL: true });

/** The migration step of an installation: the schema, and without Redis the tables of the queue as well. */
async function main(): Promise<void> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = parseConfig(settings, process.env);
  const applied = await migrate(databaseUrl);
  if (redisUrl === undefined) await migrateQueue(databaseUrl);
  const schema = applied.length === 0 ? 'the schema was up to date' : `applied ${applied.join(', ')}`;
  console.log(`Migrated: ${schema}; the queue is in ${redisUrl === undefined ? 'PostgreSQL' : 'Redis'}`);
}

function reasonOf(error: unknown): string {
  // A host name with several addresses fails with one error for each, and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(`Migration failed: ${reasonOf(error)}`);
  process.exitCode = 1;
});
