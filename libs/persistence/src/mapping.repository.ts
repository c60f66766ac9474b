import { Injectable } from '@nestjs/common';
import type { ImportKind } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { headerKey, MappingRepository, type KnownHeaders, type MappedColumn } from '@throughtrain/ingestion';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const rememberSql = `
  insert into import_mapping (organisation_id, kind, header, field, decided_by)
  select $1, $2, header, field, $3 from unnest($4::text[], $5::text[]) as decided (header, field)
   order by header
  on conflict (organisation_id, kind, header)
  do update set field = excluded.field, decided_by = excluded.decided_by, decided_at = now()`;

/** What organisations have decided about headers, one row a header. */
@Injectable()
export class SqlMappingRepository extends MappingRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async known(scope: Scope, kind: ImportKind): Promise<KnownHeaders> {
    const rows = await this.uow.rows<{ header: string; field: string | null }>(
      'select header, field from import_mapping where organisation_id = $1 and kind = $2 order by header',
      [scope.organisationId, kind],
    );
    return new Map(rows.map(({ header, field }) => [header, field]));
  }

  async remember(scope: Scope, kind: ImportKind, columns: readonly MappedColumn[]): Promise<void> {
    const decided = new Map(columns.map(({ header, field }) => [headerKey(header), field]));
    if (decided.size === 0) return;
    const parameters = [scope.organisationId, kind, scope.principalId, [...decided.keys()], [...decided.values()]];
    await this.uow.rows(rememberSql, parameters);
  }

  async forget(scope: Scope, kind: ImportKind, header?: string): Promise<number> {
    const rows = await this.uow.rows(
      `delete from import_mapping
        where organisation_id = $1 and kind = $2 and ($3::text is null or header = $3)
       returning header`,
      [scope.organisationId, kind, header === undefined ? null : headerKey(header)],
    );
    return rows.length;
  }
}
