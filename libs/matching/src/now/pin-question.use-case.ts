import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type Scope } from '@throughtrain/domain';
import { relevanceInForce } from '@throughtrain/ranking';
import { analyserVersion } from '@throughtrain/text';
import { HostDemands, type DemandSnapshot } from '../ports/host-demands.port';
import { LibraryFeed } from '../ports/library-feed.port';
import type { PinnedDemands } from '../run/demand-queries';
import { statisticsVersion } from '../run/statistics-version';

/** Who asks waits for the answer: an import that has just ended is waited for, one that goes on is not. */
const settleWithinMs = 1_000;
/** The most that one question compares with a project; real hosts have 300. */
const mostDemands = 10_000;

export interface PinnedQuestion extends PinnedDemands {
  /** As of a run. */
  readonly librarySettled: boolean;
}

/** Takes the library and demands of the caller's host as they stand, by the versions in force. What was on stage is not left out: no roadshow asks. */
@Injectable()
export class PinQuestion {
  constructor(
    private readonly demands: HostDemands,
    private readonly feed: LibraryFeed,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not-found */
  async ofDemand(scope: Scope, demandId: string): Promise<PinnedQuestion> {
    return this.pin(() => this.demands.one(scope, demandId, analyserVersion));
  }

  /** @throws DomainError invalid `demand.too-many` */
  async ofHost(scope: Scope): Promise<PinnedQuestion> {
    const pinned = await this.pin(() => this.demands.all(scope, mostDemands + 1, analyserVersion));
    if (pinned.demands.length > mostDemands) throw new DomainError('invalid', 'demand.too-many', { mostDemands });
    return pinned;
  }

  private async pin(read: () => Promise<DemandSnapshot>): Promise<PinnedQuestion> {
    const librarySettled = await this.feed.settle(settleWithinMs);
    return {
      ...(await read()),
      librarySettled,
      now: this.clock.now().toISOString(),
      analyserVersion,
      statisticsVersion,
      relevanceVersion: relevanceInForce.version,
      onStage: [],
    };
  }
}
