import type { OrganisationHead, ProjectDigest, Scope } from '@throughtrain/domain';

/** A demand as a call tells it: without the name of the enterprise. */
export interface CalledDemand {
  readonly demandId: string;
  readonly title: string;
  /** GB/T 4754, of the demand or else of its enterprise. */
  readonly industryCode?: string;
  /** GB/T 2260, of the prefecture. */
  readonly regionCode?: string;
}

/** A demand of the host with what a call has to leave out or to summarise. */
export interface CallableDemand extends CalledDemand {
  readonly enterpriseName: string;
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
}

export interface CallContent {
  /** The roadshow whose uncovered demands made it. */
  readonly roadshowId?: string;
  readonly title: string;
  readonly text: string;
  /** SEI 2018 codes. */
  readonly domains: readonly string[];
  /** HTE level 3. */
  readonly subDomains: readonly string[];
  readonly demands: readonly CalledDemand[];
  /** First and last day on which it takes submissions, YYYY-MM-DD in China. */
  readonly opens: string;
  readonly closes: string;
}

export interface Call extends CallContent {
  readonly id: string;
  readonly hostId: string;
  readonly hostName: string;
  /** Whether it is of the caller's organisation. */
  readonly isOwn: boolean;
  /** `closed` by its host, or because its last day has passed. */
  readonly state: 'open' | 'closed';
  /** Projects of the library that answer it now. */
  readonly submissions: number;
  readonly createdAt: Date;
  readonly closedAt?: Date;
}

/** A project that answers a call, as its host sees it. */
export interface CallSubmission extends ProjectDigest {
  readonly projectId: string;
  readonly revision: number;
  readonly submittedBy: OrganisationHead;
  readonly recordedAt: Date;
}

/** Targeted calls. An open call is for everybody to read; a closed one for its host and for those who answered it. */
export abstract class CallRepository {
  abstract add(scope: Scope, content: CallContent): Promise<string>;
  /** @param today day in China. @throws DomainError not-found */
  abstract find(scope: Scope, callId: string, today: string): Promise<Call>;
  /** Newest first, after the one with the given id: `own` ones of the caller's organisation, or the `open` ones of all hosts. */
  abstract list(
    scope: Scope,
    which: 'own' | 'open',
    today: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly Call[]>;
  /** @throws DomainError not-found; conflict `call.already-closed` */
  abstract close(scope: Scope, callId: string): Promise<void>;
  /** Moves the last day of a call that its host has not closed. @throws DomainError not-found; conflict `call.already-closed` */
  abstract setClosingDay(scope: Scope, callId: string, closes: string): Promise<void>;
  /** Demands of the host as they are now, in the order of the ids. @throws DomainError not-found unless all are the host's */
  abstract demands(scope: Scope, demandIds: readonly string[]): Promise<readonly CallableDemand[]>;
  /**
   * Demands that the shortlists of a roadshow leave uncovered: those of the run of the list frozen last, or of the newest run.
   * @throws DomainError not-found; conflict `call.no-shortlist`
   */
  abstract uncovered(scope: Scope, roadshowId: string): Promise<readonly string[]>;
  /** Projects whose current revision names the call, by id. @throws DomainError not-found */
  abstract submissions(
    scope: Scope,
    callId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly CallSubmission[]>;
}
