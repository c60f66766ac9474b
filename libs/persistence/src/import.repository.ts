import { Injectable } from '@nestjs/common';
import { importFile, mostFaultyRows, type ImportKind } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import {
  ImportRepository,
  type ClaimedImport,
  type ImportCounts,
  type ImportReport,
  type ImportState,
  type RowFault,
} from '@throughtrain/ingestion';
import { SecretBox } from '@throughtrain/platform';
import { insertFaults, ofFirstRows } from './import-fault-rows';
import { knownRoles } from './principal.repository';
import { abandonedAfter, leaseEnded, leaseLost, looksAlone, withoutPendingJob } from './lease';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const submitSql = `
  update import set state = 'queued'
   where id = $1 and organisation_id = $2 and state = 'staging'
  returning id`;

// A staging that was given up after a day takes no more bytes.
const appendChunkSql = `
  insert into upload_chunk (import_id, sequence, bytes, sealed)
  select id, $2, $3, true from import where id = $1 and state = 'staging'
  returning import_id`;

const claimSql = `
  update import
     set state = 'running', fence = fence + 1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
   where id = $1 and state in ('queued', 'running') and coalesce(lease_until, '-infinity') < now()
  returning kind, fence, rows_done, organisation_id, principal_id,
            (select roles from principal where principal.id = import.principal_id) as roles`;

// From the clock, not from the start of the transaction that also writes the records.
const advanceSql = `
  update import
     set rows_done = $3, created_count = created_count + $4, updated_count = updated_count + $5,
         unchanged_count = unchanged_count + $6, refused_count = refused_count + $7,
         lease_until = clock_timestamp() + $8 * interval '1 millisecond'
   where id = $1 and fence = $2 and state = 'running'
  returning refused_count`;

const keepSql = `
  update import set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const releaseSql = `update import set lease_until = null where id = $1 and fence = $2 and state = 'running'`;

const finishSql = `
  update import
     set state = case when $3::text is null then 'completed' else 'failed' end, failure_code = $3,
         finished_at = now(), lease_until = null
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const faultsSql = `
  select row_number, ordinal, column_name, code, message
    from import_fault
   where import_id = $1 and (row_number, ordinal) > ($2::int, $3::int)
   order by row_number, ordinal
   limit $4`;

const discardSql = `
  with dropped as (
    select id from import where id = $1 and organisation_id = $2 and state = 'staging' for update
  ), chunks as (
    delete from upload_chunk using dropped where import_id = dropped.id
  )
  delete from import using dropped where import.id = dropped.id`;

const deleteOldStagingsSql = `
  with old as (
    select id from import where state = 'staging' and created_at < now() - interval '1 day' for update skip locked
  ), chunks as (
    delete from upload_chunk using old where import_id = old.id
  )
  delete from import using old where import.id = old.id`;

// Locked until the job that the caller leaves is committed, so that no worker claims it meanwhile.
const abandonedSql = `
  select id from import
   where state in ('queued', 'running')
     and ${leaseEnded}
     and (state = 'running' or created_at < now() - ${abandonedAfter})
     and ${withoutPendingJob('$1::text || import.id', 'import.created_at')}
   order by created_at, id
   limit $2
     for update skip locked`;

/** Imports of one organisation that a list shows. */
const mostListed = 100;

interface ImportRow {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  readonly rows_done: number;
  readonly created_count: number;
  readonly updated_count: number;
  readonly unchanged_count: number;
  readonly refused_count: number;
  readonly failure_code: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

interface ClaimRow {
  readonly kind: ImportKind;
  readonly fence: number;
  readonly rows_done: number;
  readonly organisation_id: string;
  readonly principal_id: string;
  readonly roles: string[];
}

interface FaultRow {
  readonly row_number: number;
  readonly ordinal: number;
  readonly column_name: string | null;
  readonly code: string;
  readonly message: string | null;
}

/** Imports, their staged bytes, sealed since they may hold contacts, and their faults. */
@Injectable()
export class SqlImportRepository extends ImportRepository {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async create(scope: Scope, kind: ImportKind): Promise<string> {
    const [row] = await this.uow.rows<{ id: string }>(
      'insert into import (organisation_id, principal_id, kind) values ($1, $2, $3) returning id',
      [scope.organisationId, scope.principalId, kind],
    );
    return existing(row).id;
  }

  async appendChunk(importId: string, sequence: number, bytes: Buffer): Promise<void> {
    const sealed = this.box.seal(bytes, chunkOf(importId, sequence));
    const [row] = await this.uow.rows(appendChunkSql, [importId, sequence, sealed]);
    existing(row);
  }

  async submit(scope: Scope, importId: string): Promise<void> {
    const [row] = await this.uow.rows(submitSql, [importId, scope.organisationId]);
    existing(row);
  }

  async discard(scope: Scope, importId: string): Promise<void> {
    await this.uow.rows(discardSql, [importId, scope.organisationId]);
  }

  async claim(importId: string, leaseMs: number): Promise<ClaimedImport | undefined> {
    const [row] = await this.uow.rows<ClaimRow>(claimSql, [importId, leaseMs]);
    if (row) return toClaim(row);
    const [held] = await this.uow.rows(`select id from import where id = $1 and state in ('queued', 'running')`, [
      importId,
    ]);
    if (held) throw leaseLost();
    return undefined;
  }

  async *bytes(importId: string): AsyncGenerator<Buffer, void, undefined> {
    for (let sequence = 0; ; sequence += 1) {
      const [row] = await this.uow.rows<{ bytes: Buffer; sealed: boolean }>(
        'select bytes, sealed from upload_chunk where import_id = $1 and sequence = $2',
        [importId, sequence],
      );
      if (!row) return;
      yield row.sealed ? this.box.openBytes(row.bytes, chunkOf(importId, sequence)) : row.bytes;
    }
  }

  async advance(
    importId: string,
    fence: number,
    { rowsDone, counts, faults }: { rowsDone: number; counts: ImportCounts; faults: readonly RowFault[] },
    leaseMs: number,
  ): Promise<void> {
    await this.uow.run(async () => {
      const { created, updated, unchanged, refused } = counts;
      const parameters = [importId, fence, rowsDone, created, updated, unchanged, refused, leaseMs];
      const [row] = await this.uow.rows<{ refused_count: number }>(advanceSql, parameters);
      if (!row) throw leaseLost();
      const keptBefore = Math.min(row.refused_count - refused, mostFaultyRows);
      await insertFaults(this.uow, importId, ofFirstRows(faults, mostFaultyRows - keptBefore));
    });
  }

  async keep(importId: string, fence: number, leaseMs: number): Promise<void> {
    const [row] = await this.uow.rows(keepSql, [importId, fence, leaseMs]);
    if (!row) throw leaseLost();
  }

  async release(importId: string, fence: number): Promise<void> {
    await this.uow.rows(releaseSql, [importId, fence]);
  }

  async finish(importId: string, fence: number, failureCode?: string): Promise<void> {
    await this.uow.run(async () => {
      const [row] = await this.uow.rows(finishSql, [importId, fence, failureCode ?? null]);
      if (!row) throw leaseLost();
      await this.uow.rows('delete from upload_chunk where import_id = $1', [importId]);
    });
  }

  async report(scope: Scope, importId: string): Promise<ImportReport> {
    const [row] = await this.uow.rows<ImportRow>('select * from import where id = $1 and organisation_id = $2', [
      importId,
      scope.organisationId,
    ]);
    return toReport(existing(row));
  }

  async list(scope: Scope): Promise<readonly ImportReport[]> {
    const rows = await this.uow.rows<ImportRow>(
      'select * from import where organisation_id = $1 order by created_at desc, id desc limit $2',
      [scope.organisationId, mostListed],
    );
    return rows.map(toReport);
  }

  async faults(
    scope: Scope,
    importId: string,
    after: { row: number; ordinal: number },
    limit: number,
  ): Promise<readonly (RowFault & { ordinal: number })[]> {
    const { id } = await this.report(scope, importId);
    const rows = await this.uow.rows<FaultRow>(faultsSql, [id, after.row, after.ordinal, limit]);
    return rows.map(toFault);
  }

  async abandoned(limit: number): Promise<readonly string[]> {
    await this.uow.rows(deleteOldStagingsSql);
    if (!(await looksAlone(this.uow, 'import'))) return [];
    const keyPrefix = importFile.key({ importId: '' });
    const rows = await this.uow.rows<{ id: string }>(abandonedSql, [keyPrefix, limit]);
    return rows.map(({ id }) => id);
  }
}

function existing<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new DomainError('not-found', 'resource.not-found');
  return row;
}

function toClaim(row: ClaimRow): ClaimedImport {
  const scope = {
    principalId: row.principal_id,
    organisationId: row.organisation_id,
    roles: knownRoles(row.roles),
  };
  return { kind: row.kind, scope, fence: row.fence, rowsDone: row.rows_done };
}

/** What a staged chunk is bound to. */
const chunkOf = (importId: string, sequence: number): string => `chunk ${sequence} of ${importId}`;

function toReport(row: ImportRow): ImportReport {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    rowsDone: row.rows_done,
    counts: {
      created: row.created_count,
      updated: row.updated_count,
      unchanged: row.unchanged_count,
      refused: row.refused_count,
    },
    faultsKept: Math.min(row.refused_count, mostFaultyRows),
    createdAt: row.created_at,
    ...(row.failure_code !== null && { failureCode: row.failure_code }),
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
  };
}

function toFault(row: FaultRow): RowFault & { ordinal: number } {
  return {
    row: row.row_number,
    ordinal: row.ordinal,
    code: row.code,
    ...(row.column_name !== null && { column: row.column_name }),
    ...(row.message !== null && { message: row.message }),
  };
}
