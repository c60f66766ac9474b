import { Injectable } from '@nestjs/common';
import { RequeueImports } from '@throughtrain/ingestion';
import { UnfinishedWork } from '@throughtrain/queue';

/** Imports whose worker is gone. */
@Injectable()
export class UnfinishedImports extends UnfinishedWork {
  readonly name = 'imports';

  constructor(private readonly requeue: RequeueImports) {
    super();
  }

  override requeueAbandoned(): Promise<number> {
    return this.requeue.execute();
  }
}
