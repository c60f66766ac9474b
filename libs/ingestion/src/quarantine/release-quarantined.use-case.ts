import { AuditLog, DomainError, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { BatchStore } from '../import/batch-store';
import type { HeldContent } from '../import/judge-row';
import { parseRecord } from '../import/parse-record';
import { QuarantineRepository } from '../ports/quarantine.repository.port';

/**
 * Lets a held row into the library after all, as if it had come in without its marks: by the same checks, in the name of its submitter. The
 * same row passes from then on.
 */
@Injectable()
export class ReleaseQuarantined {
  constructor(
    private readonly quarantine: QuarantineRepository,
    private readonly store: BatchStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws DomainError not-found; conflict `quarantine.already-decided`, `quarantine.row-refused` with column and code of each fault, when
   *   the row stays held; invalid `reason.personal-data`
   */
  async execute(operator: Scope, id: string, reason: string): Promise<'created' | 'updated' | 'unchanged'> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const { importId, row, kind, submitter, content } = await this.quarantine.open(id);
      const parsed = parseRecord(kind, (JSON.parse(content) as HeldContent).fields);
      if ('faults' in parsed) throw refused(parsed.faults);
      const [stored] = await this.store.store(submitter, kind, [{ row, record: parsed.record }], importId);
      if (!stored || typeof stored.outcome === 'object') throw refused(stored ? [stored.outcome as Fault] : []);
      await this.quarantine.decide(operator, id, { state: 'released', reason });
      await this.audit.record(operator, {
        action: 'quarantine.release',
        subjectType: 'quarantined-row',
        subjectId: id,
        after: { outcome: stored.outcome },
        reason,
      });
      return stored.outcome;
    });
  }
}

interface Fault {
  readonly column?: string;
  readonly code: string;
}

const refused = (faults: readonly Fault[]): DomainError =>
  new DomainError('conflict', 'quarantine.row-refused', {
    places: faults.map(({ column = '', code }) => ({ path: column, message: code })),
  });
