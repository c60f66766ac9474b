import 'reflect-metadata';
import { apiConfigSchema, parseConfig, runMain, startService } from '@throughtrain/platform';
import { createApi } from './configure-app';

runMain(async () => {
  const config = parseConfig(apiConfigSchema, process.env);
  await startService(await createApi(config), { host: config.HOST, port: config.PORT });
});
