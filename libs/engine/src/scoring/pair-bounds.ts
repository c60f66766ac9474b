import type { CompiledQueries } from './compiled-queries';
import { boundError, boundModule, pairsAtOnce } from './kernels/bound-kernel';
import { kernel } from './kernels/kernel';
import { placeBytes, type KernelMemory } from './kernels/kernel-memory';

export type Bounds = (products: number, shortened: number) => number;

/**
 * More than rounding to 1e-6 and the last bits of a bound can add to a relevance. What stays below a list's last score by it is not in the list; the rest is scored as the
 * reference does, so the bound decides only what need not be looked at.
 */
export const slack = boundError + 6e-7;

/** How many queries are kept for so many. */
const padded = (queries: number): number => Math.ceil(queries / pairsAtOnce) * pairsAtOnce;

/** What the relevance of a document to each query is at most, for all queries in one pass; see {@link boundModule}. */
export class PairBounds {
  readonly bounds: Bounds;
  /** By query, what a bound must reach for the query to be found. */
  readonly least: Float32Array;
  /** Groups of queries of which some have reached their least, as the kernel tells them. */
  readonly found: Int32Array;
  /** What the relevances to all demands add up to at most, in four parts, and how far that may be too high. */
  readonly mostParts: Float32Array;
  private readonly excessParts: Float32Array;
  /** What the sums may be off by: each bound, and each step of adding them up. */
  private readonly errors: number;
  private readonly roundedUp: number;

  /** @param sums by query, in the memory, {@link sumsLength} of them */
  constructor(memory: KernelMemory, sums: Float64Array, queries: CompiledQueries) {
    const { demands, count, meaningShare: share, hasVector, scales, squares, fullness } = queries;
    const [length, summed] = [padded(count), padded(demands)];
    this.errors = demands * slack;
    this.roundedUp = 1 + (length / pairsAtOnce + 4) * 2 ** -24;
    const factors = (of: (query: number) => number): Float32Array => {
      const numbers = memory.floats(length);
      for (let query = 0; query < count; query += 1) numbers[query] = of(query);
      return numbers;
    };
    const inverseScales = factors((query) => (scales[query]! > 0 ? 1 / scales[query]! : 0));
    const lexicalFactors = factors((query) => (hasVector[query]! ? 1 - share : 1));
    const cosineFactors = factors((query) =>
      hasVector[query]! && squares[query]! > 0 ? (share * fullness[query]!) / Math.sqrt(squares[query]!) : 0,
    );
    this.least = memory.floats(length).fill(Infinity);
    this.found = memory.integers(length / pairsAtOnce);
    this.mostParts = memory.floats(pairsAtOnce);
    this.excessParts = memory.floats(pairsAtOnce);
    const addresses = {
      sums: sums.byteOffset,
      inverseScales: inverseScales.byteOffset,
      lexicalFactors: lexicalFactors.byteOffset,
      cosineFactors: cosineFactors.byteOffset,
      least: this.least.byteOffset,
      found: this.found.byteOffset,
      most: this.mostParts.byteOffset,
      excess: this.excessParts.byteOffset,
    };
    const bounded = { summed, hasMore: length > summed };
    const key = ['bounds', summed, length, ...Object.values(addresses)].join(' ');
    this.bounds = kernel(key, () => boundModule(bounded, addresses), memory)['bounds'] as Bounds;
  }

  /** Bytes that this places. */
  static bytes(queries: number): number {
    const length = padded(queries);
    return 4 * placeBytes(4 * length) + placeBytes((4 * length) / pairsAtOnce) + 2 * placeBytes(4 * pairsAtOnce);
  }

  static sumsLength(queries: number): number {
    return padded(queries);
  }

  static sumsBytes(queries: number): number {
    return placeBytes(8 * padded(queries));
  }

  /** What the relevances of the document that was looked at add up to at most. */
  get mostSum(): number {
    return this.sumOf(this.mostParts) * this.roundedUp + this.errors;
  }

  /** What they add up to at least. */
  get leastSum(): number {
    const sum = this.sumOf(this.mostParts) / this.roundedUp;
    return sum - (this.sumOf(this.excessParts) * this.roundedUp) / 24 - this.errors;
  }

  /** @returns what the parts add up to, in floats of 32 bits, where {@link mostSum} reaches it, or less */
  partsOf(mostSum: number): number {
    if (mostSum === Infinity) return Infinity;
    const sum = (mostSum - this.errors) / this.roundedUp;
    // Three steps of adding up and one of storing, each of less than 2⁻²³ of it.
    return sum - Math.abs(sum) * 2 ** -20;
  }

  private sumOf(parts: Float32Array): number {
    return parts[0]! + parts[1]! + (parts[2]! + parts[3]!);
  }
}
