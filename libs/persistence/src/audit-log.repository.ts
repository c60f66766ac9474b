import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditEntry, type Scope } from '@throughtrain/domain';
import { AuditEventRow } from './entities/audit-event.entity';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** Acts in the table `audit_event`. Throws outside of a unit of work: the act and its record stand or fall together. */
@Injectable()
export class SqlAuditLog extends AuditLog {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async record(scope: Scope | undefined, entry: AuditEntry): Promise<void> {
    await this.uow.transaction.insert(AuditEventRow, {
      ...entry,
      principalId: scope?.principalId ?? null,
      organisationId: scope?.organisationId ?? null,
    });
  }
}
