import { turn } from '../turn';
import { withRoom } from './growing';

/** Numbers are packed with eight bits of counts into a posting. */
export const mostTerms = 1 << 24;

const leastCapacity = 1 << 10;
/** Strings whose places are found between two turns of the event loop: some milliseconds of work. */
const termsPerTurn = 20_000;

/**
 * Gives each distinct string a number, from 0 in the order in which they come. The characters of all lie in one array and are found by open addressing, so that a string
 * costs its characters and about 12 bytes rather than the hundred of a map's entry.
 */
export class TermTable {
  private characters = new Uint16Array(leastCapacity);
  /** Where the characters of each begin; one more than there are strings. */
  private starts = new Uint32Array(leastCapacity);
  /** Number + 1 by hash, 0 where there is none; at most half of it is taken. */
  private places = new Uint32Array(leastCapacity * 2);
  private count = 0;

  /**
   * @param characters of distinct strings, one after the other
   * @param starts where each begins, and the end of the last
   * @throws RangeError when the starts do not tell the characters apart
   */
  static async of(characters: Uint16Array<ArrayBuffer>, starts: Uint32Array<ArrayBuffer>): Promise<TermTable> {
    if (starts[0] !== 0 || starts.at(-1) !== characters.length) throw new RangeError('terms do not fill their place');
    const table = new TermTable();
    table.characters = characters;
    table.starts = starts;
    table.places = new Uint32Array(Math.max(table.places.length, 2 ** Math.ceil(Math.log2(starts.length * 2))));
    for (; table.count < starts.length - 1; table.count += 1) {
      if (table.count % termsPerTurn === 0) await turn();
      const end = starts[table.count + 1] ?? 0;
      if ((starts[table.count] ?? 0) > end || end > characters.length) throw new RangeError('terms overlap');
      table.place(table.count);
    }
    return table;
  }

  get size(): number {
    return this.count;
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.characters.byteLength + this.starts.byteLength + this.places.byteLength;
  }

  /** Bytes of the distinct strings themselves. */
  get characterBytes(): number {
    return (this.starts[this.count] ?? 0) * this.characters.BYTES_PER_ELEMENT;
  }

  /** @returns the number of a string that has one */
  find(term: string): number | undefined {
    const found = this.places[this.placeOf(term)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** @returns the number of the string, a new one if it had none. @throws RangeError past {@link mostTerms} */
  intern(term: string): number {
    const place = this.placeOf(term);
    const found = this.places[place] ?? 0;
    if (found > 0) return found - 1;
    if (this.count === mostTerms) throw new RangeError(`no more than ${mostTerms} distinct terms; split the library`);
    const number = this.count;
    this.append(term);
    this.places[place] = number + 1;
    if (this.count * 2 > this.places.length) this.rehash();
    return number;
  }

  /** @returns the string of a number below {@link size} */
  at(number: number): string {
    return String.fromCharCode(...this.charactersOf(number));
  }

  /** @returns the characters of the string of a number below {@link size} */
  charactersOf(number: number): Uint16Array {
    return this.characters.subarray(this.starts[number], this.starts[number + 1]);
  }

  private append(term: string): void {
    const start = this.starts[this.count] ?? 0;
    const end = start + term.length;
    this.characters = withRoom(this.characters, end);
    for (let at = 0; at < term.length; at += 1) this.characters[start + at] = term.charCodeAt(at);
    this.count += 1;
    this.starts = withRoom(this.starts, this.count + 1);
    this.starts[this.count] = end;
  }

  /** @returns where the string is, or where it is to go */
  private placeOf(term: string): number {
    const last = this.places.length - 1;
    let place = hashOf(term) & last;
    for (;;) {
      const found = this.places[place] ?? 0;
      if (found === 0 || this.equals(found - 1, term)) return place;
      place = (place + 1) & last;
    }
  }

  private equals(number: number, term: string): boolean {
    const start = this.starts[number] ?? 0;
    if ((this.starts[number + 1] ?? 0) - start !== term.length) return false;
    for (let at = 0; at < term.length; at += 1) if (this.characters[start + at] !== term.charCodeAt(at)) return false;
    return true;
  }

  private rehash(): void {
    this.places = new Uint32Array(this.places.length * 2);
    for (let number = 0; number < this.count; number += 1) this.place(number);
  }

  /** Gives a string a place that none of the others has. */
  private place(number: number): void {
    const last = this.places.length - 1;
    let hash = offsetBasis;
    const end = this.starts[number + 1] ?? 0;
    for (let at = this.starts[number] ?? 0; at < end; at += 1) hash = mixed(hash, this.characters[at] ?? 0);
    let place = folded(hash) & last;
    while (this.places[place] !== 0) place = (place + 1) & last;
    this.places[place] = number + 1;
  }
}

/** FNV-1a over the code units, with its high bits folded in. */
function hashOf(term: string): number {
  let hash = offsetBasis;
  for (let at = 0; at < term.length; at += 1) hash = mixed(hash, term.charCodeAt(at));
  return folded(hash);
}

const offsetBasis = 0x811c9dc5;
const mixed = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
const folded = (hash: number): number => hash ^ (hash >>> 15);
