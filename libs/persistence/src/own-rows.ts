import { DomainError, type Scope } from '@throughtrain/domain';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** Tables whose rows belong to one host. */
type HostTable = 'roadshow' | 'match_run' | 'shortlist' | 'pick_list' | 'call';

/** What an id answers that does not exist or is another organisation's: the two are not told apart. */
export const notFound = (): DomainError => new DomainError('not-found', 'resource.not-found');

/** @returns the only row; @throws DomainError not-found when there is none */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  return foundRow(row);
}

/** @throws DomainError not-found when there is none */
export function foundRow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw notFound();
  return row;
}

/** @throws DomainError not-found unless the row exists and is of the caller's host */
export async function requireOwn(uow: TypeOrmUnitOfWork, table: HostTable, scope: Scope, id: string): Promise<void> {
  onlyRow(await uow.rows(`select id from ${table} where id = $1 and host_id = $2`, [id, scope.organisationId]));
}
