import type { CompiledQueries } from './compiled-queries';
import { boundModule, pairsAtOnce } from './kernels/bound-kernel';
import { kernel } from './kernels/kernel';
import { placeBytes, type KernelMemory } from './kernels/kernel-memory';

type Bounds = (products: number, shortened: number) => number;

/** How many queries are kept for so many. */
const padded = (queries: number): number => Math.ceil(queries / pairsAtOnce) * pairsAtOnce;

/** What the relevance of a document to each demand is at most, for all demands in one pass; see {@link boundModule}. */
export class PairBounds {
  /** By demand, what a bound must reach for the demand to be found. */
  readonly least: Float64Array;
  /** Pairs of demands of which one reached it: eight times the number of the first, plus 1 when it did, plus 2 when the next did. */
  readonly found: Int32Array;
  private readonly mostHalves: Float64Array;
  private readonly excessHalves: Float64Array;
  private readonly bounds: Bounds;

  /**
   * @param sums by query, in the memory, {@link sumsLength} of them
   * @param demands the first of the queries; others have no bounds
   */
  constructor(memory: KernelMemory, sums: Float64Array, queries: CompiledQueries, demands: number) {
    const length = padded(queries.count);
    const { meaningShare: share, hasVector, scales, squares, fullness } = queries;
    const factors = (of: (query: number) => number): Float64Array => {
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
    this.mostHalves = memory.floats(pairsAtOnce);
    this.excessHalves = memory.floats(pairsAtOnce);
    const addresses = {
      sums: sums.byteOffset,
      inverseScales: inverseScales.byteOffset,
      lexicalFactors: lexicalFactors.byteOffset,
      cosineFactors: cosineFactors.byteOffset,
      least: this.least.byteOffset,
      found: this.found.byteOffset,
      most: this.mostHalves.byteOffset,
      excess: this.excessHalves.byteOffset,
    };
    const key = [length, ...Object.values(addresses)].join(' ');
    this.bounds = kernel(`bounds ${key}`, () => boundModule(length, addresses), memory)['bounds'] as Bounds;
  }

  /** Bytes of the sums and of what this places. */
  static bytes(queries: number): number {
    const numbers = placeBytes(padded(queries) * Float64Array.BYTES_PER_ELEMENT);
    return 7 * numbers + 2 * placeBytes(pairsAtOnce * Float64Array.BYTES_PER_ELEMENT);
  }

  static sumsLength(queries: number): number {
    return padded(queries);
  }

  /**
   * Fills {@link found}.
   * @param products address of the document's inner products, a query each
   * @param square of the length of its vector
   * @returns how many were found
   */
  look(products: number, square: number): number {
    if (this.least.length === 0) return 0;
    const end = this.bounds(products, square > 0 ? 1 / Math.sqrt(square) : 0);
    return (end - this.found.byteOffset) / Int32Array.BYTES_PER_ELEMENT;
  }

  /** What the relevances of the document that was looked at add up to at most. */
  get most(): number {
    return this.mostHalves[0]! + this.mostHalves[1]!;
  }

  /** How far their sum may lie below that. */
  get excess(): number {
    return (this.excessHalves[0]! + this.excessHalves[1]!) / 24;
  }
}
