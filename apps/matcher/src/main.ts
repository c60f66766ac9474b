import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createHttpAdapter,
  matcherConfigSchema,
  parseConfig,
  ProblemFilter,
  runMain,
  startService,
} from '@throughtrain/platform';
import { MatcherModule } from './matcher.module';

runMain(async () => {
  const config = parseConfig(matcherConfigSchema, process.env);
  const module = MatcherModule.forRoot(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  await startService(app, { host: config.HOST, port: config.MATCHER_HEALTH_PORT });
});
