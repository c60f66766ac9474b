import { wordsElsewhere } from '../index/posting';
import { lengthsPerDocument, type SharedTexts, type TextPage } from '../index/text-pages';
import type { CompiledQueries } from './compiled-queries';
import { documentsPerBlock } from './dot-products';
import { kernel } from './kernels/kernel';
import { placeBytes, type KernelMemory } from './kernels/kernel-memory';
import { codeWeights, normsLength, weightsOfCodes, wordModule } from './kernels/word-kernel';

/** Texts of usual lengths fill a block with half of it. */
const leastWordsPerBlock = 1 << 14;

type Words = (table: number, posting: number, count: number, lengths: number, rows: number) => void;

/** S of documents for every query, from the documents' own postings in the order of their terms. A block of documents is read, then summed one by one. */
export class WordSums {
  readonly words: Words;
  /** Addresses of the table of terms, and of its rows. */
  readonly table: number;
  readonly rows: number;
  /** By document of the block: lengths by kind and field, the address of its postings, and how many they are. */
  readonly lengths: Uint32Array;
  readonly addresses: Uint32Array;
  readonly counts: Uint32Array;
  private readonly postings: Uint32Array;
  private readonly pages: readonly Uint32Array[];
  private readonly wordsPerPage: number;
  /** Of the block: where the page of its postings begins, which of its words are read, and how many documents there are. */
  private pageAt = 0;
  private first = 0;
  private last = 0;
  private added = 0;
  private readonly room: number;

  /**
   * @param sums by query, in the memory
   * @param blockWords see {@link wordsPerBlock}
   */
  constructor(
    texts: SharedTexts,
    queries: CompiledQueries,
    sums: Float64Array,
    memory: KernelMemory,
    blockWords: number,
  ) {
    this.pages = texts.postings;
    this.wordsPerPage = texts.postingsPerPage;
    const { averageLengths, b, fieldWeights, asked } = queries;
    const { table, rowsAt } = asked;
    const constants = (numbers: ArrayLike<number>): number => {
      const place = memory.doubles(numbers.length);
      place.set(numbers);
      return place.byteOffset;
    };
    const byAverage = (of: (average: number) => number): number =>
      constants(Array.from({ length: normsLength }, (_, at) => of(averageLengths[at] ?? 0)));
    // Where there is no average, lengths count for nothing.
    const norms = {
      base: byAverage((average) => (average > 0 ? 1 - b : 1)),
      slope: byAverage((average) => (average > 0 ? b : 0)),
      average: byAverage((average) => (average > 0 ? average : 1)),
      norms: constants(new Float64Array(normsLength)),
    };
    const addresses = { sums: sums.byteOffset, codes: constants(weightsOfCodes(fieldWeights)), ...norms };
    const key = ['words', queries.count, queries.k1, ...fieldWeights, ...Object.values(addresses)].join(' ');
    this.words = kernel(key, () => wordModule(addresses, queries), memory)['words'] as Words;
    this.lengths = memory.words(documentsPerBlock * lengthsPerDocument + 1);
    this.addresses = memory.words(documentsPerBlock);
    this.counts = memory.words(documentsPerBlock);
    this.table = memory.placeLast(table.length);
    this.rows = this.table + rowsAt;
    new Uint8Array(memory.memory.buffer, this.table, table.length).set(table);
    this.room = blockWords;
    this.postings = new Uint32Array(memory.memory.buffer, memory.placeLast(4 * (blockWords + 1)), blockWords + 1);
  }

  /** Bytes that it places in a memory. */
  static bytes(blockWords: number, { asked: { table } }: CompiledQueries): number {
    const constants = placeBytes(8 * codeWeights) + 4 * placeBytes(8 * normsLength);
    const words = [documentsPerBlock * lengthsPerDocument + 1, documentsPerBlock, documentsPerBlock, blockWords + 1];
    return constants + words.reduce((sum, length) => sum + placeBytes(4 * length), 0) + placeBytes(table.length);
  }

  /**
   * Adds documents that lie one after the other to the block.
   * @param at place of the first; 0 begins a block
   * @returns how many were added: the next has its postings too far from those before
   */
  add(at: number, { starts, termCounts, lengths }: TextPage, row: number, rows: number): number {
    if (at === 0) this.begin(starts[row]!);
    let added = 0;
    for (; added < rows; added += 1) {
      const [from, count] = [starts[row + added]! - this.pageAt, termCounts[row + added]!];
      const first = Math.min(this.first, from);
      const last = Math.max(this.last, from + count * (1 + wordsElsewhere));
      if (from < 0 || from >= this.wordsPerPage || last - first > this.room) break;
      this.first = first;
      this.last = last;
      // Of the postings' page; see `read`.
      this.addresses[at + added] = this.postings.byteOffset + 4 * from;
      this.counts[at + added] = count;
    }
    this.lengths.set(
      lengths.subarray(row * lengthsPerDocument, (row + added) * lengthsPerDocument),
      at * lengthsPerDocument,
    );
    this.added = at + added;
    return added;
  }

  /** Reads the postings of the block. */
  read(): void {
    if (this.added === 0) return;
    // Memory that threads share is copied byte by byte unless both sides begin at a multiple of eight.
    const first = this.first - (this.first % 2);
    // Behind the last there may be less than its counts could take up elsewhere.
    const postings = this.pages[this.pageAt / this.wordsPerPage]?.subarray(first, this.last);
    if (postings !== undefined) this.postings.set(postings);
    for (let at = 0; at < this.added; at += 1) this.addresses[at]! -= 4 * first;
    this.added = 0;
  }

  /** Fills the sums with those of a document of the block. */
  sum(at: number): void {
    const lengths = this.lengths.byteOffset + 4 * lengthsPerDocument * at;
    this.words(this.table, this.addresses[at]!, this.counts[at]!, lengths, this.rows);
  }

  private begin(start: number): void {
    this.pageAt = start - (start % this.wordsPerPage);
    this.first = this.wordsPerPage;
    this.last = 0;
  }
}

/** A block has room for the longest text, with all of its counts elsewhere. */
export function wordsPerBlock({ pages }: SharedTexts): number {
  let most = 0;
  for (const { termCounts } of pages) for (const count of termCounts) most = Math.max(most, count);
  return Math.max(leastWordsPerBlock, most * (1 + wordsElsewhere));
}
