import { Injectable } from '@nestjs/common';
import { findDuplicates } from '@throughtrain/contracts';
import { Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  DuplicateSearchRepository,
  type DuplicateSearch,
  type DuplicateSearchScope,
} from '../ports/duplicate-search.repository.port';

/** Leaves a search for duplicates to the worker; joins the caller's transaction. */
@Injectable()
export class RequestDuplicateSearch {
  constructor(
    private readonly searches: DuplicateSearchRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async execute(scope: Scope, of: DuplicateSearchScope): Promise<DuplicateSearch> {
    return this.uow.run(async () => {
      const searchId = await this.searches.request(scope, of);
      await this.outbox.add(findDuplicates, { searchId });
      return this.searches.find(searchId);
    });
  }
}
