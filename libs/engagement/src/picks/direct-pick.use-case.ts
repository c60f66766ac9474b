import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PickListRepository, type DirectiveKind } from '../ports/pick-list.repository.port';

/** Pins a project onto the stage, keeps one off it, or takes either back; the next pick list follows it. */
@Injectable()
export class DirectPick {
  constructor(
    private readonly pickLists: PickListRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError invalid `reason.personal-data`; not-found when the project is not on a frozen shortlist of the roadshow */
  async execute(
    scope: Scope,
    roadshowId: string,
    directive: { projectId: string; kind: DirectiveKind; reason: string },
  ): Promise<void> {
    refusePersonalData(directive.reason);
    await this.uow.run(async () => {
      await this.pickLists.direct(scope, roadshowId, directive);
      const { projectId, kind, reason } = directive;
      await this.audit.record(scope, {
        action: `pick.${kind}`,
        subjectType: 'roadshow',
        subjectId: roadshowId,
        after: { projectId },
        reason,
      });
    });
  }
}
