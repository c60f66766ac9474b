import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PickListRepository, type PickList } from '../ports/pick-list.repository.port';

/** Puts a draft into force: from now on it is what `GET …/picks` serves, and it is never edited. */
@Injectable()
export class PublishPickList {
  constructor(
    private readonly pickLists: PickListRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `pick-list.already-published`, `pick-list.superseded`, `pick-list.empty`, `pick-list.project-withdrawn`, `pick-list.outdated` */
  async execute(scope: Scope, pickListId: string): Promise<PickList> {
    return this.uow.run(async () => {
      await this.pickLists.publish(scope, pickListId);
      await this.audit.record(scope, { action: 'pick-list.publish', subjectType: 'pick-list', subjectId: pickListId });
      return this.pickLists.find(scope, pickListId);
    });
  }
}
