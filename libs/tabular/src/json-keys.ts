const codes = { quote: 0x22, colon: 0x3a, backslash: 0x5c, open: 0x7b, close: 0x7d } as const;
const blanks: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * Keys that one object of a JSON text holds more than once, at any depth. Parsers keep the last value of such a key and drop the others
 * without a word. Keys are compared as they read, whatever their escapes. Read by hand, since a regular expression needs stack for every
 * escape of a long text.
 * @param text valid JSON
 * @returns distinct keys, in the order of their repeats
 */
export function repeatedKeys(text: string): string[] {
  const repeated = new Set<string>();
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.open) open.push(new Set());
    else if (code === codes.close) open.pop();
    else if (code === codes.quote) {
      const start = at;
      at = endOfString(text, start);
      if (!isKey(text, at)) continue;
      const key = keyOf(text.slice(start, at + 1));
      const keys = open.at(-1);
      if (keys?.has(key) === true) repeated.add(key);
      keys?.add(key);
    }
  }
  return [...repeated];
}

/** Place of the quote that ends the string whose first quote is at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== codes.quote; code = text.charCodeAt(at))
    at += code === codes.backslash ? 2 : 1;
  return at;
}

/** Whether a colon follows the string that ends at `end`. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (blanks.has(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === codes.colon;
}

function keyOf(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
