import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict';
import { elementCharacters, materialCharacters, structureNames } from './field-characters';
import { fieldWords, wordVariants } from './field-words';
import { foldForms, normaliseText } from './normalise';
import { stem as porterStem } from './porter-stemmer';
import { chineseFigure, chineseGrammar, chineseStopWords, englishStopWords } from './stop-words';

/**
 * A term is a kind letter followed by its text: `w` a Chinese word, `b` a pair of neighbouring Han characters, `s` an English stem or
 * another token of Latin letters and digits.
 */
export type Term = string;
export type TermKind = 'w' | 'b' | 's';
export const termKinds: readonly TermKind[] = ['w', 'b', 's'];

const longestToken = 40;
/** Frequency by which jieba takes a field word rather than its parts; that of a well known word. */
const fieldWordFrequency = 1_000;
/** Short tokens are abbreviations, whose last letter is no ending: BMS, SOC, GaN. */
const stemmable = /^[a-z]{4,}$/;
const hanRuns = /\p{Script=Han}+/gu;
const latinTokens = /[\p{Script=Latin}\p{Script=Greek}\d]+(?:[-+.][\p{Script=Latin}\p{Script=Greek}\d]+)*/gu;
const anyElement = new RegExp(`[${elementCharacters}]`, 'gu');
const anyMaterial = new RegExp(`[${[...materialCharacters].join('')}]`, 'u');
const anyLetter = /[\p{Script=Latin}\p{Script=Greek}]/u;
/** What makes a letter before a run the end of a token. */
const partOfToken = /[\p{Script=Latin}\p{Script=Greek}\d.+-]/u;
const stopWords: ReadonlySet<string> = new Set(chineseStopWords);
/** A point within a number is no border: 1.5GHz holds no 5GHz. */
const partBorders = /[-+]|(?<!\d)\.|\.(?!\d)/;
const jieba = Jieba.withDict(dict);
jieba.loadDict(Buffer.from(fieldWords.map((word) => `${word} ${fieldWordFrequency} n\n`).join('')));

/** @returns the kind of a term */
export function kindOf(term: Term): TermKind {
  return term[0] as TermKind;
}

/**
 * Cuts a text into terms, with repeats, in an order that depends on the text only.
 * @param text raw text in Chinese, English or both
 */
export function tokenise(text: string): Term[] {
  const folded = foldForms(text);
  const terms: Term[] = [];
  for (const { 0: run, index } of folded.matchAll(hanRuns)) pushChinese(run, loneLetterBefore(folded, index), terms);
  for (const { term } of latinTerms(folded)) terms.push(term);
  return terms;
}

/**
 * How a text writes the terms that are stems or folded: `selectrolyt` to "Electrolyte", `ssoc` to "SOC".
 * @returns the first form by term, for terms of the kind `s`
 */
export function surfaceForms(text: string): ReadonlyMap<Term, string> {
  const forms = new Map<Term, string>();
  for (const { term, form } of latinTerms(foldForms(text))) if (!forms.has(term)) forms.set(term, form);
  return forms;
}

/** @returns the letter, in lower case, that stands alone before a run: n of N型, γ of γ射线; empty when there is none */
function loneLetterBefore(folded: string, start: number): string {
  const letter = folded[start - 1] ?? '';
  const isLone = anyLetter.test(letter) && !partOfToken.test(folded[start - 2] ?? '');
  return isLone ? letter.toLowerCase() : '';
}

function pushChinese(run: string, letter: string, terms: Term[]): void {
  const stretches = withoutStopWords(run);
  const [first] = stretches[0] ?? [];
  if (letter !== '' && first !== undefined) terms.push(`w${letter}${first}`);
  for (const pieces of stretches) {
    const stretch = pieces.join('');
    const characters = [...stretch];
    pushElements(stretch, terms);
    for (const piece of pieces) pushMaterials(piece, terms);
    if (characters.length < 2) continue;
    const words = jieba.cutForSearch(stretch, true).filter((word) => !isSingle(word));
    const known = new Set(words);
    const joined = joinSingles(pieces).filter((word) => !known.has(word));
    for (const word of [...words, ...joined]) if (!stopWords.has(word)) terms.push(`w${word}`);
    for (let i = 0; i + 1 < characters.length; i += 1) {
      terms.push(`b${characters[i] ?? ''}${characters[i + 1] ?? ''}`);
    }
  }
}

function pushElements(stretch: string, terms: Term[]): void {
  for (const [character] of stretch.replace(structureNames, '').matchAll(anyElement)) terms.push(`w${character}`);
}

/** A piece is cut again by the dictionary alone: the guesses of the first cut make a word of 铁提 in 铁提不干净. */
function pushMaterials(piece: string, terms: Term[]): void {
  if (materialCharacters.has(piece)) terms.push(`w${piece}`);
  else if (anyMaterial.test(piece))
    for (const word of jieba.cut(piece, false)) if (materialCharacters.has(word)) terms.push(`w${word}`);
}

/**
 * Cuts a run at its stop words and figures and writes each word in one way.
 * @returns the pieces of each stretch between them. Only whole words of the cut count: 形成 goes, 图形成像 stays
 */
function withoutStopWords(run: string): string[][] {
  const stretches: string[][] = [[]];
  for (const word of jieba.cut(run, true)) {
    if (stopWords.has(word) || isFigure(word)) stretches.push([]);
    else stretches.at(-1)?.push(wordVariants.get(word) ?? word);
  }
  return stretches;
}

function isFigure(word: string): boolean {
  return word.length > 1 && chineseFigure.test(word);
}

/**
 * Words that the cut has broken at a character it does not know as a part of one: 石墨|烯, 镓|基. A piece of one character is joined to the
 * pieces beside it, unless one of the two is a character of grammar.
 */
function joinSingles(pieces: readonly string[]): readonly string[] {
  const joined = new Set<string>();
  for (let i = 0; i + 1 < pieces.length; i += 1) {
    const [left = '', right = ''] = pieces.slice(i, i + 2);
    const hasSingle = isSingle(left) || isSingle(right);
    if (hasSingle && !chineseGrammar.has(left) && !chineseGrammar.has(right)) joined.add(left + right);
  }
  return [...joined];
}

/** Whether a word is one character, which may take two code units. */
function isSingle(word: string): boolean {
  return word.length === 1 || (word.length === 2 && (word.codePointAt(0) ?? 0) > 0xffff);
}

/** Whether a text has Latin letters in capitals only, and no others that could set an abbreviation apart. */
export function isInCapitals(text: string): boolean {
  return !/[\p{Ll}\p{Script=Han}]/u.test(text);
}

interface LatinTerm {
  readonly term: Term;
  /** As the text has it, in its letter case. */
  readonly form: string;
}

/** @param folded a text after {@link foldForms} */
function latinTerms(folded: string): LatinTerm[] {
  const isAllCapitals = isInCapitals(folded);
  return latinForms(folded).flatMap(({ form }) => {
    const term = latinTerm(form, isAllCapitals);
    return term === undefined ? [] : [{ term, form }];
  });
}

/** A token of letters and digits, or a part of one, and where it stands. */
export interface LatinForm {
  readonly form: string;
  readonly start: number;
}

/** Each token of a folded text, followed by its parts where it has several: Li-ion, Li, ion. */
export function latinForms(folded: string): LatinForm[] {
  return [...folded.matchAll(latinTokens)].flatMap(({ 0: token, index: start }) => {
    const parts: LatinForm[] = [];
    let at = start;
    for (const form of token.split(partBorders)) {
      parts.push({ form, start: at });
      at += form.length + 1;
    }
    return parts.length > 1 ? [{ form: token, start }, ...parts] : parts;
  });
}

/**
 * @param isAllCapitals whether the text has no letters but capitals, so that they say nothing
 * @returns the term of a token or of a part of one, as the text writes it; undefined where it is none
 */
export function latinTerm(form: string, isAllCapitals: boolean): Term | undefined {
  const word = normaliseText(form);
  if (!/\p{L}/u.test(word) || word.length > longestToken || word.length < 2) return undefined;
  // CAN, IT and NO are abbreviations and a gas where the text has other letters beside its capitals.
  const isAbbreviation = !isAllCapitals && form === form.toUpperCase();
  if (englishStopWords.has(word) && !isAbbreviation) return undefined;
  return `s${stemmable.test(word) ? porterStem(word) : word}`;
}
