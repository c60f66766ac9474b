import { DomainError, type Project } from '@throughtrain/domain';
import {
  LibraryFeed,
  LibraryScorer,
  type PoolProject,
  type RelevanceExplanation,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '@throughtrain/matching';
import {
  projectGate,
  quantise,
  relevanceInForce,
  toGated,
  type GateContext,
  type ProjectGate,
} from '@throughtrain/ranking';
import { explainPair, type WordMeaning } from './explain-pair';
import { LibraryState, type LibraryDocument } from './library-state';
import { PairMasks } from './pair-masks';
import { QuerySet } from './query-set';
import type { LoadProgress } from './reading';
import { ResidentLibrary } from './resident-library';
import { StatisticsSource } from './statistics-source';
import { TopList } from './top-list';
import { turn } from './turn';

/** Documents, or explained pairs, between two signs of life; others get the event loop in between. */
const documentsPerTurn = 500;

/**
 * Scores document by document in plain arithmetic, every pair, nothing skipped. It is what faster engines are held to.
 */
export class ReferenceLibraryScorer extends LibraryScorer {
  private readonly library: ResidentLibrary;
  private readonly prepared = new WeakMap<ScoreRequest, Promise<Prepared>>();

  /** @param meaning of words; without it demands are asked in their own words, and nothing is told of others near them */
  constructor(
    feed: LibraryFeed,
    private readonly statistics: StatisticsSource,
    private readonly meaning?: WordMeaning,
  ) {
    super();
    this.library = new ResidentLibrary(feed);
  }

  override async score(
    request: ScoreRequest,
    limits: { readonly perDemand: number; readonly byBrief: number; readonly bySum: number },
    progress: ScoreProgress,
  ): Promise<ScoredLibrary> {
    const { state, queries, masks } = await this.prepare(request, (projects) => progress(projects, 0));
    const duplicates = state.duplicatesByHead(request.today);
    const gates = gateContext(request, state, duplicates);
    const byDemand = request.queries.map(() => new TopList(limits.perDemand));
    const byBrief = new TopList(limits.byBrief);
    const bySum = new TopList(limits.bySum);
    const exclusions: { projectId: string; gate: ProjectGate }[] = [];
    let done = 0;
    const giveTurn = turns(state.documents.size, progress);
    for (const [projectId, document] of state.documents) {
      await giveTurn(done);
      done += 1;
      const gate = projectGate(toGated(document.project), gates);
      if (gate !== undefined) {
        exclusions.push({ projectId, gate });
        continue;
      }
      const relevances = queries.relevances(document);
      const isMasked = masks.over(membersOf(state, projectId, duplicates));
      let sum = 0;
      request.queries.forEach((_query, demand) => {
        if (isMasked(demand)) return;
        const relevance = relevances[demand] ?? 0;
        sum += relevance;
        byDemand[demand]?.offer(projectId, relevance);
      });
      bySum.offer(projectId, quantise(sum));
      if (request.brief !== undefined) byBrief.offer(projectId, relevances[request.queries.length] ?? 0);
    }
    await progress(done, state.documents.size);
    return {
      projectsScored: state.documents.size,
      exclusions,
      byDemand: byDemand.map(({ list }) => list),
      byBrief: byBrief.list,
      bySum: bySum.list,
    };
  }

  override async detail(
    request: ScoreRequest,
    projectIds: readonly string[],
    progress: ScoreProgress,
  ): Promise<readonly PoolProject[]> {
    const { state, queries, masks } = await this.prepare(request);
    const duplicates = state.duplicatesByHead(request.today);
    const gates = gateContext(request, state, duplicates);
    const giveTurn = turns(projectIds.length, progress);
    const details: PoolProject[] = [];
    for (const projectId of projectIds) {
      await giveTurn(details.length);
      const document = documentOf(state, projectId);
      const relevances = queries.relevances(document);
      const gate = projectGate(toGated(document.project), gates);
      const isMasked = masks.over(membersOf(state, projectId, duplicates));
      const pairs: { demand: number; relevance: number }[] = [];
      request.queries.forEach((_query, demand) => {
        const relevance = relevances[demand] ?? 0;
        if (gate !== undefined || relevance < relevanceInForce.leastStoredRelevance || isMasked(demand)) return;
        pairs.push({ demand, relevance });
      });
      details.push({
        project: document.project,
        gate,
        duplicateIds: duplicates.get(projectId) ?? [],
        briefRelevance: request.brief === undefined ? undefined : relevances[request.queries.length],
        pairs,
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
    const { state, queries } = await this.prepare(request);
    const giveTurn = turns(pairs.length, progress);
    const explanations: RelevanceExplanation[] = [];
    for (const { projectId, demand } of pairs) {
      await giveTurn(explanations.length);
      const document = documentOf(state, projectId);
      explanations.push(explainPair(queries, document, demand, limit, this.meaning));
    }
    return explanations;
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

  private async open(request: ScoreRequest, loaded: LoadProgress = () => Promise.resolve()): Promise<Prepared> {
    if (request.relevanceVersion !== relevanceInForce.version) {
      throw new DomainError('invalid', 'match-run.version-unknown', { relevanceVersion: request.relevanceVersion });
    }
    const state = await this.library.at(request.libraryPosition, request, loaded);
    const missing = scoredWithoutAnalysis(state, request);
    if (missing > 0) throw new DomainError('unavailable', 'library.analysis-missing', { projects: missing });
    const statistics = await this.statistics.load(request.statisticsVersion);
    const masks = new PairMasks(request.queries.map(({ mask }) => mask));
    const queries = await QuerySet.of(request, statistics, relevanceInForce, this.meaning?.nearTerms);
    return { state, queries, masks };
  }
}

/** @returns called with what is done, gives the event loop a turn and tells the progress each time that a few hundred are done */
function turns(total: number, progress: ScoreProgress): (done: number) => Promise<void> | undefined {
  return (done) => (done % documentsPerTurn === 0 ? turn().then(() => progress(done, total)) : undefined);
}

interface Prepared {
  readonly state: LibraryState;
  readonly queries: QuerySet;
  readonly masks: PairMasks;
}

/** How many projects would be scored, but are not analysed. What a gate stops is not scored and need not be. */
function scoredWithoutAnalysis(state: LibraryState, request: ScoreRequest): number {
  if (state.withoutAnalysis.size === 0) return 0;
  const gates = gateContext(request, state, state.duplicatesByHead(request.today));
  return [...state.withoutAnalysis].filter(
    (id) => projectGate(toGated(documentOf(state, id).project), gates) === undefined,
  ).length;
}

/** What was done with one member of a duplicate group was done with the project: a head is on stage when any member was. */
function gateContext(
  { today, onStage }: ScoreRequest,
  { held }: LibraryState,
  duplicates: ReadonlyMap<string, readonly string[]>,
): GateContext {
  const shown = new Set(onStage);
  for (const [head, others] of duplicates) if (others.some((id) => onStage.has(id))) shown.add(head);
  return { today, onStage: shown, notHeads: new Set([...duplicates.values()].flat()), held };
}

/** A head and the others of its duplicate group. */
function membersOf(
  state: LibraryState,
  projectId: string,
  duplicates: ReadonlyMap<string, readonly string[]>,
): readonly Project[] {
  return [projectId, ...(duplicates.get(projectId) ?? [])].map((id) => documentOf(state, id).project);
}

function documentOf(state: LibraryState, projectId: string): LibraryDocument {
  const document = state.documents.get(projectId);
  if (document === undefined) throw new RangeError(`no project ${projectId} at ${state.position}`);
  return document;
}
