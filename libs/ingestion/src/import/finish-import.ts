import { UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RequestDuplicateSearch } from '../duplicates/request-duplicate-search.use-case';
import { ImportRepository, type ClaimedImport, type ImportFailure } from '../ports/import.repository.port';

/** Ends an import, and has what it brought in compared with the library; both in one transaction. */
@Injectable()
export class FinishImport {
  constructor(
    private readonly imports: ImportRepository,
    private readonly duplicates: RequestDuplicateSearch,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * Also what a failed import has brought in is compared; a dry run has brought in nothing.
   * @throws DomainError unavailable `lease.lost`
   */
  async execute(
    importId: string,
    { fence, kind, scope, dryRun }: ClaimedImport,
    failure: ImportFailure | undefined,
  ): Promise<void> {
    await this.uow.run(async () => {
      await this.imports.finish(importId, fence, failure);
      if (kind === 'projects' && !dryRun) await this.duplicates.execute(scope, 'changed');
    });
  }
}
