import type { DataSource, EntityManager } from 'typeorm';

/** One job that a committed transaction left behind. */
export interface OutboxRow {
  /** Decimal digits of a bigint: the generation of the job. */
  readonly id: string;
  readonly queue: string;
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
}

/** Queue and name of a job. */
export interface JobAddress {
  readonly queue: string;
  readonly name: string;
}

// BullMQ refuses ':' in a job id, and one refused row would hold up its whole batch.
const deliverable = `(queue, name) in (select * from unnest($1::text[], $2::text[])) and position(':' in key) = 0`;

const claimSql = `
  select id, queue, name, key, payload
    from outbox
   where relayed_at is null and ${deliverable}
   order by id
   limit $3
     for update skip locked`;

const markSql = 'update outbox set relayed_at = now() where id = any($1::bigint[])';

// A row is given time before it is set aside: during a rollout a newer process may know a job that this one does not.
const setAsideSql = `
  update outbox set relayed_at = 'infinity'
   where relayed_at is null and not (${deliverable}) and created_at < now() - interval '10 seconds'
  returning id, queue, name, key, payload`;

const takeBackSql = `
  update outbox set relayed_at = null
   where relayed_at = 'infinity' and ${deliverable}
  returning id, queue, name, key, payload`;

const deleteOldSql = `delete from outbox where relayed_at < now() - interval '1 day'`;

/**
 * The SQL of the outbox table. A row is pending (`relayed_at` null), relayed (a time), or set aside (`infinity`): not
 * deliverable by any job that this release knows. `infinity` keeps it out of the pending rows and is never older than
 * a day, so it is not deleted either; a release that knows the job takes it back.
 */
export class OutboxRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Claims the oldest pending rows of the given jobs that no other relay holds, hands them to `deliver` and marks
   * them, in one transaction: when `deliver` fails they are pending again.
   * @returns how many rows were delivered, 0 to `limit`
   */
  async relay(
    jobs: readonly JobAddress[],
    limit: number,
    deliver: (rows: readonly OutboxRow[]) => Promise<void>,
  ): Promise<number> {
    return this.dataSource.transaction(async (manager: EntityManager) => {
      const rows = await manager.query<OutboxRow[]>(claimSql, [...columns(jobs), limit]);
      if (rows.length === 0) return 0;
      await deliver(rows);
      await manager.query(markSql, [rows.map((row) => row.id)]);
      return rows.length;
    });
  }

  /** Sets pending rows aside that are none of `known`, and returns them. */
  async setAside(known: readonly JobAddress[]): Promise<readonly OutboxRow[]> {
    const [rows] = await this.dataSource.query<[OutboxRow[], number]>(setAsideSql, columns(known));
    return rows;
  }

  /** Makes rows pending again that were set aside and are among `known`, and returns them. */
  async takeBack(known: readonly JobAddress[]): Promise<readonly OutboxRow[]> {
    const [rows] = await this.dataSource.query<[OutboxRow[], number]>(takeBackSql, columns(known));
    return rows;
  }

  /** Deletes rows that were relayed more than a day ago. */
  async deleteOld(): Promise<void> {
    await this.dataSource.query(deleteOldSql);
  }
}

function columns(jobs: readonly JobAddress[]): [string[], string[]] {
  return [jobs.map((job) => job.queue), jobs.map((job) => job.name)];
}
