import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SecretBox } from '@throughtrain/platform';
import { migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '@throughtrain/platform/embedded';
import { copyIn, copyOut, withClient, type CopiedTable } from './copy-rows';
import { machine, median } from './figures';
import { importInProcess } from './import-in-process';
import { writeLibrary } from './library-file';

const folder = '.run/bench';
const copies = 3;
const databases = { empty: 'bench_empty', imported: 'bench_imported', copied: 'bench_copied' } as const;

interface Options {
  readonly projects: number;
  readonly json?: string | undefined;
}

/**
 * Imports a library from NDJSON, then copies the rows that this stored into a database with the same indexes and triggers by `COPY`, and prints
 * how both compare.
 */
export async function benchIngest(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  await mkdir(folder, { recursive: true });
  const postgres = await startEmbeddedPostgres({ directory: folder });
  try {
    await measure(postgres, options);
  } finally {
    await postgres.stop();
  }
}

function readOptions(args: readonly string[]): Options {
  const options = { projects: { type: 'string', default: '20000' }, json: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const projects = Number(values.projects);
  if (!Number.isSafeInteger(projects) || projects < 1 || projects > 200_000)
    throw new Error('--projects takes a number from 1 to 200000');
  return { projects, json: values.json };
}

async function measure(postgres: EmbeddedPostgres, { projects, json }: Options): Promise<void> {
  const file = join(folder, 'projects.ndjson');
  const bytes = await writeLibrary(file, projects);
  const empty = await postgres.ensureDatabase(databases.empty, { recreate: true });
  await migrate({ ...process.env, DATABASE_URL: empty, DATA_KEY: SecretBox.newKey(), REDIS_URL: '' });
  const imported = await clone(postgres, databases.imported);
  const result = await importInProcess({ databaseUrl: imported, file, projects });
  const tables = await copyOut(imported, empty);
  const copyTimes: number[] = [];
  for (let run = 0; run < copies; run += 1)
    copyTimes.push(await copyIn(await clone(postgres, databases.copied), tables));
  const copyMs = median(copyTimes);
  const perSecond = (ms: number): number => Math.round((projects / ms) * 1_000);
  const figures = {
    projectsPerSecond: perSecond(result.importMs),
    ratioToCopy: Number((copyMs / result.importMs).toFixed(3)),
    peakRssBytes: result.peakRssBytes,
    projects,
    fileBytes: bytes,
    importMs: Math.round(result.importMs),
    stagedMs: Math.round(result.stagedMs),
    copyMs: Math.round(copyMs),
    copyProjectsPerSecond: perSecond(copyMs),
  };
  printTables(tables);
  console.log(`import  ${figures.importMs} ms, ${figures.stagedMs} ms of them staging ${megabytes(bytes)}`);
  console.log(`COPY    ${copyTimes.map(Math.round).join(', ')} ms`);
  console.log(
    `${figures.projectsPerSecond} projects a second, ${figures.ratioToCopy} of COPY (${figures.copyProjectsPerSecond}), peak memory ${megabytes(result.peakRssBytes)}`,
  );
  console.log(machine());
  if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** A copy of the empty database, with all that its migrations made. */
async function clone(postgres: EmbeddedPostgres, name: string): Promise<string> {
  await withClient(postgres.urlOf('postgres'), async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} template ${databases.empty}`);
    await client.query('checkpoint');
  });
  return postgres.urlOf(name);
}

function printTables(tables: readonly CopiedTable[]): void {
  console.log(`${'table'.padEnd(22)}${'rows'.padStart(9)}${'with indexes'.padStart(15)}`);
  for (const { name, rows, bytes } of tables)
    console.log(`${name.padEnd(22)}${String(rows).padStart(9)}${megabytes(bytes).padStart(15)}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
