import { quantiseVector, type Encoder, type EncoderInput } from '@throughtrain/text';
import type { TextVector } from '../ports/record-stores.port';

/**
 * @returns a vector for each text, in order, as it is stored
 * @throws DomainError unavailable `encoder.unavailable`
 */
export async function encodeTexts(encoder: Encoder, texts: readonly EncoderInput[]): Promise<TextVector[]> {
  const vectors = texts.length === 0 ? [] : await encoder.encode(texts);
  return texts.map((_, index) => ({
    encoderVersion: encoder.version,
    numbers: quantiseVector(vectors[index], encoder.dimensions),
  }));
}
