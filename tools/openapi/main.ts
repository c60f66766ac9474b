import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { apiConfigSchema, createHttpAdapter, parseConfig, SecretBox } from '@throughtrain/platform';
import { ApiModule } from '../../apps/api/src/api.module';
import { setPaths } from '../../apps/api/src/configure-app';
import { describeApi } from '../../apps/api/src/open-api';

const file = resolve('docs/openapi.json');

/** Describes the app without connecting to anything: in preview mode Nest builds no providers. */
async function describe(): Promise<string> {
  const config = parseConfig(apiConfigSchema, {
    DATABASE_URL: 'postgresql://nobody@localhost/nothing',
    DATA_KEY: SecretBox.newKey(),
  });
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), createHttpAdapter(), options);
  setPaths(app);
  return `${JSON.stringify(describeApi(app), undefined, 2)}\n`;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

async function main(): Promise<void> {
  const expected = await describe();
  if (!process.argv.includes('--check')) {
    writeFileSync(file, expected);
    console.log('docs/openapi.json written');
  } else if (readOrEmpty(file) === expected) {
    console.log('docs/openapi.json matches the routes');
  } else {
    console.error('docs/openapi.json differs from the routes: run `npm run openapi:write` and commit the file');
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
