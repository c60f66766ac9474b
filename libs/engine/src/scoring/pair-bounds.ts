import type { CompiledQueries } from './compiled-queries';
import { boundError, boundModule, pairsAtOnce } from './kernels/bound-kernel';
import { kernel } from './kernels/kernel';
import { placeBytes, type KernelMemory } from './kernels/kernel-memory';

type Bounds = (products: number, shortened: number) => number;

/**
 * More than rounding to 1e-6 and the last bits of a bound can add to a relevance. What stays below a list's last score by it is not in the list; the rest is scored as the
 * reference does, so the bound decides only what need not be looked at.
 */
export const slack = boundError + 6e-7;

/** How many queries are kept for so many. */
const padded = (queries: number): number => Math.ceil(queries / pairsAtOnce) * pairsAtOnce;

/** What the relevance of a document to each demand is at most, for all demands in one pass; see {@link boundModule}. */
export class PairBounds {
  /** By demand, what a bound must reach for the demand to be found. */
  readonly least: Float32Array;
  /** Groups of demands of which some have reached their least, as the kernel tells them. */
  readonly found: Int32Array;
  private readonly mostParts: Float32Array;
  private readonly excessParts: Float32Array;
  private readonly bounds: Bounds;
  /** What the sums may be off by: each bound, and each step of adding them up. */
  private readonly errors: number;
  private readonly roundedUp: number;

  /**
   * @param sums by query, in the memory, {@link sumsLength} of them
   * @param demands the first of the queries; others have no bounds
   */
  constructor(memory: KernelMemory, sums: Float64Array, queries: CompiledQueries, demands: number) {
    const length = padded(queries.count);
    this.errors = demands * slack;
    this.roundedUp = 1 + (length / pairsAtOnce + 4) * 2 ** -24;
    const { meaningShare: share, hasVector, scales, squares, fullness } = queries;
    const factors = (of: (query: number) => number): Float32Array => {
      const numbers = memory.floats(length);
      for (let query = 0; query < demands; query += 1) numbers[query] = of(query);
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
    const key = [length, ...Object.values(addresses)].join(' ');
    this.bounds = kernel(`bounds ${key}`, () => boundModule(length, addresses), memory)['bounds'] as Bounds;
  }

  /** Bytes of the sums and of what this places. */
  static bytes(queries: number): number {
    const [sums, numbers] = [8, 4].map((bytes) => placeBytes(padded(queries) * bytes));
    return (sums ?? 0) + 5 * (numbers ?? 0) + 2 * placeBytes(pairsAtOnce * 4);
  }

  static sumsLength(queries: number): number {
    return padded(queries);
  }

  /**
   * Bounds the relevances of a document.
   * @param products address of the document's inner products, a query each
   * @param square of the length of its vector
   * @returns how many of {@link found} are of this document
   */
  look(products: number, square: number): number {
    if (this.least.length === 0) return 0;
    const end = this.bounds(products, square > 0 ? 1 / Math.sqrt(square) : 0);
    return (end - this.found.byteOffset) / Int32Array.BYTES_PER_ELEMENT;
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

  private sumOf(parts: Float32Array): number {
    return parts[0]! + parts[1]! + (parts[2]! + parts[3]!);
  }
}
