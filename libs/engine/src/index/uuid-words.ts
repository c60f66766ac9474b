const form = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})([0-9a-f]{8})$/;

/** Words of 32 bits an id takes. */
export const wordsPerId = 4;

/** @returns the id as words that compare as it does. @throws RangeError unless it is a UUID in lower case */
export function toIdWords(id: string): readonly [number, number, number, number] {
  const [, a = '', b = '', c = '', d = '', e = '', f = ''] = form.exec(id) ?? [];
  if (a === '') throw new RangeError(`${id} is no UUID in lower case`);
  return [parseInt(a, 16), parseInt(b + c, 16), parseInt(d + e, 16), parseInt(f, 16)];
}

/** Reverse of {@link toIdWords}. @param at where the words begin */
export function fromIdWords(words: Uint32Array, at: number): string {
  const digits = (word: number): string => (words[at + word] ?? 0).toString(16).padStart(8, '0');
  const [a, bc, de, f] = [digits(0), digits(1), digits(2), digits(3)];
  return `${a}-${bc.slice(0, 4)}-${bc.slice(4)}-${de.slice(0, 4)}-${de.slice(4)}${f}`;
}
