import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { hashApiKey, PrincipalRepository } from '@throughtrain/ingestion';
import { Authenticator } from '@throughtrain/platform';

/** Knows keys by the hashes that are stored. */
@Injectable()
export class RepositoryAuthenticator extends Authenticator {
  constructor(private readonly principals: PrincipalRepository) {
    super();
  }

  authenticate(key: string): Promise<Scope | undefined> {
    return this.principals.authenticate(hashApiKey(key));
  }
}
