import { normaliseText } from './normalise';

/** A text as search compares it, and where in the original each of its code units comes from. */
export interface FoldedText {
  readonly text: string;
  /** By code unit of `text`: where the characters that it was made of begin in the original, in code units. */
  readonly starts: readonly number[];
  /** By code unit of `text`: where they end, exclusive. */
  readonly ends: readonly number[];
}

/** What belongs to the character before it: accents, vowel signs, marks that nobody sees, half-width sound marks. */
const continuing = /^[\p{M}\u00ad\u200b-\u200d\u2060\ufeff\u1160-\u11ff\uff9e-\uffdc]$/u;
const space = /^\s$/;
const han = /\p{Script=Han}$/u;
const startsHan = /^\p{Script=Han}/u;
const latin = /[\p{Script=Latin}\p{Script=Greek}\d]$/u;
const startsLatin = /^[\p{Script=Latin}\p{Script=Greek}\d]/u;

/** Foldings of single characters of the basic plane, which are the same ones again and again. */
const foldings = new Map<string, string>();

/**
 * Folds a text as `normaliseText` does, character by character, so that every place of the result is known in the original. A space between a
 * Chinese character and a Latin word goes, since writers set it or not: 5G 通信, 5G通信.
 */
export function foldForSearch(text: string): FoldedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  let gap: { readonly start: number; readonly end: number } | undefined;
  for (let start = 0, end: number; start < text.length; start = end) {
    if (space.test(text[start] ?? '')) {
      end = start + 1;
      gap = { start: gap?.start ?? start, end };
      continue;
    }
    end = endOfCharacter(text, start);
    const piece = foldCharacter(text.slice(start, end));
    if (piece === '') continue;
    if (gap && folded !== '' && !isOptional(folded, piece)) {
      folded += ' ';
      starts.push(gap.start);
      ends.push(gap.end);
    }
    gap = undefined;
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(start);
      ends.push(end);
    }
  }
  return { text: folded, starts, ends };
}

/** @returns where the character at `start` ends, with what continues it */
function endOfCharacter(text: string, start: number): number {
  let end = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  while (end < text.length) {
    const code = text.codePointAt(end) ?? 0;
    // Nearly all text is such: Latin letters without accents, Chinese characters and their signs.
    if ((code < 0x300 && code !== 0xad) || (code >= 0x3001 && code < 0xa000 && (code < 0x302a || code > 0x309a))) break;
    const next = String.fromCodePoint(code);
    if (!continuing.test(next)) break;
    end += next.length;
  }
  return end;
}

function foldCharacter(character: string): string {
  if (character.length > 1) return normaliseText(character);
  const known = foldings.get(character);
  if (known !== undefined) return known;
  const folding = normaliseText(character);
  foldings.set(character, folding);
  return folding;
}

/** Whether a space between the two says nothing. */
function isOptional(before: string, after: string): boolean {
  const last = before.slice(-2);
  return (han.test(last) && startsLatin.test(after)) || (latin.test(last) && startsHan.test(after));
}
