import { AuditLog, refusePersonalData, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { OrganisationRepository, type OrganisationView } from '../ports/organisation.repository.port';

/** Says that two organisations are one. Both ids stay valid; later runs count the first as the second. */
@Injectable()
export class MergeOrganisations {
  constructor(
    private readonly organisations: OrganisationRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param into the organisation that it counts as from now on; its own id takes an earlier link back
   * @throws DomainError invalid `reason.personal-data`; not-found; conflict `organisation.merged-already`
   */
  async execute(scope: Scope, id: string, into: string, reason: string): Promise<OrganisationView> {
    refusePersonalData(reason);
    return this.uow.run(async () => {
      const before = await this.organisations.find(id);
      await this.organisations.link(scope, { aliasId: id, canonicalId: into, reason });
      await this.audit.record(scope, {
        action: 'organisation.merge',
        subjectType: 'organisation',
        subjectId: id,
        before: { canonicalId: before.canonicalId },
        after: { canonicalId: into },
        reason,
      });
      return this.organisations.find(id);
    });
  }
}
