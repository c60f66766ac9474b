import type { DemandRecord, ExpertScoreRecord, ImportKind, ProjectRecord, RecordOf } from '@throughtrain/contracts';
import { AuditLog, type CompletenessLevel, type RevisionSource, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ExpertScoreStore, type ScoredProject } from '../ports/expert-score-store.port';
import {
  DemandStore,
  EnterpriseStore,
  ProjectStore,
  type Prepared,
  type ProjectKey,
  type StoreOutcome,
} from '../ports/record-stores.port';
import { ContactFiling } from './contact-filing';
import { hashRecord, prepareRecord, type PreparedEnterprise, type PreparedRecord } from './prepare-record';

/** A valid row on its way to its store. */
export interface ValidRow {
  readonly row: number;
  readonly record: RecordOf<ImportKind>;
  readonly prepared: PreparedRecord;
}

/** Does the work that needs no database, so that transactions stay short. */
export function toValidRow(kind: ImportKind, row: number, record: RecordOf<ImportKind>): ValidRow {
  return { row, record, prepared: prepareRecord(kind, record) };
}

/** What a row asks of the stores: to write its record, or to seal the project that it declares not public. */
export type StoreRow = ValidRow | { readonly row: number; readonly seals: ProjectKey };

export interface RowOutcome {
  readonly row: number;
  readonly outcome: StoreOutcome;
  /** Of a project. */
  readonly level?: CompletenessLevel;
}

/** Records that a dry run would have stored so far: content by key. Nothing of them is in the database to be compared with. */
export type Rehearsed = Map<string, string>;

/** Hands rows of one kind to the store of that kind. */
@Injectable()
export class BatchStore {
  constructor(
    private readonly projects: ProjectStore,
    private readonly enterprises: EnterpriseStore,
    private readonly demands: DemandStore,
    private readonly scores: ExpertScoreStore,
    private readonly contacts: ContactFiling,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Writes the rows in the caller's transaction. A key that comes twice is written twice, in order: the later row wins.
   * @param importId the import that the rows are of; revisions keep it with their row
   * @param rehearsed of a dry run, whose batches do not see what those before them wrote
   * @returns what became of the valid rows, in order
   */
  async store(
    scope: Scope,
    kind: ImportKind,
    rows: readonly StoreRow[],
    importId: string,
    rehearsed?: Rehearsed,
  ): Promise<readonly RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (const part of withDistinctKeys(rows)) {
      await this.seal(
        scope,
        part.flatMap((row) => ('seals' in row ? [row.seals] : [])),
      );
      const valid = part.flatMap((row) => ('record' in row ? [row] : []));
      const stored = valid.length === 0 ? [] : await this.storeDistinct(scope, kind, valid, importId);
      const levels = kind === 'projects' && valid.length > 0 ? await this.levels(scope, valid) : [];
      for (const [index, { row, record }] of valid.entries()) {
        const outcome = stored[index];
        if (outcome === undefined) continue;
        const level = levels[index];
        outcomes.push({
          row,
          outcome: rehearsed ? compare(rehearsed, record, outcome) : outcome,
          ...(level && { level }),
        });
      }
    }
    return outcomes;
  }

  private levels(scope: Scope, rows: readonly ValidRow[]): ReturnType<ProjectStore['levels']> {
    return this.projects.levels(
      scope,
      rows.map(({ record }) => record as ProjectRecord),
    );
  }

  private async seal(scope: Scope, keys: readonly ProjectKey[]): Promise<void> {
    if (keys.length === 0) return;
    for (const { projectId, revision } of await this.projects.sealByKey(scope, keys)) {
      await this.audit.record(scope, {
        action: 'project.seal',
        subjectType: 'project',
        subjectId: projectId,
        after: { revision },
        reason: 'declared not public',
      });
    }
  }

  private storeDistinct(
    scope: Scope,
    kind: ImportKind,
    rows: readonly ValidRow[],
    importId: string,
  ): Promise<readonly StoreOutcome[]> {
    const source = (row: number): { readonly source: RevisionSource } => ({ source: { import: importId, row } });
    switch (kind) {
      case 'projects':
        return this.contacts.store(
          scope,
          'project',
          rows.map(({ row, prepared }) => ({ ...(prepared as Prepared<ProjectRecord>), ...source(row) })),
          (accepted) => this.projects.upsert(scope, accepted),
        );
      case 'enterprises':
        return this.contacts.store(
          scope,
          'enterprise',
          rows.map(({ prepared }) => prepared as PreparedEnterprise),
          (accepted) => this.enterprises.upsert(scope, accepted),
        );
      case 'demands':
        return this.demands.upsert(
          scope,
          rows.map(({ row, prepared }) => ({ ...(prepared as Prepared<DemandRecord>), ...source(row) })),
        );
      case 'expert-scores':
        return this.scores.add(
          scope,
          rows.map(({ record }) => toScored(record as ExpertScoreRecord)),
        );
    }
  }
}

function toScored({ channel, externalId, ...score }: ExpertScoreRecord): ScoredProject {
  return { project: { channel, externalId }, score };
}

/** What the store says, unless an earlier row of the same dry run would have been there. */
function compare(rehearsed: Rehearsed, record: ValidRow['record'], outcome: StoreOutcome): StoreOutcome {
  if (typeof outcome === 'object') return outcome;
  const key = keysOf(record).join(' ');
  const content = hashRecord(record).toString('base64');
  const before = rehearsed.get(key);
  rehearsed.set(key, content);
  if (before === undefined) return outcome;
  if (before === content) return 'unchanged';
  // Another score stands beside the one before it.
  return 'rater' in record ? outcome : 'updated';
}

function withDistinctKeys(rows: readonly StoreRow[]): StoreRow[][] {
  const parts: StoreRow[][] = [];
  let part: StoreRow[] = [];
  let keys = new Set<string>();
  for (const row of rows) {
    const key = keysOf('seals' in row ? row.seals : row.record);
    if (key.some((one) => keys.has(one))) {
      parts.push(part);
      part = [];
      keys = new Set();
    }
    part.push(row);
    for (const one of key) keys.add(one);
  }
  return part.length > 0 ? [...parts, part] : parts;
}

function keysOf(record: ValidRow['record'] | ProjectKey): string[] {
  if ('rater' in record) return [[record.channel, record.externalId, record.rater, record.scoredOn].join(' ')];
  if ('channel' in record) return [`${record.channel} ${record.externalId}`];
  return 'creditCode' in record ? [record.externalId, record.creditCode] : [record.externalId];
}
