import { lengthsPerDocument } from '../index/text-pages';
import { foundShift } from './kernels/bound-kernel';
import { kernel } from './kernels/kernel';
import { placeBytes } from './kernels/kernel-memory';
import { scanModule } from './kernels/scan-kernel';
import { documentsPerBlock } from './dot-products';
import type { CompiledQueries } from './compiled-queries';
import { PairBounds } from './pair-bounds';
import type { TextScorer } from './text-scorer';

type Scan = (at: number, end: number, table: number, rows: number) => number;

const placeMask = (1 << foundShift) - 1;

/** Passes over blocks of documents and stops at those that some list may want. */
export class LibraryScan {
  readonly bounds: PairBounds;
  readonly reached: Uint16Array;
  private readonly scan: Scan;
  private readonly shortened: Float32Array;
  private readonly foundEnd: Int32Array;
  private readonly leastMostParts: Float32Array;

  constructor(
    private readonly scorer: TextScorer,
    queries: CompiledQueries,
  ) {
    const { memory, words, dots, sums } = scorer;
    this.bounds = new PairBounds(memory, sums, queries);
    this.reached = new Uint16Array(PairBounds.sumsLength(queries.count));
    this.shortened = memory.floats(documentsPerBlock);
    this.leastMostParts = memory.floats(1);
    this.foundEnd = memory.integers(1);
    const addresses = {
      postings: words.addresses.byteOffset,
      counts: words.counts.byteOffset,
      shortened: this.shortened.byteOffset,
      lengths: words.lengths.byteOffset,
      lengthsBytes: 4 * lengthsPerDocument,
      products: dots.products.byteOffset,
      productsBytes: 4 * dots.rowLength,
      found: this.bounds.found.byteOffset,
      foundEnd: this.foundEnd.byteOffset,
      most: this.bounds.mostParts.byteOffset,
      leastMost: this.leastMostParts.byteOffset,
    };
    const imports = { words: words.words, bounds: this.bounds.bounds };
    const key = ['scan', ...Object.values(addresses)].join(' ');
    this.scan = kernel(key, () => scanModule(addresses), memory, imports)['scan'] as Scan;
  }

  /** Bytes that it places in the memory of the scorer. */
  static bytes(queries: number): number {
    const own = placeBytes(4 * documentsPerBlock) + 2 * placeBytes(4);
    return PairBounds.bytes(queries) + own;
  }

  /** Reads the next block, see {@link TextScorer.read}. */
  read(from: number, end: number, skip: Uint8Array): number {
    const next = this.scorer.read(from, end, skip);
    const { rows, squares } = this.scorer;
    for (let at = 0; at < rows; at += 1) this.shortened[at] = squares[at]! > 0 ? 1 / Math.sqrt(squares[at]!) : 0;
    return next;
  }

  /** @returns the first document of the block from `at` on that some list may want, made the one at hand, or `end` */
  next(at: number, end: number): number {
    const { table, rows } = this.scorer.words;
    const found = this.scan(at, end, table, rows);
    if (found < end) this.scorer.take(found, true);
    return found;
  }

  /** What the relevances of a document must add up to at most for it to be stopped at, whatever its single ones are. */
  set leastMost(sum: number) {
    this.leastMostParts[0] = this.bounds.partsOf(sum);
  }

  /** @returns how many of {@link reached} are queries whose least the document at hand may reach */
  readReached(): number {
    const { found } = this.bounds;
    const groups = (this.foundEnd[0]! - found.byteOffset) >>> 2;
    let count = 0;
    for (let group = 0; group < groups; group += 1) {
      let query = (found[group]! & placeMask) >>> 2;
      for (let bits = found[group]! >>> foundShift; bits !== 0; bits >>>= 1) {
        if ((bits & 1) !== 0) this.reached[count++] = query;
        query += 1;
      }
    }
    return count;
  }
}
