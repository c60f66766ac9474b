import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { tellBands } from '@throughtrain/ranking';
import { DemandReader } from '../ports/demand-reader.port';
import { LibraryScorer } from '../ports/library-scorer.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { readDemandQueries } from '../run/demand-queries';
import type { ProjectsForDemand } from './answer';
import { describePool, untold } from './describe-pool';
import { PinQuestion } from './pin-question.use-case';

/** Which projects of the library answer a demand, as both stand now. */
@Injectable()
export class FindProjectsForDemand {
  constructor(
    private readonly pin: PinQuestion,
    private readonly reader: DemandReader,
    private readonly profiles: WeightProfileRepository,
    private readonly scorer: LibraryScorer,
  ) {}

  /**
   * The most relevant, through the gates of a run and without what its enterprise must not see.
   * @throws DomainError not-found; unavailable `library.analysis-missing`, `scorer.unavailable` and others of the scorer
   */
  async execute(scope: Scope, demandId: string, limit: number): Promise<ProjectsForDemand> {
    const pinned = await this.pin.ofDemand(scope, demandId);
    const queries = await readDemandQueries(this.reader, pinned);
    const { profile, bands } = await this.profiles.current();
    const lists = await this.scorer.score(queries.request, { perDemand: limit, byBrief: 0, bySum: 0 }, untold);
    const shown = (lists.byDemand[0] ?? []).filter(({ score }) => score >= profile.values['band.shown']);
    const ids = shown.map(({ projectId }) => projectId);
    const pool = ids.length === 0 ? [] : await this.scorer.detail(queries.request, ids, untold);
    const [demand] = queries.demands;
    return {
      demand: { id: demandId, title: demand?.content.title ?? '' },
      libraryPosition: pinned.libraryPosition,
      librarySettled: pinned.librarySettled,
      bands: tellBands(profile, bands, pinned),
      ...(await describePool(pool, queries, { profile, now: pinned.now }, this.scorer)),
    };
  }
}
