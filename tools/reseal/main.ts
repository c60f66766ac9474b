import 'reflect-metadata';
import { reseal } from '@throughtrain/persistence';
import { ingestConfigSchema, parseConfig } from '@throughtrain/platform';

/** `DATABASE_URL=… DATA_KEY=new,old npm run reseal`; afterwards the old key is not needed any more. */
async function main(): Promise<void> {
  const settings = ingestConfigSchema.pick({ DATABASE_URL: true, DATABASE_POOL_SIZE: true, DATA_KEY: true });
  const { DATA_KEY, ...connection } = parseConfig(settings, process.env);
  const counts = await reseal(connection, DATA_KEY);
  for (const [table, count] of Object.entries(counts)) console.log(`${table}: ${count} encrypted anew`);
  console.log('all that is encrypted is under the first key of DATA_KEY');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
