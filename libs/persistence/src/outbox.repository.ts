import { Injectable } from '@nestjs/common';
import { Outbox, type OutboxJob } from '@throughtrain/domain';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

// The notice leaves with the commit; equal notices of one transaction are sent once.
const addSql = `
  with added as (insert into outbox (queue, name, key, payload) values ($1, $2, $3, $4))
  select pg_notify('outbox', '')`;

/** Jobs in the table `outbox`. Throws outside of a unit of work: a job on its own would be a job without its cause. */
@Injectable()
export class SqlOutbox extends Outbox {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async add<Payload extends object>(job: OutboxJob<Payload>, payload: Payload): Promise<void> {
    await this.uow.transaction.query(addSql, [job.queue, job.name, job.key(payload), JSON.stringify(payload)]);
  }
}
