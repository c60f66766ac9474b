import { fields, type EncoderInput } from '@throughtrain/text';

/** Longer texts are cut: an answer about their beginning is better than a refusal. */
const longestText = 8_000;

/**
 * One text for encoders that read no fields.
 * @returns title, keywords and body, those that say something, line by line; at most 8,000 code units of them
 */
export function joinedText({ texts }: EncoderInput): string {
  return fields
    .map((field) => texts[field].trim())
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, longestText);
}

/** @returns the vector at length 1; undefined for one without length or with a number that is none */
export function normalised(vector: ArrayLike<number>): Float32Array | undefined {
  let square = 0;
  for (let k = 0; k < vector.length; k += 1) square += (vector[k] ?? 0) ** 2;
  if (!(square > 0) || !Number.isFinite(square)) return undefined;
  const length = Math.sqrt(square);
  return Float32Array.from(vector, (value) => value / length);
}
