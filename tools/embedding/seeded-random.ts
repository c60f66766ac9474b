/** A stream of random numbers that depends on its seed only. @see Tommy Ettinger's mulberry32 */
export class SeededRandom {
  /** @param position the seed; later the whole state, from which the stream can be continued */
  constructor(public position: number) {}

  /** @returns a number in [0, 1) */
  next(): number {
    this.position = (this.position + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.position ^ (this.position >>> 15), 1 | this.position);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** @returns a whole number in [0, limit) */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** @returns a normally distributed number of mean 0 and variance 1 (Box and Muller) */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}
