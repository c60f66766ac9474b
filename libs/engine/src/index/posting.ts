import type { FieldCounts } from '@throughtrain/text';

/** Counts that a posting holds by itself go up to these. */
const most: FieldCounts = [2, 2, 27];
/** The posting's counts follow the postings of its document. */
export const elsewhere = 0xff;
/** Words that counts take which are elsewhere. */
export const wordsElsewhere = 2;
/** A field counts to 65,535, as everywhere. */
const mostCounted = 0xffff;

const bodyValues = most[2] + 1;
const keywordValues = most[1] + 1;

/** Counts by their code: three fields a code. */
export const countsOfCode: Uint8Array = Uint8Array.from({ length: 3 * 256 }, (_, at) => {
  const code = Math.floor(at / 3);
  const [title, rest] = [Math.floor(code / (keywordValues * bodyValues)), code % (keywordValues * bodyValues)];
  return [title, Math.floor(rest / bodyValues), rest % bodyValues][at % 3] ?? 0;
});

/**
 * A term in a document takes four bytes: its number above, below it a code of how often it occurs in title, keywords and body. Nearly all counts are small; others get
 * the code {@link elsewhere}.
 */
export function codeOf([title, keywords, body]: FieldCounts): number {
  const fits = title <= most[0] && keywords <= most[1] && body <= most[2];
  return fits ? (title * keywordValues + keywords) * bodyValues + body : elsewhere;
}

/** Counts that fit no code, as {@link wordsElsewhere} words. */
export function toWords([title, keywords, body]: FieldCounts): readonly [number, number] {
  return [Math.min(title, mostCounted) * 0x10000 + Math.min(keywords, mostCounted), Math.min(body, mostCounted)];
}

/** Reverse of {@link toWords}. */
export function fromWords(first: number, second: number): FieldCounts {
  return [first >>> 16, first & 0xffff, second];
}
