import { Injectable } from '@nestjs/common';
import { DomainError, type Scope } from '@throughtrain/domain';
import { tellBands } from '@throughtrain/ranking';
import { DemandReader } from '../ports/demand-reader.port';
import { LibraryFeed } from '../ports/library-feed.port';
import { LibraryScorer, type PoolProject } from '../ports/library-scorer.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { readDemandQueries, type DemandQueries } from '../run/demand-queries';
import type { DemandsForProject } from './answer';
import { describePool, untold } from './describe-pool';
import { PinQuestion, type PinnedQuestion } from './pin-question.use-case';

/** Demands of one question: half a megabyte, which is written and read in a moment on either side. */
const demandsPerQuestion = 200;

/** Which demands of the caller's enterprises a project of the library answers, as both stand now. */
@Injectable()
export class FindDemandsForProject {
  constructor(
    private readonly pin: PinQuestion,
    private readonly feed: LibraryFeed,
    private readonly reader: DemandReader,
    private readonly profiles: WeightProfileRepository,
    private readonly scorer: LibraryScorer,
  ) {}

  /**
   * The most relevant, without those whose enterprise must not see the project; none when a gate stops it.
   * @throws DomainError not-found; invalid `demand.too-many`; unavailable `library.analysis-missing`, `scorer.unavailable` and others of the scorer
   */
  async execute(scope: Scope, projectId: string, limit: number): Promise<DemandsForProject> {
    const pinned = await this.pin.ofHost(scope);
    await this.requireProject(projectId, pinned);
    const { profile, bands } = await this.profiles.current();
    const found = await this.compare(projectId, pinned, profile.values['band.shown'], limit);
    return {
      projectId,
      gate: found.project.gate,
      libraryPosition: pinned.libraryPosition,
      librarySettled: pinned.librarySettled,
      bands: tellBands(profile, bands, pinned),
      ...(await describePool([found.project], found, { profile, now: pinned.now }, this.scorer)),
    };
  }

  private async requireProject(projectId: string, pinned: PinnedQuestion): Promise<void> {
    const { analyserVersion } = pinned;
    for await (const [found] of this.feed.read([projectId], pinned.libraryPosition, { analyserVersion }))
      if (found !== undefined) return;
    throw new DomainError('not-found', 'resource.not-found');
  }

  /** @returns the best demands as queries of their own, and the project with its pairs to them */
  private async compare(
    projectId: string,
    pinned: PinnedQuestion,
    least: number,
    limit: number,
  ): Promise<DemandQueries & { readonly project: PoolProject }> {
    let best: readonly Compared[] = [];
    // Once also of a host without demands: what a gate says is told all the same.
    let last: { readonly queries: DemandQueries; readonly project: PoolProject } | undefined;
    for (let at = 0; last === undefined || at < pinned.demands.length; at += demandsPerQuestion) {
      const demands = pinned.demands.slice(at, at + demandsPerQuestion);
      const queries = await readDemandQueries(this.reader, { ...pinned, demands });
      const [project] = await this.scorer.detail(queries.request, [projectId], untold);
      if (project === undefined) throw new RangeError(`nothing is told of ${projectId}`);
      const near = project.pairs.filter(({ relevance }) => relevance >= least);
      best = [...best, ...near.flatMap((pair) => comparedOf(queries, pair))].sort(byRelevance).slice(0, limit);
      last = { queries, project };
    }
    return {
      demands: best.map(({ demand }) => demand),
      request: { ...last.queries.request, queries: best.map(({ query }) => query) },
      project: { ...last.project, pairs: best.map(({ relevance }, demand) => ({ demand, relevance })) },
    };
  }
}

interface Compared {
  readonly demand: DemandQueries['demands'][number];
  readonly query: DemandQueries['request']['queries'][number];
  readonly relevance: number;
}

function comparedOf(
  { demands, request }: DemandQueries,
  { demand: place, relevance }: PoolProject['pairs'][number],
): readonly Compared[] {
  const [demand, query] = [demands[place], request.queries[place]];
  return demand === undefined || query === undefined ? [] : [{ demand, query, relevance }];
}

function byRelevance(a: Compared, b: Compared): number {
  return b.relevance - a.relevance || (a.demand.id < b.demand.id ? -1 : 1);
}
