import { DomainError, type Project } from '@throughtrain/domain';
import {
  LibraryFeed,
  LibraryScorer,
  type LibraryProject,
  type LibraryShard,
  type ListLimits,
  type PoolProject,
  type RelevanceExplanation,
  type Scored,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '@throughtrain/matching';
import { projectGate, relevanceInForce } from '@throughtrain/ranking';
import type { CorpusStatistics } from '@throughtrain/text';
import { explainPair, type WordMeaning } from './explain-pair';
import { shared } from './index/shared';
import { TextPages, usualSizes } from './index/text-pages';
import { documentMasks } from './library/document-masks';
import { gate, gateContext, scoredWithoutAnalysis, type Members } from './library/gate';
import type { LibraryIndexer } from './library/library-indexer';
import type { LibraryView } from './library/library-view';
import { QuerySet } from './query-set';
import type { LoadProgress } from './reading';
import { compileQueries, type CompiledQueries } from './scoring/compiled-queries';
import type { JobRunner } from './scoring/job-runner';
import { MaskedDocuments, type DocumentMasks } from './scoring/masked-documents';
import { idOrder, JobState, listAt, listsOf, mergeLists } from './scoring/score-job';
import { TextScorer } from './scoring/text-scorer';
import type { StatisticsSource } from './statistics-source';
import { turn } from './turn';

/** Projects described and pairs explained between two turns of the event loop: some milliseconds of work. */
const detailsPerTurn = 100;

/**
 * Scores a library that lies in memory as numbers, all demands in one pass over it, on all threads of its runner. Its lists are those of the reference to the last bit: sums run over the
 * same terms in the same order, and bounds only decide what need not be looked at.
 */
export class IndexedLibraryScorer extends LibraryScorer {
  private readonly prepared = new WeakMap<ScoreRequest, Promise<Prepared>>();

  /** @param meaning of words; without it demands are asked in their own words, and nothing is told of others near them */
  constructor(
    private readonly feed: LibraryFeed,
    private readonly library: LibraryIndexer,
    private readonly statistics: StatisticsSource,
    private readonly runner: JobRunner,
    private readonly meaning?: WordMeaning,
  ) {
    super();
  }

  /** @returns a scorer of the same library, in memory once, that does not wait for what this one works on */
  on(runner: JobRunner): IndexedLibraryScorer {
    return new IndexedLibraryScorer(this.feed, this.library, this.statistics, runner, this.meaning);
  }

  /** @throws DomainError also unavailable `scorer.parts-differ` for a part that is not held here */
  override async score(
    request: ScoreRequest,
    limits: ListLimits,
    progress: ScoreProgress,
    part?: LibraryShard,
  ): Promise<ScoredLibrary> {
    const isAsked = this.membersOf(part);
    const prepared = await this.prepare(request, (projects) => progress(projects, 0));
    const { view, queries, statistics } = prepared;
    const { index } = view;
    const masks = masksOf(prepared, request);
    const compiled = await (prepared.compiled ??= compiledFor(index.texts, queries, statistics));
    const { skip, exclusions, projects } = await gate(view, request, isAsked);
    const state = shared(Int32Array, JobState.length);
    const leasts = shared(Int32Array, this.runner.workers * listsOf(compiled.demands));
    const job = { queries: compiled, limits, skip, masks, state, leasts };
    const share = (done: number): number => Math.floor((done / Math.max(1, skip.length)) * projects);
    const found = await this.runner.run(index.texts, job, (done) => progress(share(done), projects));
    await progress(projects, projects);
    const order = idOrder(index.texts);
    const ids = new Map<number, string>();
    // Most documents are on several lists.
    const idOf = (document: number): string => {
      const id = ids.get(document) ?? index.texts.idOf(document);
      ids.set(document, id);
      return id;
    };
    const merged = (list: number, size: number): Scored[] => {
      const lists = found.map((ofThread) => listAt(ofThread, list));
      const { documents, scores } = mergeLists(lists, size, order);
      const scored: Scored[] = [];
      for (let at = 0; at < documents.length; at += 1)
        scored.push({ projectId: idOf(documents[at] ?? 0), score: scores[at] ?? 0 });
      return scored;
    };
    const demands = request.queries.length;
    let named: ScoredLibrary['exclusions'] | undefined;
    return {
      projectsScored: projects,
      // Named once, and only when asked for: they may be as many as the library, and a single question does not ask.
      get exclusions() {
        return (named ??= exclusions
          .map(({ document, gate: stopped }) => ({ projectId: index.texts.idOf(document), gate: stopped }))
          .sort((a, b) => (a.projectId < b.projectId ? -1 : 1)));
      },
      byDemand: request.queries.map((_query, demand) => merged(demand, limits.perDemand)),
      byBrief: merged(demands, limits.byBrief),
      bySum: merged(demands + 1, limits.bySum),
    };
  }

  override async detail(
    request: ScoreRequest,
    projectIds: readonly string[],
    progress: ScoreProgress,
  ): Promise<readonly PoolProject[]> {
    const prepared = await this.prepare(request);
    const { view, queries, statistics } = prepared;
    const { projects, texts, unread } = await this.read(request, projectIds, progress);
    const duplicates = view.duplicatesByHead(request.today);
    const gates = gateContext(request, view);
    const compiled = await compiledFor(texts, queries, statistics);
    const scorer = new TextScorer(texts, compiled);
    const masked = new MaskedDocuments(masksOf(prepared, request));
    const details: PoolProject[] = [];
    for (const [place, project] of projects.entries()) {
      if (place % detailsPerTurn === 0) await turn();
      const document = documentOf(view, project.id);
      scorer.each(place, place + 1, () => {
        const gate = projectGate(view.index.projects.gated(document), gates);
        // Of the parts that are not held here, it is not known before.
        if (gate === undefined && unread.has(place)) throw missingAnalyses(1);
        const isMasked = new Set(masked.of(document));
        const pairs: { demand: number; relevance: number }[] = [];
        request.queries.forEach((_query, demand) => {
          if (gate !== undefined || isMasked.has(demand)) return;
          const relevance = scorer.relevance(demand);
          if (relevance >= relevanceInForce.leastStoredRelevance) pairs.push({ demand, relevance });
        });
        details.push({
          project,
          gate,
          duplicateIds: (duplicates.get(document) ?? []).map((other) => view.index.texts.idOf(other)).sort(),
          briefRelevance: compiled.brief === undefined ? undefined : scorer.relevance(compiled.brief),
          pairs,
        });
      });
    }
    return details;
  }

  override async explain(
    request: ScoreRequest,
    pairs: readonly { readonly projectId: string; readonly demand: number }[],
    limit: number,
    progress: ScoreProgress,
  ): Promise<readonly RelevanceExplanation[]> {
    const { queries } = await this.prepare(request);
    const ids = [...new Set(pairs.map(({ projectId }) => projectId))];
    const { texts } = await this.read(request, ids, (done) => progress(done, pairs.length));
    const places = new Map(ids.map((id, place) => [id, place]));
    const explanations: RelevanceExplanation[] = [];
    for (const { projectId, demand } of pairs) {
      if (explanations.length % detailsPerTurn === 0) {
        await turn();
        await progress(explanations.length, pairs.length);
      }
      const text = texts.at(places.get(projectId) ?? 0);
      explanations.push(explainPair(queries, text, demand, limit, this.meaning));
    }
    return explanations;
  }

  /** The projects with their texts, in the order asked, whether or not their texts are held here. @throws RangeError for a project that the library does not have */
  private async read(
    request: ScoreRequest,
    projectIds: readonly string[],
    progress: ScoreProgress,
  ): Promise<ReadProjects> {
    const found = new Map<string, LibraryProject>();
    for await (const batch of this.feed.read(projectIds, request.libraryPosition, request)) {
      for (const entry of batch) found.set(entry.project.id, entry);
      await progress(found.size, projectIds.length);
    }
    const texts = new TextPages({ ...usualSizes, documentsPerPage: Math.max(1, projectIds.length) });
    const projects: Project[] = [];
    const unread = new Set<number>();
    for (const [place, id] of projectIds.entries()) {
      if (place % detailsPerTurn === 0) await turn();
      const entry = found.get(id);
      if (entry === undefined) throw new RangeError(`no project ${id} at ${request.libraryPosition}`);
      if (entry.analysis === undefined) unread.add(place);
      texts.append(id, entry.analysis ?? { terms: [] }, entry.vector);
      projects.push(entry.project);
    }
    return { projects, texts, unread };
  }

  /** Which documents are scored: those of a part, or of all parts that are held here. */
  private membersOf(part: LibraryShard | undefined): Members | undefined {
    const { shards } = this.library;
    if (part !== undefined && !(part.count === shards.count && shards.served.includes(part.shard)))
      throw new DomainError('unavailable', 'scorer.parts-differ', { ...part });
    if (part === undefined && shards.isWhole) return undefined;
    const asked = new Set(part === undefined ? shards.served : [part.shard]);
    return ({ index }, document) => asked.has(index.shardOf(document, shards.count));
  }

  /** A run asks several times with one request; a library that is not resident is then read once. */
  private prepare(request: ScoreRequest, loaded?: LoadProgress): Promise<Prepared> {
    const known = this.prepared.get(request);
    if (known !== undefined) return known;
    const opening = this.open(request, loaded);
    this.prepared.set(request, opening);
    opening.catch(() => this.prepared.delete(request));
    return opening;
  }

  private async open(request: ScoreRequest, loaded?: LoadProgress): Promise<Prepared> {
    if (request.relevanceVersion !== relevanceInForce.version) {
      throw new DomainError('invalid', 'match-run.version-unknown', { relevanceVersion: request.relevanceVersion });
    }
    const view = await this.library.at(request.libraryPosition, request, loaded);
    const missing = scoredWithoutAnalysis(view, request);
    if (missing > 0) throw missingAnalyses(missing);
    const statistics = await this.statistics.load(request.statisticsVersion);
    const queries = await QuerySet.of(request, statistics, relevanceInForce, this.meaning?.nearTerms);
    return { view, queries, statistics };
  }
}

interface Prepared {
  readonly view: LibraryView;
  readonly queries: QuerySet;
  readonly statistics: CorpusStatistics;
  /** Once they have been asked for. */
  masks?: DocumentMasks;
  /** For the texts that are held here, once they have been asked for. */
  compiled?: Promise<CompiledQueries>;
}

function masksOf(prepared: Prepared, { queries, today }: ScoreRequest): DocumentMasks {
  const { view } = prepared;
  return (prepared.masks ??= documentMasks(
    view,
    view.groupsOn(today).headOf,
    queries.map(({ mask }) => mask),
  ));
}

interface ReadProjects {
  readonly projects: readonly Project[];
  readonly texts: TextPages;
  /** Places of those that are not analysed yet. */
  readonly unread: ReadonlySet<number>;
}

function compiledFor(
  { terms, dimensions }: TextPages,
  queries: QuerySet,
  statistics: CorpusStatistics,
): Promise<CompiledQueries> {
  return compileQueries(queries, terms, dimensions, statistics, relevanceInForce);
}

function missingAnalyses(projects: number): DomainError {
  return new DomainError('unavailable', 'library.analysis-missing', { projects });
}

function documentOf(view: LibraryView, projectId: string): number {
  const document = view.find(projectId);
  if (document === undefined) throw new RangeError(`no project ${projectId} at ${view.position}`);
  return document;
}
