import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of one suite. */
export interface TestDatabase {
  readonly url: string;
  /** Drops it, with whatever connections are left. */
  drop(): Promise<void>;
}

/**
 * Makes an empty, migrated database on the server of the test run, by copying a template.
 * @throws Error outside of the Jest projects `integration`, `e2e` and `slow`, which start that server
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const [adminUrl, template] = [process.env['TEST_DATABASE_ADMIN_URL'], process.env['TEST_DATABASE_TEMPLATE']];
  if (adminUrl === undefined || template === undefined) {
    throw new Error(
      'No test server: a suite that needs a database belongs to test/integration, test/e2e or test/slow.',
    );
  }
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`) };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
