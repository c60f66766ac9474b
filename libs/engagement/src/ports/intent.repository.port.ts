import type { Cooperation, DeclineReason, IntentLevel, ProjectDigest, Scope } from '@throughtrain/domain';
import type { BandMeaning, BandName } from '@throughtrain/ranking';
import type { PairTexts } from '@throughtrain/text';
import type { MatchedWordView } from './views';

/** An enterprise's answer on one project. */
export interface IntentAnswer {
  readonly level: IntentLevel;
  readonly modes: readonly Cooperation[];
  /** Why it declines; with level 0 only. */
  readonly reasonCodes: readonly DeclineReason[];
  readonly suggestion?: string;
}

export interface Intent extends IntentAnswer {
  /** Counts from 1; a changed mind is a new version. */
  readonly version: number;
  readonly answeredAt: Date;
}

export interface InvitationHead {
  readonly id: string;
  readonly roadshowId: string;
  readonly shortlistId: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  /** Who invites. */
  readonly hostName: string;
  /** SEI 2018 code of the shortlist. */
  readonly domain: string;
  readonly industryDomains: readonly string[];
  readonly place: string;
  readonly month: string;
  readonly deadline?: string;
  readonly projects: number;
  readonly answered: number;
  readonly createdAt: Date;
}

/** What an enterprise reads about one project sent to it; no contact. */
export interface InvitedProjectView extends ProjectDigest {
  readonly position: number;
  readonly projectId: string;
  readonly demandId: string;
  readonly demandTitle: string;
  readonly relevance: number;
  readonly band: BandName;
  readonly match: number;
  readonly words: readonly MatchedWordView[];
  readonly intent?: Intent;
}

/** An invitation with its projects by position. */
export interface Invitation extends InvitationHead {
  readonly items: readonly InvitedProjectView[];
  /** What the bands say, the highest first. */
  readonly bands: readonly BandMeaning[];
}

/** Invitations and answers, each read or written in the scope of an enterprise or of its host. */
export abstract class IntentRepository {
  /** Invitations of the caller's enterprise, newest first. */
  abstract invitations(scope: Scope): Promise<readonly InvitationHead[]>;
  /** One invitation of the caller's enterprise, with the texts of its projects and demands. @throws DomainError not-found */
  abstract invitation(scope: Scope, invitationId: string): Promise<Invitation & { readonly texts: PairTexts }>;
  /** Invitations of a shortlist of the caller's host with their current answers. @throws DomainError not-found */
  abstract ofShortlist(scope: Scope, shortlistId: string): Promise<readonly Invitation[]>;
  /**
   * Adds a version and makes it the current one; an answer equal to the current one changes nothing.
   * @returns the current answer, and whether it is a new version
   * @throws DomainError not-found `resource.not-found` for a foreign invitation, `invitation.project-not-included`; conflict `invitation.closed`, `invitation.project-withdrawn`
   */
  abstract answer(
    scope: Scope,
    invitationId: string,
    projectId: string,
    answer: IntentAnswer,
    today: string,
  ): Promise<{ readonly intent: Intent; readonly isNew: boolean }>;
  /** All versions, oldest first. @throws DomainError not-found */
  abstract history(scope: Scope, invitationId: string, projectId: string): Promise<readonly Intent[]>;
}
