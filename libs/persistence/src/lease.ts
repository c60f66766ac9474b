import { DomainError } from '@throughtrain/domain';

/** SQL: nobody holds the row. One that was never claimed has the lease of the beginning of time. */
export const leaseEnded = `coalesce(lease_until, '-infinity') < now()`;

/** SQL: the end of a lease that starts now and takes the milliseconds of the parameter `$n`. */
export const leaseUntil = (n: number): string => `now() + $${n}::double precision * interval '1 millisecond'`;

/**
 * SQL: no job with this key is on its way. One in the outbox will come by itself; one that was handed to the queue lately for work that was
 * never claimed (fence 0) probably waits its turn there, and another would only pile up behind it.
 */
export const withoutPendingJob = (key: string): string =>
  `not exists (select from outbox o
                where o.key = ${key}
                  and (o.relayed_at is null or (fence = 0 and o.created_at > now() - interval '45 seconds')))`;

/** Time that a new row is given before its missing worker counts as lost. */
export const abandonedAfter = `interval '30 seconds'`;

/** Someone else holds the row or has taken it over; the job comes again later. */
export const leaseLost = (): DomainError => new DomainError('unavailable', 'lease.lost');
