import { foldForSearch } from './fold-for-search';

/** One thing to look for in texts folded by `foldForSearch`. */
export interface SearchTerm {
  /** Folded, not empty. */
  readonly text: string;
  /**
   * Set when not every place that holds the text is meant: a regular expression, in the syntax that JavaScript and PostgreSQL share, for those that are.
   * SiC is not in "basic", 600 not in 6000.
   */
  readonly pattern?: string;
}

const quotes = /["“”„‟「」『』＂]/;
const separators = /[\s、，；]+/u;
/** Letters and digits of words that are set apart by spaces, after folding. */
const wordCharacter = '0-9a-z\\u00df-\\u00f6\\u00f8-\\u024f\\u0370-\\u03ff';
/** Signs that may mean something in a regular expression. */
const sign = /[!-/:-@[-`{-~]/g;
const startsWord = new RegExp(`^[${wordCharacter}]`);
const endsWord = new RegExp(`[${wordCharacter}]$`);

/**
 * Reads what somebody typed: words apart are all wanted, what stands in quotes is wanted as it stands. A quote without its partner only separates.
 * @returns each term once; empty when there is nothing to look for
 */
export function parseSearchTerms(query: string): readonly SearchTerm[] {
  const parts = query.split(quotes);
  const terms = parts.flatMap((part, index) => {
    const isQuoted = index % 2 === 1 && index < parts.length - 1;
    return (isQuoted ? [part] : part.split(separators)).map((text) => toTerm(foldForSearch(text).text, isQuoted));
  });
  const asked = terms.filter(({ text }) => text !== '');
  // Nothing but separators: they are what is looked for.
  if (asked.length === 0) asked.push(toTerm(foldForSearch(parts.join('')).text, false));
  const byPattern = new Map(asked.map((term) => [term.pattern ?? term.text, term]));
  byPattern.delete('');
  return [...byPattern.values()];
}

/**
 * Where a folded text holds a term.
 * @returns ranges of code units of the folded text, in order, without overlaps
 */
export function findTerm(folded: string, { text, pattern }: SearchTerm): (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  if (pattern !== undefined) {
    for (const { index } of folded.matchAll(new RegExp(pattern, 'g'))) found.push([index, index + text.length]);
    return found;
  }
  for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length))
    found.push([at, at + text.length]);
  return found;
}

/** Latin words are met at their start, so that one need not type the plural; quoted ones as a whole; numbers always. */
function toTerm(text: string, isQuoted: boolean): SearchTerm {
  const before = startsWord.test(text) ? `(?<![${wordCharacter}])${/^\d/.test(text) ? '(?<![0-9][.])' : ''}` : '';
  const after = endsWord.test(text) ? (isQuoted ? `(?![${wordCharacter}])` : /\d$/.test(text) ? '(?![0-9])' : '') : '';
  if (before === '' && after === '') return { text };
  return { text, pattern: `${before}${text.replace(sign, '\\$&')}${after}` };
}
