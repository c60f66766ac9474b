import {
  compileQueries,
  IndexedLibraryScorer,
  LibraryIndexer,
  QuerySet,
  ReferenceLibraryScorer,
  StatisticsSource,
  type CompiledQueries,
  type LibraryIndex,
  type ScoringThreads,
} from '@throughtrain/engine';
import { LibraryShards, listLimits, type ScoreRequest } from '@throughtrain/matching';
import { relevanceInForce } from '@throughtrain/ranking';
import { analyserVersion, type CorpusStatistics } from '@throughtrain/text';
import { BenchFeed, firstPosition } from './bench-feed';
import type { BenchLibrary } from './engine-library';
import { round, timeOf } from './figures';

const statisticsVersion = '2';
/** What memory is measured against: bytes a posting and a project, beside the vectors. */
const bytesPer = { posting: 8, project: 64 } as const;

interface EngineObjects {
  readonly feed: BenchFeed;
  readonly indexer: LibraryIndexer;
  readonly scorer: IndexedLibraryScorer;
  readonly statistics: CorpusStatistics;
}

/** The engine with a library in it. */
export class LoadedEngine {
  /** By the last match. */
  projectsScored = 0;
  private position = Number(firstPosition);
  private readonly requests = new Map<number, ScoreRequest>();

  private constructor(
    private readonly library: BenchLibrary,
    private readonly objects: EngineObjects,
    readonly index: LibraryIndex,
    readonly loadMs: number,
    private readonly heapBytes: number,
  ) {}

  /** @param shards parts of the library, of which the first is held and scored */
  static async load(
    library: BenchLibrary,
    projects: number,
    threads: ScoringThreads,
    shards = 1,
  ): Promise<LoadedEngine> {
    const feed = new BenchFeed(library, projects);
    const held = new LibraryShards(shards, [0]);
    const indexer = new LibraryIndexer(feed, undefined, undefined, held);
    const source = new StatisticsSource('models/corpus-statistics');
    const statistics = await source.load(statisticsVersion);
    const heapBefore = heapBytes();
    const startedMs = performance.now();
    const { index } = await indexer.at(firstPosition, versions);
    const loadMs = performance.now() - startedMs - feed.makingMs;
    const heap = Math.max(0, heapBytes() - heapBefore);
    const scorer = new IndexedLibraryScorer(feed, indexer, source, threads);
    return new LoadedEngine(library, { feed, indexer, scorer, statistics }, index, loadMs, heap);
  }

  /** @returns milliseconds of a match; the first of so many demands makes their queries ready too, see {@link compile} */
  match(demands: number): Promise<number> {
    const request = this.request(demands);
    return timeOf(async () => {
      const { projectsScored } = await this.objects.scorer.score(request, listLimits(demands), nobodyAsks);
      this.projectsScored = projectsScored;
    });
  }

  async compile(demands: number): Promise<CompiledQueries> {
    const queries = await QuerySet.of(this.request(demands), this.objects.statistics, relevanceInForce);
    const { terms, dimensions } = this.index.texts;
    return compileQueries(queries, terms, dimensions, this.objects.statistics, relevanceInForce);
  }

  /** @returns milliseconds in which one project in a hundred that has changed is taken in */
  async refresh(): Promise<number> {
    const { feed, indexer } = this.objects;
    const makingMs = feed.makingMs;
    const ms = await timeOf(() => indexer.at(String((this.position += 1)), versions));
    return ms - (feed.makingMs - makingMs);
  }

  /** @returns the library at its newest position, and where it comes from */
  async now() {
    const { feed, indexer } = this.objects;
    return { feed, view: await indexer.at(String(this.position), versions) };
  }

  private request(demands: number): ScoreRequest {
    const request = this.requests.get(demands) ?? requestOf(this.library, demands);
    this.requests.set(demands, request);
    return request;
  }

  /** Buffers and heap of the index, and what they are measured against; before anything was refreshed. */
  bytes() {
    const { documents, terms } = this.index.bytes;
    const { pages, documentsPerPage, stride } = this.index.texts;
    const projects = this.index.size;
    let postings = 0;
    for (let document = 0; document < projects; document += 1)
      postings += pages[Math.floor(document / documentsPerPage)]?.termCounts[document % documentsPerPage] ?? 0;
    const limit = projects * (stride + bytesPer.project) + postings * bytesPer.posting;
    return {
      postingsPerProject: round(postings / projects),
      distinctTerms: this.index.texts.terms.size,
      documentBytes: documents,
      termBytes: terms,
      bytesPerProject: Math.round((documents + terms + this.heapBytes) / projects),
      bytesFormula: Math.round((limit + this.index.texts.terms.characterBytes) / projects),
    };
  }
}

/** Both scorers over a library: whether every list is the same, to the last digit. */
export async function listsAreEqual(
  library: BenchLibrary,
  projects: number,
  demands: number,
  threads: ScoringThreads,
): Promise<boolean> {
  const feed = new BenchFeed(library, projects);
  const statistics = new StatisticsSource('models/corpus-statistics');
  const request = requestOf(library, demands);
  const ask = (scorer: IndexedLibraryScorer | ReferenceLibraryScorer) =>
    scorer.score(request, listLimits(demands), nobodyAsks);
  const found = await ask(new IndexedLibraryScorer(feed, new LibraryIndexer(feed), statistics, threads));
  const expected = await ask(new ReferenceLibraryScorer(feed, statistics));
  return JSON.stringify(found) === JSON.stringify(expected);
}

const nobodyAsks = (): Promise<void> => Promise.resolve();

const versions = { analyserVersion, encoderVersion: 'made up' };

const requestOf = (library: BenchLibrary, demands: number): ScoreRequest => ({
  ...versions,
  libraryPosition: firstPosition,
  statisticsVersion,
  relevanceVersion: relevanceInForce.version,
  queries: library.queries(demands),
  today: '2026-11-25',
  onStage: new Set(),
});

/** Of the JavaScript heap, after a collection where the process was started with --expose-gc. */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
