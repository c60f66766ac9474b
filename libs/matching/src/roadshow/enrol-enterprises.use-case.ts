import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RoadshowRepository } from '../ports/roadshow.repository.port';

/** Says which enterprises of the host take part; their demands enter the next match run. */
@Injectable()
export class EnrolEnterprises {
  constructor(
    private readonly roadshows: RoadshowRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the external ids that the host has not brought in; all others are enrolled */
  async execute(
    scope: Scope,
    roadshowId: string,
    externalIds: readonly string[],
  ): Promise<{ readonly unknown: readonly string[] }> {
    return this.uow.run(async () => {
      const unknown = await this.roadshows.enrol(scope, roadshowId, externalIds);
      const enrolled = externalIds.filter((id) => !unknown.includes(id));
      await this.audit.record(scope, {
        action: 'roadshow.enrol',
        subjectType: 'roadshow',
        subjectId: roadshowId,
        after: { enrolled },
      });
      return { unknown };
    });
  }
}
