/**
 * What spreadsheet programs take for the beginning of a formula: = + - @ as the first thing that is seen, after compatibility folding (which
 * turns ＝＋－＠ and the small forms into ASCII) and past blanks, quotes and invisible characters; or a tab or line end in the first place. What
 * has been given an apostrophe is given another, so that one can be taken off again.
 */
const formulaStart = /^'*[\t\r\n]|^[\s\p{Cf}\p{Cc}"'`´‘’“”«»]*[=+\-@−]/u;
const plainNumber = /^[+-]?\d[\d,]*(?:\.\d+)?%?$/;

/** Text that a spreadsheet program shows instead of computing: with an apostrophe in front where it would. */
export function inert(text: string): string {
  return formulaStart.test(text.normalize('NFKC')) || formulaStart.test(text) ? `'${text}` : text;
}

/** {@link inert}, but for numbers, which stay as they are. */
export function inertUnlessNumber(text: string): string {
  return plainNumber.test(text) ? text : inert(text);
}

/** The inverse of {@link inertUnlessNumber}: takes off the one apostrophe that it has put in front, and no other. */
export function withoutApostrophe(text: string): string {
  if (!text.startsWith("'")) return text;
  const rest = text.slice(1);
  return inertUnlessNumber(rest) === text ? rest : text;
}
