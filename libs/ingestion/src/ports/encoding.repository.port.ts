import type { DemandRecord, ProjectRecord } from '@throughtrain/contracts';
import type { Lease } from '@throughtrain/domain';
import type { TextVector } from '@throughtrain/text';

/** What texts are analysed and encoded by. */
export interface TextVersion {
  readonly analyserVersion: string;
  readonly encoderVersion: string;
}

/** A pass over the library that brings what one version makes of each text. */
export interface Encoding extends TextVersion {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'completed';
  /** Texts that the pass under way, or the last one, has seen. */
  readonly textsDone: number;
  readonly textsTotal: number;
  /** Whether new runs use it. */
  readonly isInForce: boolean;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

/** A current revision that this version has not analysed or not encoded. */
export type UnencodedText = { readonly id: string; readonly revision: number } & (
  | { readonly kind: 'project'; readonly record: ProjectRecord }
  | { readonly kind: 'demand'; readonly record: DemandRecord }
);

/** A stretch of the library, in id order, projects before demands. */
export interface EncodingSlice {
  readonly unencoded: readonly UnencodedText[];
  /** Texts seen, those that lack nothing included. */
  readonly seen: number;
  /** Where the next slice begins; absent when this is the last one. */
  readonly cursor?: EncodingCursor;
}

export interface EncodingCursor {
  readonly kind: UnencodedText['kind'];
  /** The last one seen; absent at the beginning of a kind. */
  readonly after?: string;
}

/** How far a pass has come. */
export interface EncodingPlace {
  readonly cursor: EncodingCursor;
  /** Texts seen since the beginning of the pass. */
  readonly seen: number;
  /** None of them lacked anything. */
  readonly isClean: boolean;
}

export type EncodedText = Pick<UnencodedText, 'kind' | 'id' | 'revision'> & {
  /** Text form of the analysis. */
  readonly terms: string;
  readonly vector: TextVector;
};

/** Passes over the library by version: queued at each start of the service, claimed by a worker under a lease, then in force. */
export abstract class EncodingRepository {
  /** Queues a pass from the beginning unless one is under way. @returns its id */
  abstract request(version: TextVersion): Promise<string>;
  /**
   * @returns undefined when it is completed or another version's
   * @throws DomainError unavailable `lease.lost`
   */
  abstract claim(
    id: string,
    version: TextVersion,
    leaseMs: number,
  ): Promise<(Lease & { readonly place: EncodingPlace }) | undefined>;
  abstract slice(version: TextVersion, cursor: EncodingCursor, limit: number): Promise<EncodingSlice>;
  /** Stores what is lacking still; a project that has been sealed meanwhile gets nothing. */
  abstract store(version: TextVersion, texts: readonly EncodedText[]): Promise<void>;
  /** @throws DomainError unavailable `lease.lost` */
  abstract advance(id: string, fence: number, place: EncodingPlace, leaseMs: number): Promise<void>;
  /** Renews the lease. @throws DomainError unavailable `lease.lost` */
  abstract keep(id: string, fence: number, leaseMs: number): Promise<void>;
  /** Puts the version in force. @throws DomainError unavailable `lease.lost` */
  abstract complete(id: string, fence: number, seen: number): Promise<void>;
  /** Gives the lease back and leaves the rest to another job. */
  abstract release(id: string, fence: number): Promise<void>;
  /** Passes of this version whose worker is gone. */
  abstract abandoned(version: TextVersion): Promise<readonly string[]>;
  /** Newest first. */
  abstract list(): Promise<readonly Encoding[]>;
}
