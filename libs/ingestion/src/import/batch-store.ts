import type { DemandRecord, EnterpriseRecord, ImportKind, ProjectRecord } from '@throughtrain/contracts';
import { AuditLog, type RevisionSource, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import {
  DemandStore,
  EnterpriseStore,
  ProjectStore,
  type ProjectKey,
  type StoreOutcome,
} from '../ports/record-stores.port';
import { hashRecord, prepareDemand, prepareProject } from './prepare-record';

/** A valid row on its way to its store. */
export interface ValidRow {
  readonly row: number;
  readonly record: ProjectRecord | EnterpriseRecord | DemandRecord;
}

/** What a row asks of the stores: to write its record, or to seal the project that it declares not public. */
export type StoreRow = ValidRow | { readonly row: number; readonly seals: ProjectKey };

export interface RowOutcome {
  readonly row: number;
  readonly outcome: StoreOutcome;
}

/** Hands rows of one kind to the store of that kind. */
@Injectable()
export class BatchStore {
  constructor(
    private readonly projects: ProjectStore,
    private readonly enterprises: EnterpriseStore,
    private readonly demands: DemandStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Writes the rows in the caller's transaction. A key that comes twice is written twice, in order: the later row wins.
   * @param importId the import that the rows are of; revisions keep it with their row
   * @returns what became of the valid rows, in order
   */
  async store(
    scope: Scope,
    kind: ImportKind,
    rows: readonly StoreRow[],
    importId: string,
  ): Promise<readonly RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (const part of withDistinctKeys(rows)) {
      await this.seal(
        scope,
        part.flatMap((row) => ('seals' in row ? [row.seals] : [])),
      );
      const valid = part.flatMap((row) => ('record' in row ? [row] : []));
      const stored = valid.length === 0 ? [] : await this.storeDistinct(scope, kind, valid, importId);
      for (const [index, outcome] of stored.entries()) outcomes.push({ row: valid[index]?.row ?? 0, outcome });
    }
    return outcomes;
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
        return this.projects.upsert(
          scope,
          rows.map(({ row, record }) => ({ ...prepareProject(record as ProjectRecord), ...source(row) })),
        );
      case 'enterprises':
        return this.enterprises.upsert(
          scope,
          rows.map(({ record }) => ({ record: record as EnterpriseRecord, contentHash: hashRecord(record) })),
        );
      case 'demands':
        return this.demands.upsert(
          scope,
          rows.map(({ row, record }) => ({ ...prepareDemand(record as DemandRecord), ...source(row) })),
        );
    }
  }
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
  if ('channel' in record) return [`${record.channel} ${record.externalId}`];
  return 'creditCode' in record ? [record.externalId, record.creditCode] : [record.externalId];
}
