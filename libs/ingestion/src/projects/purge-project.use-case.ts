import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import type { HeldContent } from '../import/judge-row';
import { projectKeyOf } from '../import/secrecy';
import { ProjectPurge, purgedRowReason } from '../ports/project-purge.port';
import { QuarantineRepository } from '../ports/quarantine.repository.port';

/**
 * What an operator does when something that is not public got in: the project is sealed and its words are erased, in one transaction. One
 * person is enough, since minutes count and nothing is lost that its owner could not submit again.
 */
@Injectable()
export class PurgeProject {
  constructor(
    private readonly purge: ProjectPurge,
    private readonly quarantine: QuarantineRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; invalid `reason.personal-data` */
  async execute(operator: Scope, projectId: string, reason: string): Promise<void> {
    refusePersonalData(reason);
    await this.uow.run(async () => {
      const { submitterId, channel, externalId } = await this.purge.seal(operator, projectId);
      await this.purge.eraseWords(projectId);
      for (const { id, content } of await this.quarantine.openAllOf(submitterId)) {
        const key = projectKeyOf((JSON.parse(content) as HeldContent).fields);
        if (key?.channel !== channel || key.externalId !== externalId) continue;
        await this.quarantine.decide(operator, id, { state: 'destroyed', reason: purgedRowReason });
      }
      await this.audit.record(operator, {
        action: 'project.purge',
        subjectType: 'project',
        subjectId: projectId,
        reason,
      });
    });
  }
}
