import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createHttpAdapter,
  ingestConfigSchema,
  parseConfig,
  ProblemFilter,
  runMain,
  startService,
} from '@throughtrain/platform';
import { IngestModule } from './ingest.module';

runMain(async () => {
  const config = parseConfig(ingestConfigSchema, process.env);
  const module = IngestModule.forRoot(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  await startService(app, { host: config.HOST, port: config.INGEST_HEALTH_PORT });
});
