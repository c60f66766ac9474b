import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { queueSchema } from './queue-backend';

/**
 * Creates or upgrades the tables of the queue in PostgreSQL, schema included. Repeating it changes nothing; two at once
 * wait for each other. An installation on Redis does not need it.
 * @throws Error when the server is unreachable, older than BullMQ supports, or migrated by a newer major of BullMQ
 */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}
