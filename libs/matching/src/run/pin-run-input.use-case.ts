import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type Scope } from '@throughtrain/domain';
import { relevanceInForce } from '@throughtrain/ranking';
import { analyserVersion } from '@throughtrain/text';
import { codeVersion } from '../code-version';
import { MatchRunRepository, type MatchRunInput } from '../ports/match-run.repository.port';
import { RoadshowRepository } from '../ports/roadshow.repository.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { analyseBrief } from './analyse-brief';
import { statisticsVersion } from './statistics-version';

/** The most that a run is planned for in time and memory: real hosts have 300. Storage, two bytes for a demand's place, would hold more. */
const mostDemands = 3_000;

/** Copies everything that a run reads and that may change later. */
@Injectable()
export class PinRunInput {
  constructor(
    private readonly roadshows: RoadshowRepository,
    private readonly runs: MatchRunRepository,
    private readonly profiles: WeightProfileRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not-found; invalid `roadshow.no-demands`, `roadshow.too-many-demands` */
  async execute(scope: Scope, roadshowId: string): Promise<Omit<MatchRunInput, 'librarySettled'>> {
    const { content } = await this.roadshows.find(scope, roadshowId);
    const { profile } = await this.profiles.current();
    const now = this.clock.now();
    const newcomerMonths = profile.values['shortlist.newcomerMonths'];
    const snapshot = await this.runs.snapshot(scope, roadshowId, { now, newcomerMonths, analyserVersion });
    if (snapshot.demands.length === 0 && analyseBrief(content.brief) === undefined) {
      throw new DomainError('invalid', 'roadshow.no-demands');
    }
    if (snapshot.demands.length > mostDemands) {
      throw new DomainError('invalid', 'roadshow.too-many-demands', { mostDemands });
    }
    return {
      roadshow: content,
      now: now.toISOString(),
      profileVersion: profile.version,
      analyserVersion,
      statisticsVersion,
      relevanceVersion: relevanceInForce.version,
      codeVersion,
      ...snapshot,
    };
  }
}
