import 'reflect-metadata';
import { benchApi } from './api';
import { benchEngine } from './engine';
import { benchEvaluate } from './evaluate';
import { benchIngest } from './ingest';
import { benchQueue } from './queue';
import { benchSnapshot } from './snapshot';
import { benchText } from './text';

/** Measures speed: `npm run bench -- ingest`. Each subject prints what it measured. */
const subjects: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  api: benchApi,
  engine: benchEngine,
  evaluate: benchEvaluate,
  ingest: benchIngest,
  queue: benchQueue,
  snapshot: benchSnapshot,
  text: benchText,
};

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const subject = subjects[name];
  if (subject === undefined) throw new Error(`say what to measure: ${Object.keys(subjects).join(', ')}`);
  await subject(args);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
