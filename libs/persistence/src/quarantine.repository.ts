import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ImportKind } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import {
  QuarantineRepository,
  type HeldRow,
  type OpenedRow,
  type QuarantineDecision,
  type QuarantinedRow,
  type QuarantineState,
} from '@throughtrain/ingestion';
import { SecretBox } from '@throughtrain/platform';
import { onlyRow } from './own-rows';
import { knownRoles } from './principal.repository';
import { boundTo } from './sealed-columns';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

const clearedSql = `
  select distinct encode(digest, 'hex') as digest
    from quarantined_row
   where organisation_id = $1 and kind = $2 and state = 'released' and digest = any($3::bytea[])`;

const holdSql = `
  insert into quarantined_row (id, import_id, organisation_id, principal_id, kind, row_number, marks, content, digest)
  select held.id, $1, $2, $3, $4, held.row_number, string_to_array(held.marks, ' '), held.content, held.digest
    from unnest($5::uuid[], $6::int[], $7::text[], $8::bytea[], $9::bytea[]) as held (id, row_number, marks, content, digest)
   order by held.digest
  on conflict (organisation_id, kind, digest) where state = 'held' do nothing`;

const listSql = `
  select q.id, q.import_id as "importId", q.kind, q.row_number as row, q.marks, q.state, q.held_at as "heldAt",
         q.decided_at as "decidedAt", q.reason, jsonb_build_object('id', o.id, 'name', o.name) as "submittedBy"
    from quarantined_row q
    join organisation o on o.id = q.organisation_id
   where ($1::uuid is null or q.organisation_id = $1) and ($2::uuid is null or q.id > $2)
   order by q.id
   limit $3`;

const openSql = `
  select q.id, q.import_id, q.row_number, q.kind, q.state, q.content, q.organisation_id, q.principal_id, p.roles
    from quarantined_row q
    join principal p on p.id = q.principal_id`;

// What was released is known again by its digest; what was destroyed leaves none.
const decideSql = `
  update quarantined_row
     set state = $2, reason = $3, decided_by = $4, decided_at = now(), content = null,
         digest = case when $2 = 'released' then digest end
   where id = $1`;

interface OpenRow {
  readonly id: string;
  readonly import_id: string;
  readonly row_number: number;
  readonly kind: ImportKind;
  readonly state: QuarantineState;
  readonly content: Buffer;
  readonly organisation_id: string;
  readonly principal_id: string;
  readonly roles: string[];
}

type ListedRow = {
  readonly [Key in keyof QuarantinedRow]-?: undefined extends QuarantinedRow[Key]
    ? Exclude<QuarantinedRow[Key], undefined> | null
    : QuarantinedRow[Key];
};

/** Rows in quarantine; what they say is encrypted, bound to the row that holds it. */
@Injectable()
export class SqlQuarantineRepository extends QuarantineRepository {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async cleared(scope: Scope, kind: ImportKind, digests: readonly Buffer[]): Promise<ReadonlySet<string>> {
    const rows = await this.uow.rows<{ digest: string }>(clearedSql, [scope.organisationId, kind, digests]);
    return new Set(rows.map(({ digest }) => digest));
  }

  async hold(scope: Scope, importId: string, kind: ImportKind, rows: readonly HeldRow[]): Promise<void> {
    const sealed = rows.map(({ content }) => {
      const id = randomUUID();
      return { id, content: this.box.seal(content, boundTo.quarantinedRow(id)) };
    });
    await this.uow.rows(holdSql, [
      importId,
      scope.organisationId,
      scope.principalId,
      kind,
      sealed.map(({ id }) => id),
      rows.map(({ row }) => row),
      rows.map(({ marks }) => marks.join(' ')),
      sealed.map(({ content }) => content),
      rows.map(({ digest }) => digest),
    ]);
  }

  async list(scope: Scope, after: string | undefined, limit: number): Promise<readonly QuarantinedRow[]> {
    const whose = scope.roles.includes('operator') ? null : scope.organisationId;
    const rows = await this.uow.rows<ListedRow>(listSql, [whose, after ?? null, limit]);
    return rows.map((row) => withoutNulls(row));
  }

  async open(id: string): Promise<OpenedRow> {
    const row = onlyRow(await this.uow.rows<OpenRow>(`${openSql} where q.id = $1 for no key update of q`, [id]));
    if (row.state !== 'held') throw new DomainError('conflict', 'quarantine.already-decided', { id });
    return this.toOpened(row);
  }

  async decide(
    operator: Scope,
    id: string,
    { state, reason }: { readonly state: QuarantineDecision; readonly reason: string },
  ): Promise<void> {
    await this.uow.rows(decideSql, [id, state, reason, operator.principalId]);
  }

  async openAllOf(organisationId: string): Promise<readonly OpenedRow[]> {
    const rows = await this.uow.rows<OpenRow>(
      `${openSql} where q.organisation_id = $1 and q.kind = 'projects' and q.state = 'held' order by q.id for no key update of q`,
      [organisationId],
    );
    return rows.map((row) => this.toOpened(row));
  }

  private toOpened(opened: OpenRow): OpenedRow {
    const { id, import_id, row_number, kind, content, organisation_id, principal_id, roles } = opened;
    const submitter = { organisationId: organisation_id, principalId: principal_id, roles: knownRoles(roles) };
    const from = { importId: import_id, row: row_number };
    return { id, ...from, kind, submitter, content: this.box.open(content, boundTo.quarantinedRow(id)) };
  }
}
