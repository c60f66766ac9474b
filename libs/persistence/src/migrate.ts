import { apiConfigSchema, parseConfig } from '@throughtrain/platform';
import { migrateQueue } from '@throughtrain/queue';
import { findInInstallation } from '@throughtrain/platform/installation';
import { bandsFolder, readLatestBands } from './bands-files';
import { publishBands } from './publish-bands';
import { migrate } from './run-migrations';

const settings = apiConfigSchema.pick({ DATABASE_URL: true, REDIS_URL: true });

/** The migration step of an installation: the schema, without Redis the tables of the queue as well, and the bands that it came with. */
async function main(): Promise<void> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = parseConfig(settings, process.env);
  const applied = await migrate(databaseUrl);
  if (redisUrl === undefined) await migrateQueue(databaseUrl);
  const schema = applied.length === 0 ? 'the schema was up to date' : `applied ${applied.join(', ')}`;
  const bands = await putBandsInForce(databaseUrl);
  console.log(`Migrated: ${schema}; the queue is in ${redisUrl === undefined ? 'PostgreSQL' : 'Redis'}${bands}`);
}

async function putBandsInForce(databaseUrl: string): Promise<string> {
  const bands = await readLatestBands(findInInstallation(bandsFolder) ?? bandsFolder);
  if (bands === undefined) return '';
  const publication = await publishBands(databaseUrl, bands);
  switch (publication.outcome) {
    case 'published':
      return `; bands ${bands.version} are in force by weight profile ${publication.profile}`;
    case 'kept':
      return `; weight profile ${publication.profile} keeps bands of its own, not bands ${bands.version}`;
    case 'in-force':
      return '';
  }
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
