import { Injectable } from '@nestjs/common';
import { importFile, mostFaultyRows, type ImportKind, type RowFate } from '@throughtrain/contracts';
import { DomainError, type AttemptEnd, type Scope } from '@throughtrain/domain';
import {
  ImportRepository,
  type ClaimedImport,
  type DoneBatch,
  type FileFormat,
  type ImportFailure,
  type ImportMapping,
  type ImportOptions,
  type ImportReport,
  type MappedColumn,
  type MappingProposal,
  type ReportedFault,
  type RowFault,
  type SettledFile,
} from '@throughtrain/ingestion';
import { SecretBox } from '@throughtrain/platform';
import { insertFaults, ofFirstRows } from './import-fault-rows';
import { toClaim, toFault, toReport, type ClaimRow, type FaultRow, type ImportRow } from './import-row';
import { abandonedAfter, leaseEnded, leaseLost, looksAlone, releaseLease, withoutPendingJob } from './lease';
import { boundTo } from './sealed-columns';
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
     set state = 'running', fence = fence + 1, attempts = attempts + 1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
   where id = $1 and state in ('queued', 'running') and coalesce(lease_until, '-infinity') < now()
  returning kind, fence, attempts, rows_done, organisation_id, principal_id, dry_run, defaults, mapping,
            (select roles from principal where principal.id = import.principal_id) as roles`;

// From the clock, not from the start of the transaction that also writes the records.
const advanceSql = `
  update import
     set rows_done = $3, created_count = created_count + $4, updated_count = updated_count + $5,
         unchanged_count = unchanged_count + $6, refused_count = refused_count + $7, changed_count = changed_count + $9,
         quarantined_count = quarantined_count + $10, storable_count = storable_count + $11,
         matchable_count = matchable_count + $12, pushable_count = pushable_count + $13, advised_count = advised_count + $14,
         has_secret = has_secret or $15,
         lease_until = clock_timestamp() + $8 * interval '1 millisecond'
   where id = $1 and fence = $2 and state = 'running'
  returning refused_count + quarantined_count as faulty, changed_count as changed, advised_count as advised`;

const settleSql = `
  update import set format = $3, mapping = coalesce(mapping, $4::jsonb), other_sheets = $5
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const awaitMappingSql = `
  update import set state = 'awaiting-mapping', format = $3, proposal = $4::jsonb, awaiting_since = now(), lease_until = null
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const confirmMappingSql = `
  update import set state = 'queued', mapping = $3::jsonb, proposal = null, awaiting_since = null
   where id = $1 and organisation_id = $2 and state = 'awaiting-mapping'
  returning id`;

const restartSql = `
  update import
     set rows_done = 0, created_count = 0, updated_count = 0, unchanged_count = 0, refused_count = 0, changed_count = 0,
         quarantined_count = 0, storable_count = 0, matchable_count = 0, pushable_count = 0, advised_count = 0
   where id = $1 and fence = $2 and state = 'running' and dry_run
  returning id`;

const keepSql = `
  update import set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const finishSql = `
  update import
     set state = case when $3::text is null then 'completed' else 'failed' end, failure_code = $3, failure_reason = $4,
         finished_at = now(), lease_until = null
   where id = $1 and fence = $2 and state = 'running'
  returning state = 'failed' or has_secret as "dropsFile"`;

const reportColumns = 'import.*, exists (select from upload_chunk where import_id = import.id) as has_file';

const faultsSql = `
  select f.row_number, f.ordinal, f.outcome, f.column_name, f.code, f.message, f.value, f.became, f.suggested, decided.state as decision
    from import_fault f
    left join quarantined_row decided
           on f.outcome = 'quarantined' and decided.organisation_id = $5 and decided.import_id = f.import_id
          and decided.row_number = f.row_number and decided.state <> 'held'
   where f.import_id = $1 and (f.row_number, f.ordinal) > ($2::int, $3::int)
   order by f.row_number, f.ordinal
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

// A person may need the week; the bytes of what has ended are wanted for a day.
const tidySql = `
  with forgotten as (
    update import set state = 'failed', failure_code = 'import.mapping-not-confirmed', finished_at = now(), proposal = null
     where state = 'awaiting-mapping' and awaiting_since < now() - interval '7 days'
    returning id
  ), ended as (
    select id from import
     where state in ('completed', 'failed') and finished_at < now() - interval '1 day'
       and exists (select from upload_chunk where import_id = import.id)
    union all
    select id from forgotten
  )
  delete from upload_chunk using ended where import_id = ended.id`;

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

/** Imports, their staged bytes, sealed since they may hold contacts, and their faults. */
@Injectable()
export class SqlImportRepository extends ImportRepository {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async create(scope: Scope, kind: ImportKind, { dryRun, defaults }: ImportOptions): Promise<string> {
    const [row] = await this.uow.rows<{ id: string }>(
      'insert into import (organisation_id, principal_id, kind, dry_run, defaults) values ($1, $2, $3, $4, $5) returning id',
      [scope.organisationId, scope.principalId, kind, dryRun, JSON.stringify(defaults)],
    );
    return existing(row).id;
  }

  async appendChunk(importId: string, sequence: number, bytes: Buffer): Promise<void> {
    const sealed = this.box.seal(bytes, boundTo.uploadChunk(importId, sequence));
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
      yield row.sealed ? this.box.openBytes(row.bytes, boundTo.uploadChunk(importId, sequence)) : row.bytes;
    }
  }

  async settle(importId: string, fence: number, { format, mapping, otherSheets }: SettledFile): Promise<void> {
    const columns = mapping ? JSON.stringify(mapping) : null;
    held(await this.uow.rows(settleSql, [importId, fence, format, columns, otherSheets ?? null]));
  }

  async awaitMapping(importId: string, fence: number, format: FileFormat, proposal: MappingProposal): Promise<void> {
    held(await this.uow.rows(awaitMappingSql, [importId, fence, format, JSON.stringify(proposal)]));
  }

  async mapping(scope: Scope, importId: string): Promise<ImportMapping> {
    const [row] = await this.uow.rows<Required<{ [Key in keyof ImportMapping]: ImportMapping[Key] | null }>>(
      'select kind, defaults, proposal, mapping from import where id = $1 and organisation_id = $2',
      [importId, scope.organisationId],
    );
    const { kind, defaults, proposal, mapping } = existing(row);
    return { kind, defaults, ...(proposal && { proposal }), ...(mapping && { mapping }) } as ImportMapping;
  }

  async confirmMapping(scope: Scope, importId: string, mapping: readonly MappedColumn[]): Promise<void> {
    const [row] = await this.uow.rows(confirmMappingSql, [importId, scope.organisationId, JSON.stringify(mapping)]);
    if (row) return;
    await this.report(scope, importId);
    throw new DomainError('conflict', 'import.not-awaiting-mapping', { importId });
  }

  async restart(importId: string, fence: number): Promise<void> {
    await this.uow.run(async () => {
      held(await this.uow.rows(restartSql, [importId, fence]));
      await this.uow.rows('delete from import_fault where import_id = $1', [importId]);
    });
  }

  async advance(importId: string, fence: number, batch: DoneBatch, leaseMs: number): Promise<void> {
    await this.uow.run(async () => {
      const { rowsDone, counts, levels, faults, notes, hasSecret } = batch;
      const { created, updated, unchanged, refused, changed, quarantined, advised } = counts;
      const { storable, matchable, pushable } = levels;
      const added = [
        created,
        updated,
        unchanged,
        refused,
        leaseMs,
        changed,
        quarantined,
        storable,
        matchable,
        pushable,
        advised,
      ];
      const [row] = held(
        await this.uow.rows<{ faulty: number; changed: number; advised: number }>(advanceSql, [
          importId,
          fence,
          rowsDone,
          ...added,
          hasSecret,
        ]),
      );
      const room = (told: number, now: number): number => mostFaultyRows - Math.min(told - now, mostFaultyRows);
      await insertFaults(this.uow, importId, ofFirstRows(faults, room(row.faulty, refused + quarantined)));
      const notesOf = (fate: RowFate): readonly RowFault[] => notes.filter(({ outcome }) => outcome === fate);
      // Of one row, so that places within it are given once.
      await insertFaults(this.uow, importId, [
        ...ofFirstRows(notesOf('changed'), room(row.changed, changed)),
        ...ofFirstRows(notesOf('advised'), room(row.advised, advised)),
      ]);
    });
  }

  async keep(importId: string, fence: number, leaseMs: number): Promise<void> {
    held(await this.uow.rows(keepSql, [importId, fence, leaseMs]));
  }

  async release(importId: string, fence: number, end: AttemptEnd): Promise<void> {
    await releaseLease(this.uow, 'import', { id: importId, fence, end });
  }

  async finish(importId: string, fence: number, failure?: ImportFailure): Promise<void> {
    await this.uow.run(async () => {
      const finished = await this.uow.rows<{ dropsFile: boolean }>(finishSql, [
        importId,
        fence,
        failure?.code ?? null,
        failure?.reason ?? null,
      ]);
      const [{ dropsFile }] = held(finished);
      if (dropsFile) await this.uow.rows('delete from upload_chunk where import_id = $1', [importId]);
    });
  }

  async report(scope: Scope, importId: string): Promise<ImportReport> {
    const [row] = await this.uow.rows<ImportRow>(
      `select ${reportColumns} from import where id = $1 and organisation_id = $2`,
      [importId, scope.organisationId],
    );
    return toReport(existing(row));
  }

  async list(scope: Scope): Promise<readonly ImportReport[]> {
    const rows = await this.uow.rows<ImportRow>(
      `select ${reportColumns} from import where organisation_id = $1 order by created_at desc, id desc limit $2`,
      [scope.organisationId, mostListed],
    );
    return rows.map(toReport);
  }

  async faults(
    scope: Scope,
    importId: string,
    after: { row: number; ordinal: number },
    limit: number,
  ): Promise<readonly ReportedFault[]> {
    const { id } = await this.report(scope, importId);
    const rows = await this.uow.rows<FaultRow>(faultsSql, [id, after.row, after.ordinal, limit, scope.organisationId]);
    return rows.map(toFault);
  }

  async abandoned(limit: number): Promise<readonly string[]> {
    await this.uow.rows(deleteOldStagingsSql);
    await this.uow.rows(tidySql);
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

/** @returns the rows; @throws DomainError `lease.lost` when there is none, since a fence that is ours finds its row */
function held<Row>(rows: readonly Row[]): readonly [Row, ...Row[]] {
  const [first, ...rest] = rows;
  if (first === undefined) throw leaseLost();
  return [first, ...rest];
}
