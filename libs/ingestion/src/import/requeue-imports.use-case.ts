import { importFile } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ImportRepository } from '../ports/import.repository.port';

const mostAtOnce = 100;

/** Leaves a new job for every import whose worker is gone, so that losing the whole queue loses nothing. */
@Injectable()
export class RequeueImports {
  constructor(
    private readonly imports: ImportRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were re-enqueued */
  async execute(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.imports.abandoned(mostAtOnce);
      for (const importId of ids) await this.outbox.add(importFile, { importId });
      return ids.length;
    });
  }
}
