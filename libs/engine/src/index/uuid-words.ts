const form = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})([0-9a-f]{8})$/;

/** Words of 32 bits an id takes. */
export const wordsPerId = 4;

/** @returns the id as words that compare as it does. @throws RangeError unless it is a UUID in lower case */
export function toIdWords(id: string): readonly [number, number, number, number] {
  const [, a = '', b = '', c = '', d = '', e = '', f = ''] = form.exec(id) ?? [];
  if (a === '') throw new RangeError(`${id} is no UUID in lower case`);
  return [parseInt(a, 16), parseInt(b + c, 16), parseInt(d + e, 16), parseInt(f, 16)];
}

const digits = Buffer.from('0123456789abcdef', 'latin1');
const written = Buffer.from('00000000-0000-0000-0000-000000000000', 'latin1');
/** Where the digits stand. */
const places = Uint8Array.from([...written.keys()].filter((place) => written[place] === digits[0]));

/** Reverse of {@link toIdWords}. Lists of a match hold thousands, so digits are written one by one rather than their texts joined. @param at where the words begin */
export function fromIdWords(words: Uint32Array, at: number): string {
  for (let digit = 0; digit < places.length; digit += 1) {
    const nibble = ((words[at + (digit >>> 3)] ?? 0) >>> (28 - 4 * (digit & 7))) & 0xf;
    written[places[digit] ?? 0] = digits[nibble] ?? 0;
  }
  return written.toString('latin1');
}
