import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  compileQueries,
  IndexedLibraryScorer,
  LibraryIndexer,
  QuerySet,
  ReferenceLibraryScorer,
  ScoringThreads,
  StatisticsSource,
  type LibraryIndex,
} from '@throughtrain/engine';
import { LibraryFeed, type LibraryProject, type ScoreRequest } from '@throughtrain/matching';
import { poolDepth, relevanceInForce } from '@throughtrain/ranking';
import { analyserVersion } from '@throughtrain/text';
import { EngineLibrary } from './engine-library';
import type { PartQuestion } from './engine-part-worker';

const statisticsVersion = '2';
const rounds = 5;
/** The reference takes some milliseconds a project, so lists are compared on a part of the library. */
const comparedProjects = 2_000;
/** What memory is measured against: bytes a posting and a project, beside the vectors. */
const bytesPer = { posting: 8, project: 64 } as const;

interface Options {
  readonly projects: number;
  readonly demands: number;
  readonly dimension: number;
  readonly json?: string | undefined;
}

/** Measures a match over a made-up library, and its two parts alone in the same run, on as many threads. */
export async function benchEngine(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const { projects, demands, dimension } = options;
  const library = new EngineLibrary(dimension);
  const threads = new ScoringThreads(availableParallelism());
  const figures = await measure(options, library, threads);
  const listsEqual = await compareLists(library, options, threads);
  await threads.close();
  const all = { projects, demands, dimension, threads: availableParallelism(), ...figures, listsEqual };
  for (const [name, value] of Object.entries(all)) console.log(`${name.padEnd(18)}${JSON.stringify(value)}`);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`;
  console.log(`${machine}, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(all, null, 2)}\n`);
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      projects: { type: 'string', default: '100000' },
      demands: { type: 'string', default: '300' },
      dimension: { type: 'string', default: '128' },
      json: { type: 'string' },
    },
  });
  const number = (name: 'projects' | 'demands' | 'dimension', most: number): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1 || value > most) throw new Error(`--${name} takes 1 to ${most}`);
    return value;
  };
  return {
    projects: number('projects', 2_000_000),
    demands: number('demands', 3_000),
    dimension: number('dimension', 1_024),
    json: values.json,
  };
}

async function measure({ projects, demands }: Options, library: EngineLibrary, threads: ScoringThreads) {
  const feed = new MadeUpFeed(library, projects);
  const indexer = new LibraryIndexer(feed);
  const statistics = new StatisticsSource('models/corpus-statistics');
  const request = requestOf(library, demands);
  const heapBefore = heapBytes();
  const startedMs = performance.now();
  const { index } = await indexer.at(request.libraryPosition, request);
  const loadMs = performance.now() - startedMs - feed.makingMs;
  const heap = heapBytes() - heapBefore;
  const scorer = new IndexedLibraryScorer(feed, indexer, statistics, threads);
  const { perDemand, byBrief, bySum } = limitsFor(demands);
  const counted = await statistics.load(statisticsVersion);
  const queries = compileQueries(
    new QuerySet(request, counted, relevanceInForce),
    index.texts.terms,
    index.texts.dimensions,
    counted,
    relevanceInForce,
  );
  const parts = new Parts(availableParallelism());
  const times = { match: [] as number[], gemm: [] as number[], lexical: [] as number[] };
  // Interleaved, so that whatever else the machine does meets all three alike; the first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const taken = {
      match: await timeOf(() => scorer.score(request, { perDemand, byBrief, bySum }, () => Promise.resolve())),
      gemm: await timeOf(() => parts.run('gemm', index, queries)),
      lexical: await timeOf(() => parts.run('lexical', index, queries)),
    };
    if (round === 0) continue;
    times.match.push(taken.match);
    times.gemm.push(taken.gemm);
    times.lexical.push(taken.lexical);
  }
  await parts.close();
  const [matchMs, gemmMs, lexicalMs] = [median(times.match), median(times.gemm), median(times.lexical)];
  return {
    loadMs: Math.round(loadMs),
    matchMs: round(matchMs),
    matchSpreadMs: times.match.map(round),
    gemmMs: round(gemmMs),
    lexicalMs: round(lexicalMs),
    ratioToParts: round3(matchMs / (gemmMs + lexicalMs)),
    nsPerPair: round3((matchMs * 1e6) / (projects * demands)),
    ...bytesOf(index, projects, heap),
  };
}

/** Buffers and heap of the index, and what they are measured against. */
function bytesOf(index: LibraryIndex, projects: number, heap: number) {
  const { documents, terms } = index.bytes;
  const { pages, documentsPerPage, stride } = index.texts;
  let postings = 0;
  for (let document = 0; document < index.size; document += 1)
    postings += pages[Math.floor(document / documentsPerPage)]?.termCounts[document % documentsPerPage] ?? 0;
  const limit = projects * (stride + bytesPer.project) + postings * bytesPer.posting;
  return {
    postingsPerProject: round(postings / projects),
    distinctTerms: index.texts.terms.size,
    bytesPerProject: Math.round((documents + terms + Math.max(0, heap)) / projects),
    bytesFormula: Math.round((limit + index.texts.terms.characterBytes) / projects),
  };
}

/** Both scorers over a part of the library: every list the same, to the last digit. */
async function compareLists(library: EngineLibrary, { projects, demands }: Options, threads: ScoringThreads) {
  const feed = new MadeUpFeed(library, Math.min(projects, comparedProjects));
  const statistics = new StatisticsSource('models/corpus-statistics');
  const request = requestOf(library, demands);
  const ask = (scorer: IndexedLibraryScorer | ReferenceLibraryScorer) =>
    scorer.score(request, limitsFor(demands), () => Promise.resolve());
  const found = await ask(new IndexedLibraryScorer(feed, new LibraryIndexer(feed), statistics, threads));
  const expected = await ask(new ReferenceLibraryScorer(feed, statistics));
  return JSON.stringify(found) === JSON.stringify(expected);
}

function limitsFor(demands: number) {
  const { byBrief, bySum } = relevanceInForce.pool;
  return { perDemand: poolDepth(demands, relevanceInForce), byBrief, bySum };
}

function requestOf(library: EngineLibrary, demands: number): ScoreRequest {
  return {
    libraryPosition: 'made up',
    analyserVersion,
    encoderVersion: 'made up',
    statisticsVersion,
    relevanceVersion: relevanceInForce.version,
    queries: library.queries(demands),
    today: '2026-11-25',
    onStage: new Set(),
  };
}

/** A feed of one position. */
class MadeUpFeed extends LibraryFeed {
  /** Spent on making projects up, which is no part of loading them. */
  makingMs = 0;

  constructor(
    private readonly library: EngineLibrary,
    private readonly count: number,
  ) {
    super();
  }

  override position(): Promise<string> {
    return Promise.resolve('made up');
  }

  override settle(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override async *changes(): AsyncIterable<readonly LibraryProject[]> {
    const batches = this.library.projects(this.count);
    for (;;) {
      const startedMs = performance.now();
      const batch = await Promise.resolve(batches.next());
      this.makingMs += performance.now() - startedMs;
      if (batch.done === true) return;
      yield batch.value;
    }
  }

  override async *read(): AsyncIterable<readonly LibraryProject[]> {
    // Nothing is asked for by id here.
  }

  override decisions(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  override compare(): number {
    return 0;
  }
}

/** Threads that do one part of the work alone. */
class Parts {
  private readonly workers: readonly Worker[];

  constructor(threads: number) {
    this.workers = Array.from({ length: threads }, () => new Worker(require.resolve('./engine-part-worker')));
    // A thread that dies ends the measurement.
    for (const worker of this.workers)
      worker.once('error', (error) => {
        throw error;
      });
  }

  async run(part: PartQuestion['part'], index: LibraryIndex, queries: PartQuestion['queries']): Promise<void> {
    const { pages, postings, documentsPerPage, postingsPerPage, stride } = index.texts;
    const texts = { pages, postings, documentsPerPage, postingsPerPage, stride };
    const state = new Int32Array(new SharedArrayBuffer(4));
    const question: PartQuestion = { part, texts, queries, documents: index.size, state };
    await Promise.all(
      this.workers.map(
        (worker) =>
          new Promise((resolve) => {
            worker.once('message', resolve);
            worker.postMessage(question);
          }),
      ),
    );
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await worker.terminate();
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Of the JavaScript heap, after a collection where the process was started with --expose-gc. */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const round3 = (value: number): number => Math.round(value * 1_000) / 1_000;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
