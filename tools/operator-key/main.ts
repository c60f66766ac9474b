import 'reflect-metadata';
import { registerOperator } from './register-operator';

/** `DATABASE_URL=… node dist/tools/operator-key/main.js [organisation]` prints a new operator key, once. */
async function main(): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) throw new Error('DATABASE_URL is not set');
  const { apiKey, organisationId } = await registerOperator(databaseUrl, process.argv[2] ?? 'operator');
  console.log(`organisation ${organisationId}\nkey ${apiKey}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
