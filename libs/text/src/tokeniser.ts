import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict';
import { stem as porterStem } from './porter-stemmer';
import { normaliseText } from './normalise';
import { chineseStopWords, englishStopWords } from './stop-words';

/**
 * A term is a kind letter followed by its text: `w` a Chinese word, `b` a pair of neighbouring Han characters, `s` an English stem or
 * another token of Latin letters and digits.
 */
export type Term = string;
export type TermKind = 'w' | 'b' | 's';
export const termKinds: readonly TermKind[] = ['w', 'b', 's'];

const longestToken = 40;
/** Short tokens are abbreviations, whose last letter is no ending: BMS, SOC, GaN. */
const stemmable = /^[a-z]{4,}$/;
const hanRuns = /\p{Script=Han}+/gu;
const latinTokens = /[\p{Script=Latin}\p{Script=Greek}\d]+(?:[-+.][\p{Script=Latin}\p{Script=Greek}\d]+)*/gu;
const stopWords: ReadonlySet<string> = new Set(chineseStopWords);
const jieba = Jieba.withDict(dict);

/** @returns the kind of a term */
export function kindOf(term: Term): TermKind {
  return term[0] as TermKind;
}

/**
 * Cuts a text into terms, with repeats, in an order that depends on the text only.
 * @param text raw text in Chinese, English or both
 */
export function tokenise(text: string): Term[] {
  const normal = normaliseText(text);
  const terms: Term[] = [];
  for (const [run] of normal.matchAll(hanRuns)) pushChinese(run, terms);
  for (const [token] of normal.matchAll(latinTokens)) pushLatin(token, terms);
  return terms;
}

function pushChinese(run: string, terms: Term[]): void {
  for (const stretch of withoutStopWords(run)) {
    const characters = [...stretch];
    if (characters.length < 2) continue;
    for (const word of jieba.cutForSearch(stretch, true)) {
      if ([...word].length > 1 && !stopWords.has(word)) terms.push(`w${word}`);
    }
    for (let i = 0; i + 1 < characters.length; i += 1) {
      terms.push(`b${characters[i] ?? ''}${characters[i + 1] ?? ''}`);
    }
  }
}

/** Cuts a run at its stop words. Only whole words of the cut count: 形成 goes, 图形成像 stays. */
function withoutStopWords(run: string): string[] {
  const stretches: string[] = [];
  let stretch = '';
  for (const word of jieba.cut(run, true)) {
    if (!stopWords.has(word)) {
      stretch += word;
      continue;
    }
    stretches.push(stretch);
    stretch = '';
  }
  return [...stretches, stretch];
}

function pushLatin(token: string, terms: Term[]): void {
  const parts = token.split(/[-+.]/);
  for (const candidate of parts.length > 1 ? [token, ...parts] : parts) {
    if (!/\p{L}/u.test(candidate) || candidate.length > longestToken) continue;
    if (candidate.length < 2 || englishStopWords.has(candidate)) continue;
    terms.push(`s${stemmable.test(candidate) ? porterStem(candidate) : candidate}`);
  }
}
