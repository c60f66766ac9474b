import { createHash } from 'node:crypto';
import { fields, type EncoderInput } from '@throughtrain/text';

/** What a model wants before a text, by what it is for. */
export type Prompts = Readonly<Record<EncoderInput['purpose'], string>>;

/** Longer texts are cut: an answer about their beginning is better than a refusal. */
const longestText = 8_000;

/**
 * One text for encoders that read no fields.
 * @returns the prompt and behind it title, keywords and body, those that say something, line by line; at most 8,000 code units of them; empty when none says anything
 */
export function promptedText({ texts, purpose }: EncoderInput, prompts: Prompts): string {
  const text = fields
    .map((field) => texts[field].trim())
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, longestText);
  return text === '' ? '' : prompts[purpose] + text;
}

/** @returns the part of a version that tells one prompt of queries from another; empty without one */
export function versionOfPrompt(query: string): string {
  return query === '' ? '' : `:query-${createHash('sha256').update(query).digest('hex').slice(0, 8)}`;
}

/** @returns the vector at length 1; undefined for one without length or with a number that is none */
export function normalised(vector: ArrayLike<number>): Float32Array | undefined {
  let square = 0;
  for (let k = 0; k < vector.length; k += 1) square += (vector[k] ?? 0) ** 2;
  if (!(square > 0) || !Number.isFinite(square)) return undefined;
  const length = Math.sqrt(square);
  return Float32Array.from(vector, (value) => value / length);
}
