import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/* What is used of the package. It is installed by the measurement alone, so its own types can not be named. */

export interface LanceQuery {
  nearestTo(vector: Float32Array): LanceQuery;
  distanceType(type: 'cosine'): LanceQuery;
  fullTextSearch(query: string, options: { readonly columns: readonly string[] }): LanceQuery;
  rerank(reranker: unknown): LanceQuery;
  select(columns: readonly string[]): LanceQuery;
  limit(count: number): LanceQuery;
  toArray(): Promise<readonly { readonly id: number }[]>;
}

export interface LanceTable {
  add(rows: readonly object[]): Promise<unknown>;
  createIndex(column: string, options: { readonly config: unknown }): Promise<void>;
  optimize(): Promise<unknown>;
  query(): LanceQuery;
}

export interface LancePackage {
  connect(folder: string): Promise<{
    createTable(name: string, rows: readonly object[], options: { readonly mode: 'overwrite' }): Promise<LanceTable>;
    close(): void;
  }>;
  readonly Index: { fts(options: object): unknown };
  readonly rerankers: { readonly RRFReranker: { create(): Promise<unknown> } };
}

/** Beside the sources: nothing that compiles or watches them is to walk through half a gigabyte of packages. */
const folder = '.run/bench/packages';

/** @throws Error when the packages of `bench/package.json` are not there and can not be had */
export async function loadLancePackage(): Promise<LancePackage> {
  await mkdir(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    await copyFile(join('bench', name), join(folder, name));
  await install();
  return createRequire(resolve(folder, 'package.json'))('@lancedb/lancedb') as LancePackage;
}

/** Takes a second when all is there. `npm ci` would refuse a lock whose packages for other systems are not served. */
async function install(): Promise<void> {
  const npm = spawn('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(npm, 'close')) as [number | null];
  const reason = said.split('\n').slice(0, 3).join('; ');
  if (code !== 0) throw new Error(`npm install --prefix ${folder} ended with ${code}: ${reason}`);
}
