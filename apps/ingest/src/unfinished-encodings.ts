import { Injectable } from '@nestjs/common';
import { RequestEncoding } from '@throughtrain/ingestion';
import { UnfinishedWork } from '@throughtrain/queue';

/** Passes that bring the library to the analyser and the encoder of this service: one at each start, and those whose worker is gone. */
@Injectable()
export class UnfinishedEncodings extends UnfinishedWork {
  readonly name = 'encodings of the library';
  private isRequested = false;

  constructor(private readonly encoding: RequestEncoding) {
    super();
  }

  override async requeueAbandoned(): Promise<number> {
    if (this.isRequested) return this.encoding.again();
    await this.encoding.execute();
    this.isRequested = true;
    return 0;
  }
}
