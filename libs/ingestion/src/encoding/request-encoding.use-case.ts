import { Injectable } from '@nestjs/common';
import { encodeLibrary } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { analyserVersion, Encoder } from '@throughtrain/text';
import { EncodingRepository } from '../ports/encoding.repository.port';

/** Has the library brought to the version of this service, whose analyser or encoder may be new. */
@Injectable()
export class RequestEncoding {
  constructor(
    private readonly encodings: EncodingRepository,
    private readonly encoder: Encoder,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async execute(): Promise<void> {
    await this.uow.run(async () => {
      const encodingId = await this.encodings.request({ analyserVersion, encoderVersion: this.encoder.version });
      await this.outbox.add(encodeLibrary, { encodingId });
    });
  }

  /** @returns how many passes whose worker is gone were re-enqueued */
  async again(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.encodings.abandoned({ analyserVersion, encoderVersion: this.encoder.version });
      for (const encodingId of ids) await this.outbox.add(encodeLibrary, { encodingId });
      return ids.length;
    });
  }
}
