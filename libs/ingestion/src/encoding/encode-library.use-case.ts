import { Injectable } from '@nestjs/common';
import { encodeLibrary } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { analyse, analyserVersion, Encoder, formatAnalysis, type EncoderInput } from '@throughtrain/text';
import { demandTexts, projectTexts } from '../import/prepare-record';
import { LeaseKeeper } from '../import/lease-keeper';
import { ImportSettings } from '../import/run-import.use-case';
import {
  EncodingRepository,
  type EncodedText,
  type EncodingPlace,
  type TextVersion,
  type UnencodedText,
} from '../ports/encoding.repository.port';
import { encodeTexts } from './encode-texts';

/** Texts of one transaction. */
const sliceTexts = 200;
/** Slices of one job: imports wait in the same queue, so that a large library is encoded in between. */
const slicesPerJob = 25;
const beginning: EncodingPlace = { cursor: { kind: 'project' }, seen: 0, isClean: true };

/**
 * Brings what this analyser and this encoder make of each text of the library, beside what others made of it, and puts them in force when a whole pass has found
 * nothing that lacks it. May run twice and die anywhere: every slice is a transaction that also moves the place from which another attempt goes on.
 */
@Injectable()
export class EncodeLibrary {
  constructor(
    private readonly encodings: EncodingRepository,
    private readonly encoder: Encoder,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly settings: ImportSettings,
  ) {}

  async execute({ encodingId }: { readonly encodingId: string }): Promise<void> {
    const version = { analyserVersion, encoderVersion: this.encoder.version };
    const claim = await this.encodings.claim(encodingId, version, this.settings.leaseMs);
    if (!claim) return;
    const { fence } = claim;
    try {
      let place: EncodingPlace | undefined = claim.place;
      for (let slices = 0; place && slices < slicesPerJob; slices += 1)
        place = await this.encodeSlice(encodingId, fence, version, place);
      if (place) await this.goOnLater(encodingId, fence);
    } catch (error) {
      // So that the retry need not wait for the end of the lease; what matters is the error.
      await this.encodings.release(encodingId, fence).catch(() => undefined);
      throw error;
    }
  }

  /**
   * What is imported behind the place of a pass may lack it, so that only a pass that found nothing from its beginning on is the last.
   * @returns where to go on; undefined when the version is in force
   */
  private async encodeSlice(
    id: string,
    fence: number,
    version: TextVersion,
    place: EncodingPlace,
  ): Promise<EncodingPlace | undefined> {
    const slice = await this.encodings.slice(version, place.cursor, sliceTexts);
    const lease = new LeaseKeeper(this.encodings, id, fence, this.settings.leaseMs);
    const encoded = await this.encode(slice.unencoded, () => lease.keep());
    const [seen, isClean] = [place.seen + slice.seen, place.isClean && encoded.length === 0];
    if (slice.cursor === undefined && isClean) {
      await this.encodings.complete(id, fence, seen);
      return undefined;
    }
    const next = slice.cursor ? { cursor: slice.cursor, seen, isClean } : beginning;
    await this.uow.run(async () => {
      await this.encodings.store(version, encoded);
      await this.encodings.advance(id, fence, next, this.settings.leaseMs);
    });
    return next;
  }

  private async goOnLater(encodingId: string, fence: number): Promise<void> {
    await this.uow.run(async () => {
      await this.encodings.release(encodingId, fence);
      await this.outbox.add(encodeLibrary, { encodingId });
    });
  }

  private async encode(unencoded: readonly UnencodedText[], keep: () => Promise<void>): Promise<EncodedText[]> {
    const texts = unencoded.map(inputOf);
    const vectors = await encodeTexts(this.encoder, texts, keep);
    return unencoded.flatMap(({ kind, id, revision }, index) => {
      const [text, vector] = [texts[index], vectors[index]];
      return text && vector ? [{ kind, id, revision, terms: formatAnalysis(text.analysis), vector }] : [];
    });
  }
}

function inputOf(one: UnencodedText): Required<EncoderInput> {
  const texts = one.kind === 'project' ? projectTexts(one.record) : demandTexts(one.record);
  return { purpose: one.kind === 'project' ? 'document' : 'query', texts, analysis: analyse(texts) };
}
