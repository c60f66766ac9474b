import 'reflect-metadata';
import { ingestConfigSchema, parseConfig } from '@throughtrain/platform';
import { resealContacts } from './reseal-contacts';

/** `DATABASE_URL=… DATA_KEY=new,old npm run contacts:reseal`; afterwards the old key is not needed any more. */
async function main(): Promise<void> {
  const settings = ingestConfigSchema.pick({ DATABASE_URL: true, DATABASE_POOL_SIZE: true, DATA_KEY: true });
  const count = await resealContacts(parseConfig(settings, process.env));
  console.log(`${count} contact(s) encrypted anew; all are under the first key of DATA_KEY`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
