import { DomainError } from '@throughtrain/domain';

/** SQL: nobody holds the row. One that was never claimed has the lease of the beginning of time. */
export const leaseEnded = `coalesce(lease_until, '-infinity') < now()`;

/** SQL: the end of a lease that starts now and takes the milliseconds of the parameter `$n`. */
export const leaseUntil = (n: number): string => `now() + $${n}::double precision * interval '1 millisecond'`;

/**
 * SQL: no job with this key is on its way. One in the outbox will come by itself. One that was handed to the queue lately waits its turn
 * there, or its next attempt, and another would only pile up behind it: the longer the work has been waiting in vain, the longer a new job
 * is put off, up to half of that time. A lease that has lapsed tells that the worker is gone, and is not waited for.
 * @param since the column with the moment from which the row has been waiting
 */
export const withoutPendingJob = (key: string, since: string): string =>
  `not exists (select from outbox o
                where o.key = ${key}
                  and (o.relayed_at is null
                       or lease_until is null and o.created_at > now() - greatest(interval '45 seconds', (now() - ${since}) / 2)))`;

/** Time that a new row is given before its missing worker counts as lost. */
export const abandonedAfter = `interval '30 seconds'`;

/** Someone else holds the row or has taken it over; the job comes again later. */
export const leaseLost = (): DomainError => new DomainError('unavailable', 'lease.lost');
