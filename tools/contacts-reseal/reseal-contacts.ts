import { NestFactory } from '@nestjs/core';
import { ContactStore } from '@throughtrain/ingestion';
import { PersistenceModule } from '@throughtrain/persistence';

const mostAtOnce = 500;

/**
 * Encrypts every contact with the first key that an older one has encrypted, in short transactions; services may run meanwhile, with the
 * same keys. May be cut off and run again.
 * @returns how many
 * @throws Error when a contact was encrypted with a key that is not given
 */
export async function resealContacts(config: Parameters<typeof PersistenceModule.forRoot>[0]): Promise<number> {
  const module = PersistenceModule.forRoot(config);
  const app = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
  try {
    const contacts = app.get(ContactStore);
    for (let total = 0; ;) {
      const count = await contacts.reseal(mostAtOnce);
      total += count;
      if (count < mostAtOnce) return total;
    }
  } finally {
    await app.close();
  }
}
