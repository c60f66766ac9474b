import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { apiConfigSchema, ingestConfigSchema, matcherConfigSchema } from '@throughtrain/platform';
import { renderEnvExample } from './env-example';

const file = resolve('.env.example');

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

const expected = renderEnvExample({ api: apiConfigSchema, ingest: ingestConfigSchema, matcher: matcherConfigSchema });
if (!process.argv.includes('--check')) {
  writeFileSync(file, expected);
  console.log('.env.example written');
} else if (readOrEmpty(file) === expected) {
  console.log('.env.example matches the configuration schemas');
} else {
  console.error('.env.example differs from the configuration schemas: run `npm run env:write` and commit the file');
  process.exitCode = 1;
}
