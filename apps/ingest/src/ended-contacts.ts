import { Injectable } from '@nestjs/common';
import { RequestContactErasure } from '@throughtrain/ingestion';
import { UnfinishedWork } from '@throughtrain/queue';

/** Contacts that are due to be erased. */
@Injectable()
export class EndedContacts extends UnfinishedWork {
  readonly name = 'erasures of contacts';

  constructor(private readonly request: RequestContactErasure) {
    super();
  }

  /** @returns 0: the job comes again and again by design, nobody has abandoned it */
  override async requeueAbandoned(): Promise<number> {
    await this.request.execute();
    return 0;
  }
}
