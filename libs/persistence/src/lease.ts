import { DomainError, type AttemptEnd } from '@throughtrain/domain';
import { onlyRow } from './own-rows';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** SQL: nobody holds the row. One that was never claimed has the lease of the beginning of time. */
export const leaseEnded = `coalesce(lease_until, '-infinity') < now()`;

/** SQL: the end of a lease that starts now and takes the milliseconds of the parameter `$n`. */
export const leaseUntil = (n: number): string => `now() + $${n}::double precision * interval '1 millisecond'`;

/**
 * SQL: no job with this key is on its way. One in the outbox will come by itself. One that was handed to the queue lately waits its turn
 * there, or its next attempt, and another would only pile up behind it: the longer the work has been waiting in vain, the longer a new job
 * is put off, up to half of that time and to a quarter of an hour, so that the end of a long outage is noticed. A lease that has lapsed tells
 * that the worker is gone, and is not waited for.
 * @param since the column with the moment from which the row has been waiting
 */
export const withoutPendingJob = (key: string, since: string): string =>
  `not exists (select from outbox o
                where o.key = ${key}
                  and (o.relayed_at is null
                       or lease_until is null and o.created_at > now() - least(greatest(interval '45 seconds', (now() - ${since}) / 2), interval '15 minutes')))`;

/**
 * Whether the caller is the only one to look for abandoned rows of a table until its transaction ends. Locks on the rows do not do: a look
 * that began before the jobs of another were committed does not see them, and would leave the same jobs again.
 */
export async function looksAlone(uow: TypeOrmUnitOfWork, table: string): Promise<boolean> {
  const sql = 'select pg_try_advisory_xact_lock(hashtext($1)) as alone';
  return onlyRow(await uow.rows<{ alone: boolean }>(sql, [`abandoned ${table}`])).alone;
}

/** Time that a new row is given before its missing worker counts as lost. */
export const abandonedAfter = `interval '30 seconds'`;

/**
 * Ends the lease of an unfinished row before its time; does nothing when the fence is no longer that of the row. The fence stays, so that
 * what an attempt that does not count still has under way is refused.
 */
export async function releaseLease(
  uow: TypeOrmUnitOfWork,
  table: 'import' | 'match_run',
  { id, fence, end }: { readonly id: string; readonly fence: number; readonly end: AttemptEnd },
): Promise<void> {
  const sql = `
    update ${table} set lease_until = null, attempts = attempts - $3
     where id = $1 and fence = $2 and state = 'running' and lease_until is not null`;
  await uow.rows(sql, [id, fence, end === 'failed' ? 0 : 1]);
}

/** Someone else holds the row or has taken it over; the job comes again later. */
export const leaseLost = (): DomainError => new DomainError('unavailable', 'lease.lost');
