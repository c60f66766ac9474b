import { Injectable } from '@nestjs/common';
import { findDuplicates } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { DuplicateSearchRepository } from '../ports/duplicate-search.repository.port';

const mostAtOnce = 100;

/** Leaves a new job for every search whose worker is gone. */
@Injectable()
export class RequeueDuplicateSearches {
  constructor(
    private readonly searches: DuplicateSearchRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were re-enqueued */
  async execute(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.searches.abandoned(mostAtOnce);
      for (const searchId of ids) await this.outbox.add(findDuplicates, { searchId });
      return ids.length;
    });
  }
}
