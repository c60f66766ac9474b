import { AuditLog, resolveIndustryDomains, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RoadshowRepository, type Roadshow, type RoadshowContent } from '../ports/roadshow.repository.port';

/** Registers a roadshow of the caller's host and resolves its industry domains to SEI codes. */
@Injectable()
export class CreateRoadshow {
  constructor(
    private readonly roadshows: RoadshowRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError invalid `domain.unknown` */
  async execute(scope: Scope, wanted: Omit<RoadshowContent, 'domains'>): Promise<Roadshow> {
    const content = { ...wanted, domains: resolveIndustryDomains(wanted.industryDomains) };
    return this.uow.run(async () => {
      const id = await this.roadshows.add(scope, content);
      await this.audit.record(scope, {
        action: 'roadshow.create',
        subjectType: 'roadshow',
        subjectId: id,
        after: { domains: content.domains },
      });
      return this.roadshows.find(scope, id);
    });
  }
}
