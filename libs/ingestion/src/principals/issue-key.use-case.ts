import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PrincipalRepository } from '../ports/principal.repository.port';
import { newApiKey } from './api-key';

export interface IssuedKey {
  readonly principalId: string;
  /** Shown once. */
  readonly apiKey: string;
}

/** Hands out a new key for one that is lost or known to others. The old ones are refused from the next request on. */
@Injectable()
export class IssueKey {
  constructor(
    private readonly principals: PrincipalRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `principal.deactivated` */
  async execute(scope: Scope, principalId: string): Promise<IssuedKey> {
    const { key, hash, hint } = newApiKey();
    await this.uow.run(async () => {
      await this.principals.replaceKey(principalId, { keyHash: hash, keyHint: hint });
      await this.audit.record(scope, {
        action: 'principal.issue-key',
        subjectType: 'principal',
        subjectId: principalId,
      });
    });
    return { principalId, apiKey: key };
  }
}
