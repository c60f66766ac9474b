import { quantiseVector, type Encoder, type EncoderInput, type TextVector } from '@throughtrain/text';

/** Texts between two signs of life: a model on a processor takes some seconds for them. */
const textsAtATime = 16;

/**
 * @param keep called now and then, so that a lease is renewed while a slow encoder works
 * @returns a vector for each text, in order, as it is stored
 * @throws DomainError unavailable `encoder.unavailable`, and whatever `keep` throws
 */
export async function encodeTexts(
  encoder: Encoder,
  texts: readonly EncoderInput[],
  keep: () => Promise<void>,
): Promise<TextVector[]> {
  const encoded: TextVector[] = [];
  for (let start = 0; start < texts.length; start += textsAtATime) {
    await keep();
    for (const vector of await encoder.encode(texts.slice(start, start + textsAtATime)))
      encoded.push({ encoderVersion: encoder.version, numbers: quantiseVector(vector, encoder.dimensions) });
  }
  return encoded;
}
