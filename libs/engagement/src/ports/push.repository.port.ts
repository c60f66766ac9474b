import type { Lease, Project, Scope } from '@throughtrain/domain';
import type { MatchedWordView } from './views';

/** One project of an enterprise's part, in its order. */
export interface InvitationProject {
  readonly projectId: string;
  readonly demandId: string;
  readonly relevance: number;
  readonly match: number;
  readonly words: readonly MatchedWordView[];
}

/** A frozen entry with what decides who receives it. */
export interface PushableEntry {
  /** The revision that the run pinned. */
  readonly project: Project;
  /** Status and consent as they are now: a withdrawal after the run counts. */
  readonly current: Pick<Project, 'status' | 'ownership' | 'consentToPush' | 'contactRef'> & {
    /** Whether it is submitted for somebody else without saying by what right. */
    readonly lacksAuthority: boolean;
  };
  /** Its stored matches, best first. */
  readonly matches: readonly (Omit<InvitationProject, 'projectId'> & { readonly enterpriseId: string })[];
}

export interface ClaimedPush extends Lease {
  /** Enterprises enrolled for the roadshow. */
  readonly enterpriseIds: readonly string[];
  readonly entries: readonly PushableEntry[];
}

/** Freezes shortlists and writes invitations, each once, under a lease. */
export abstract class PushRepository {
  /**
   * `draft` → `frozen`; an answer deadline goes into all invitations.
   * @throws DomainError not-found; conflict `shortlist.already-frozen`, `shortlist.other-frozen` (of the same roadshow and domain)
   */
  abstract freeze(scope: Scope, shortlistId: string, deadline: string | undefined): Promise<void>;
  /** @returns undefined when it is already pushed; @throws DomainError unavailable `lease.lost` */
  abstract claim(shortlistId: string, leaseMs: number): Promise<ClaimedPush | undefined>;
  /**
   * Writes one invitation whole, but for projects that were withdrawn, lost their consent or expired since the claim; none of them left, none
   * is written. A second write of the same changes nothing.
   * @throws DomainError unavailable `lease.lost`
   */
  abstract invite(
    shortlistId: string,
    fence: number,
    enterpriseId: string,
    projects: readonly InvitationProject[],
    leaseMs: number,
  ): Promise<void>;
  /** @throws DomainError unavailable `lease.lost` */
  abstract finish(shortlistId: string, fence: number): Promise<void>;
  /** Gives the lease back after an attempt that failed; nothing when it is no longer ours. */
  abstract release(shortlistId: string, fence: number): Promise<void>;
  /** Frozen shortlists not yet pushed, whose lease has ended and that have no pending job. */
  abstract abandoned(limit: number): Promise<readonly string[]>;
}
