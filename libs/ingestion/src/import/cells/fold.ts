/** Text as it is compared: compatibility forms made one, blanks at both ends gone. */
export const folded = (text: string): string => text.normalize('NFKC').trim();

/** A word as it is looked up: folded, without blanks and case. */
export const lookupKey = (text: string): string => folded(text).replace(/\s+/g, '').toLowerCase();

/** Cells that say that there is nothing to say. */
const nothings: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '—',
  '——',
  '/',
  '无',
  '暂无',
  '未填',
  '未填报',
  'n/a',
  'na',
  'null',
]);

/** @returns whether a cell of an optional field is as good as empty */
export const saysNothing = (text: string): boolean => nothings.has(lookupKey(text));
