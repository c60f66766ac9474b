import { SecretBox } from '@throughtrain/platform';
import { migrate, startServices } from '@throughtrain/platform/embedded';
import { registerOperator } from '../tools/operator-key/register-operator';

/** Runs all services on a database, which is brought up to date, for as long as the work takes. */
export async function withServices<T>(
  databaseUrl: string,
  work: (apiUrl: string, operatorKey: string, apiPid: number) => Promise<T>,
): Promise<T> {
  const settings = {
    DATA_KEY: SecretBox.newKey(),
    REDIS_URL: '',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '10000000',
  };
  const environment = { ...process.env, ...settings, DATABASE_URL: databaseUrl };
  await migrate(environment);
  const services = await startServices({ environment });
  try {
    const { apiKey } = await registerOperator(databaseUrl, 'bench operator');
    const apiPid = services.processes.find(({ name }) => name === 'api')?.pid ?? NaN;
    return await work(services.apiUrl, apiKey, apiPid);
  } finally {
    await services.stop();
  }
}
