import type { DemandRecord, EnterpriseRecord, ProjectRecord } from '@throughtrain/contracts';
import type {
  CompletenessLevel,
  Contact,
  Organisation,
  OrganisationKind,
  ProjectStatus,
  RevisionSource,
  Scope,
} from '@throughtrain/domain';
import type { AnalysedText, FieldTexts } from '@throughtrain/text';

/** What became of a record, or why it was refused by what is stored already. */
export type StoreOutcome =
  'created' | 'updated' | 'unchanged' | { readonly column: string; readonly code: string; readonly message: string };

/** A record whose text waits to be analysed: its language known, its content hashed. */
export interface Drafted<Record> {
  /** Without the contact. */
  readonly record: Record;
  /** Goes to a table of its own. */
  readonly contact?: Contact | undefined;
  /** SHA-256 of the canonical content: equal content is no change. */
  readonly contentHash: Buffer;
  /** What the record is found and encoded by. */
  readonly texts: FieldTexts;
}

/** A record ready to be stored; without a vector until it is encoded. */
export interface Prepared<Record> extends Drafted<Record>, AnalysedText {
  readonly analyserVersion: string;
  /** The row that it comes from. */
  readonly source?: RevisionSource;
}

/** The identity of a project as its submitter knows it. */
export type ProjectKey = Pick<ProjectRecord, 'channel' | 'externalId'>;

export interface ClosedProject {
  readonly projectId: string;
  /** The revision that says so. */
  readonly revision: number;
}

/** Stores write a batch in the caller's transaction; keys within a batch are distinct. Outcomes come in the order of the records. */
export abstract class ProjectStore {
  /**
   * Other words bring a withdrawn project back; a consent that was withdrawn by hand and the newest confirmation outlast what a file says.
   * A record that names a call must meet it open, unless the stored one names it already.
   */
  abstract upsert(scope: Scope, batch: readonly Prepared<ProjectRecord>[]): Promise<readonly StoreOutcome[]>;
  /** How complete the stored projects are, as lists tell it; undefined for those of others. The keys are distinct. */
  abstract levels(scope: Scope, keys: readonly ProjectKey[]): Promise<readonly (CompletenessLevel | undefined)[]>;
  /**
   * Adds a revision with status `withdrawn`.
   * @throws DomainError not-found; conflict `project.already-withdrawn`
   */
  abstract withdraw(scope: Scope, projectId: string): Promise<{ readonly revision: number }>;
  /**
   * Adds a revision with status `sealed` to those of the projects that the caller's organisation has submitted and that are not sealed yet;
   * the keys are distinct.
   * @returns what was sealed
   */
  abstract sealByKey(scope: Scope, keys: readonly ProjectKey[]): Promise<readonly ClosedProject[]>;
  /** The current revision of a project of the caller's organisation. @throws DomainError not-found */
  abstract find(scope: Scope, projectId: string): Promise<StoredProject>;
  /** Projects of the caller's organisation by id. */
  abstract list(scope: Scope, after: string | undefined, limit: number): Promise<readonly StoredProject[]>;
}

export interface StoredProject {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  /** Channel and external id alone when it is sealed. */
  readonly record: ProjectRecord;
  readonly recordedAt: Date;
  readonly submittedBy: Pick<Organisation, 'id' | 'name' | 'kind' | 'creditCode'>;
}

/** Enterprises as each host has brought them in; the organisations behind them are global. */
export abstract class EnterpriseStore {
  abstract upsert(
    scope: Scope,
    batch: readonly Omit<Drafted<EnterpriseRecord>, 'texts'>[],
  ): Promise<readonly StoreOutcome[]>;
  /** Enterprises of the host by external id, those that fit all of the filter. */
  abstract list(
    scope: Scope,
    after: string | undefined,
    limit: number,
    filter?: EnterpriseFilter,
  ): Promise<readonly StoredEnterprise[]>;
}

/** What a list of enterprises is narrowed by; absent for all. */
export interface EnterpriseFilter {
  readonly kind?: OrganisationKind | undefined;
  /** Province, city or county; whatever lies in it. */
  readonly region?: string | undefined;
  /** Section or division of GB/T 4754; whatever belongs to it. */
  readonly industry?: string | undefined;
  /** Whether its shares are traded. */
  readonly listed?: boolean | undefined;
}

export interface StoredEnterprise {
  /** Id of the organisation. */
  readonly id: string;
  readonly record: EnterpriseRecord;
}

/** Demands of a host's enterprises, as insert-only revisions. */
export abstract class DemandStore {
  abstract upsert(scope: Scope, batch: readonly Prepared<DemandRecord>[]): Promise<readonly StoreOutcome[]>;
  /** The current revision of a demand of the host. @throws DomainError not-found */
  abstract find(scope: Scope, demandId: string): Promise<StoredDemand>;
  /** Demands of the host by external id. */
  abstract list(scope: Scope, after: string | undefined, limit: number): Promise<readonly StoredDemand[]>;
}

export interface StoredDemand {
  readonly id: string;
  readonly revision: number;
  readonly record: DemandRecord;
}
