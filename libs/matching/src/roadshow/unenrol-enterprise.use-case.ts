import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RoadshowRepository } from '../ports/roadshow.repository.port';

/** Takes an enterprise out of a roadshow before its part is sent. Runs that were made with its demands stay what they are. */
@Injectable()
export class UnenrolEnterprise {
  constructor(
    private readonly roadshows: RoadshowRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `roadshow.shortlist-frozen` */
  async execute(scope: Scope, roadshowId: string, enterpriseId: string): Promise<void> {
    await this.uow.run(async () => {
      await this.roadshows.unenrol(scope, roadshowId, enterpriseId);
      await this.audit.record(scope, {
        action: 'roadshow.unenrol',
        subjectType: 'roadshow',
        subjectId: roadshowId,
        before: { enterpriseId },
      });
    });
  }
}
