import type { Scope } from '@throughtrain/domain';
import type { MatchRunInput } from './match-run.repository.port';

/** Demands as they stand, and what is known of them: what a run pins of its roadshow, of a host without one. */
export type DemandSnapshot = Pick<MatchRunInput, 'libraryPosition' | 'encoderVersion' | 'demands' | 'declined'>;

/** Demands of the caller's host, for questions that no run asks. */
export abstract class HostDemands {
  /** @throws DomainError not-found `resource.not-found` */
  abstract one(scope: Scope, demandId: string, analyserVersion: string): Promise<DemandSnapshot>;
  /** Those of all enterprises that the host has brought in, in id order. @param most of them */
  abstract all(scope: Scope, most: number, analyserVersion: string): Promise<DemandSnapshot>;
}
