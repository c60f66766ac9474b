/** In valid JSON: a string, with a colon when it is a key, or the start or end of an object. Brackets inside of strings are parts of strings. */
const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/gs;

/**
 * Keys that one object of a JSON text holds more than once, at any depth. Parsers keep the last value of such a key and drop the others
 * without a word. Keys are compared as they read, whatever their escapes.
 * @param text valid JSON
 * @returns distinct keys, in the order of their repeats
 */
export function repeatedKeys(text: string): string[] {
  const repeated = new Set<string>();
  const open: Set<string>[] = [];
  for (const [token, inner = '', colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner;
      const keys = open.at(-1);
      if (keys?.has(key) === true) repeated.add(key);
      keys?.add(key);
    }
  }
  return [...repeated];
}
