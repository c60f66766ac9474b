import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatEmbeddingTable, formatNearTerms, type EmbeddingTable } from '@throughtrain/text';
import { Arithmetic } from './arithmetic/arithmetic';
import { compress } from './compress';
import { Contrast, type ContrastState } from './contrast';
import { latentStart } from './latent-start';
import { nearTermsOf } from './near-terms';
import type { Shares } from './pair-sampler';
import { SeededRandom } from './seeded-random';
import { buildCorpus, bytesOf, loadCorpus, saveCorpus, type TrainingCorpus } from './training-corpus';

export interface TrainingOptions {
  /** Folder with the papers. */
  readonly corpus: string;
  /** Folder that the table is written to. */
  readonly out: string;
  /** Folder that keeps what was done, so that a training can be taken up where it was cut off. */
  readonly work: string;
  readonly name: string;
  readonly seed: number;
  readonly rows: number;
  readonly leastCount: number;
  /** Numbers a row while learning, and in the table. */
  readonly size: number;
  readonly dimensions: number;
  readonly batches: number;
  /** Batches between two checkpoints. */
  readonly checkpointEvery: number;
  readonly temperature: number;
  readonly rate: number;
  readonly shares: Shares;
}

/** Trains a table, taking up what the work folder holds, and writes `table.bin`. */
export async function train(options: TrainingOptions, progress: (line: string) => void): Promise<void> {
  const corpus = await preparedCorpus(options, progress);
  const { size, seed } = options;
  const terms = corpus.terms.length;
  const arithmetic = new Arithmetic(terms * size * 8 + Contrast.bytes(size), size);
  const rows = arithmetic.matrix(terms, size);
  const startFile = join(options.work, `start-${size}.bin`);
  if (existsSync(startFile)) rows.set(floatsOf(startFile));
  else {
    latentStart(corpus, rows, { arithmetic, random: new SeededRandom(seed), progress });
    writeWhole(startFile, bytesOf(rows));
  }
  writeTable(join(options.work, 'start-table.bin'), corpus, rows, { ...options, name: 'latent-start' });
  learn(corpus, rows, arithmetic, options, progress);
  mkdirSync(options.out, { recursive: true });
  const table = writeTable(join(options.out, 'table.bin'), corpus, rows, options);
  progress(`${join(options.out, 'table.bin')} written: ${terms} rows`);
  const near = nearTermsOf(table);
  writeWhole(join(options.out, 'near-terms.tsv.gz'), gzipSync(formatNearTerms(table.name, near), { level: 9 }));
  progress(`near terms of ${near.size} terms written`);
}

async function preparedCorpus(options: TrainingOptions, progress: (line: string) => void): Promise<TrainingCorpus> {
  const folder = join(options.work, 'corpus');
  const known = loadCorpus(folder);
  if (known !== undefined) return known;
  const corpus = await buildCorpus(options.corpus, { rows: options.rows, leastCount: options.leastCount, progress });
  saveCorpus(folder, corpus);
  return corpus;
}

function learn(
  corpus: TrainingCorpus,
  rows: Float32Array,
  arithmetic: Arithmetic,
  options: TrainingOptions,
  progress: (line: string) => void,
): void {
  const checkpoint = join(options.work, 'checkpoint.bin');
  const random = new SeededRandom(options.seed + 1);
  const state = { rows, squares: new Float32Array(corpus.terms.length) };
  const contrast = new Contrast(corpus, state, arithmetic, random, options);
  if (existsSync(checkpoint)) contrast.batch = resume(checkpoint, state, random);
  let loss = 0;
  while (contrast.batch < options.batches) {
    loss += contrast.step();
    if (contrast.batch % options.checkpointEvery > 0) continue;
    const position = Float64Array.of(contrast.batch, random.position);
    writeWhole(checkpoint, Buffer.concat([position, state.squares, state.rows].map((numbers) => bytesOf(numbers))));
    const mean = (loss / options.checkpointEvery).toFixed(4);
    progress(`batch ${contrast.batch} of ${options.batches}: loss ${mean}`);
    loss = 0;
  }
  rmSync(checkpoint, { force: true });
}

/** @returns how many batches had been learned */
function resume(file: string, { rows, squares }: ContrastState, random: SeededRandom): number {
  const bytes = readFileSync(file);
  const [batch = 0, position = 0] = new Float64Array(bytes.buffer, bytes.byteOffset, 2);
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset + 16, (bytes.length - 16) / 4);
  squares.set(numbers.subarray(0, squares.length));
  rows.set(numbers.subarray(squares.length));
  random.position = position;
  return batch;
}

function writeTable(
  file: string,
  corpus: TrainingCorpus,
  rows: Float32Array,
  options: { name: string; size: number; dimensions: number },
): EmbeddingTable {
  const table = compress(corpus, rows, options);
  writeWhole(file, formatEmbeddingTable(table));
  return table;
}

/** A file that is there is whole. */
function writeWhole(file: string, bytes: Uint8Array): void {
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

function floatsOf(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
