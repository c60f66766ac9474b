import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demandPageSchema } from '@throughtrain/contracts';
import { SecretBox } from '@throughtrain/platform';
import { migrate, type EmbeddedPostgres } from '@throughtrain/platform/embedded';
import { z } from 'zod';
import { ApiClient } from '../tools/client/api-client';
import { importFile } from '../tools/client/import-file';
import { register, sampleAgency } from '../tools/client/register';
import { sampleFilesOf, sampleHosts } from '../tools/client/sample-hosts';
import { withClient } from './copy-rows';
import { median, percentile, round, timeOf } from './figures';
import { importInProcess } from './import-in-process';
import { writeLibrary } from './library-file';
import { withServices } from './services';

const folder = '.run/bench';
const quietQuestions = 200;
/** Of the import that runs beside the questions. */
const mostImported = 20_000;
/** A matcher that starts reads the library first. */
const loadedWithinMs = 300_000;

/** Nobody compares the library with itself meanwhile, as the service does after an import. */
const comparedSql = `
  update duplicate_search set state = 'completed', read_from = pg_snapshot_xmin(pg_current_snapshot()), finished_at = now();
  delete from outbox`;

/** No more of an answer: its check would be in the time. */
const found = z.looseObject({ items: z.array(z.unknown()) });

/**
 * Asks which projects of a made-up library answer a demand, one question after the other, first with nothing else to do, then while the ingest worker
 * takes in more projects, until that import ends.
 */
export async function measureQuestions(postgres: EmbeddedPostgres, projects: number) {
  const databaseUrl = await postgres.ensureDatabase('bench_questions', { recreate: true });
  await migrate({ ...process.env, DATABASE_URL: databaseUrl, DATA_KEY: SecretBox.newKey(), REDIS_URL: '' });
  const file = join(folder, 'library.ndjson');
  await writeLibrary(file, projects);
  await importInProcess({ databaseUrl, file, projects });
  await withClient(databaseUrl, (client) => client.query(comparedSql));
  const imported = Math.min(projects, mostImported);
  const moreFile = join(folder, 'more.ndjson');
  await writeLibrary(moreFile, imported, projects);
  return withServices(databaseUrl, async (apiUrl, operatorKey) => {
    const operator = new ApiClient(apiUrl, operatorKey);
    const { api: agency } = await register(operator, sampleAgency, 'bench agency', ['agency']);
    const ask = await asker(operator);
    const quiet = await timesOf(quietQuestions, ask);
    const beside = await whileImporting(agency, await readFile(moreFile), ask);
    return { projects, imported, ...compare(quiet, beside) };
  });
}

/** @returns what asks for the next demand of a host, once the matcher has the library and every demand was asked for */
async function asker(operator: ApiClient): Promise<() => Promise<void>> {
  const { api: host } = await register(operator, sampleHosts[0].organisation, 'bench host', ['host']);
  const files = sampleFilesOf(sampleHosts[0]);
  for (const kind of ['enterprises', 'demands'] as const)
    await importFile(host, kind, await readFile(files[kind]), () => undefined);
  const demands = await host.all('/v1/demands', demandPageSchema);
  let asked = 0;
  let matches = 0;
  const ask = async () => {
    const { id } = demands[asked % demands.length] ?? { id: '' };
    const { items } = await host.get(`/v1/demands/${id}/projects`, found);
    asked += 1;
    matches += items.length;
  };
  await firstAnswer(ask);
  while (asked < demands.length) await ask();
  if (matches === 0) throw new Error('no demand found a project');
  return ask;
}

async function firstAnswer(ask: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + loadedWithinMs;
  for (;;)
    try {
      await ask();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await delay(1_000);
    }
}

async function timesOf(count: number, ask: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < count) times.push(await timeOf(ask));
  return times;
}

/** From the first rows of the import to its end. */
async function whileImporting(agency: ApiClient, bytes: Buffer, ask: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  let state: 'waits' | 'runs' | 'ended' = 'waits';
  const isIn = (wanted: typeof state): boolean => state === wanted;
  const importing = importFile(agency, 'projects', bytes, (rows) => {
    if (rows > 0) state = 'runs';
  }).finally(() => (state = 'ended'));
  while (!isIn('ended')) {
    const ms = await timeOf(ask);
    if (isIn('runs')) times.push(ms);
  }
  await importing;
  return times;
}

const latencies = (times: readonly number[]) => ({
  asked: times.length,
  medianMs: round(median(times)),
  p95Ms: round(percentile(times, 0.95)),
  p99Ms: round(percentile(times, 0.99)),
});

function compare(quietTimes: readonly number[], importingTimes: readonly number[]) {
  const [quiet, importing] = [latencies(quietTimes), latencies(importingTimes)];
  const ratioToQuiet = {
    median: round(importing.medianMs / quiet.medianMs),
    p95: round(importing.p95Ms / quiet.p95Ms),
    p99: round(importing.p99Ms / quiet.p99Ms),
  };
  return { quiet, importing, ratioToQuiet };
}
