import { lengthsPerDocument, type SharedTexts, type TextPage } from '../index/text-pages';
import { wordsElsewhere } from '../index/posting';
import type { CompiledQueries } from './compiled-queries';
import { documentsPerBlock } from './dot-products';
import { kernel } from './kernels/kernel';
import { placeBytes, type KernelMemory } from './kernels/kernel-memory';
import { normsLength, weightsOfCodes, wordModule } from './kernels/word-kernel';

type Words = (table: number, posting: number, count: number, lengths: number, rows: number) => void;

/** Words of postings that are read at a time where one document has no more: those of some thirty documents, which stay in the cache that is nearest. */
const wordsPerRead = 4_096;

/** S of documents for every query, from the document's own postings in the order of its terms. */
export class WordSums {
  private readonly words: Words;
  private readonly table: number;
  private readonly rows: number;
  private readonly lengths: Uint32Array;
  private readonly postings: Uint32Array;
  private readonly pages: readonly Uint32Array[];
  private readonly wordsPerPage: number;
  /** Which words of all pages lie in {@link postings}. */
  private first = 0;
  private last = 0;

  /** @param sums by query, in the memory */
  constructor(texts: SharedTexts, queries: CompiledQueries, sums: Float64Array, memory: KernelMemory) {
    this.pages = texts.postings;
    this.wordsPerPage = texts.postingsPerPage;
    const { averageLengths, b, fieldWeights } = queries;
    const constants = (numbers: ArrayLike<number>): number => {
      const place = memory.doubles(numbers.length);
      place.set(numbers);
      return place.byteOffset;
    };
    // Where there is no average, lengths count for nothing.
    const byAverage = (of: (average: number) => number): number =>
      constants(Array.from({ length: normsLength }, (_, at) => of(averageLengths[at] ?? 0)));
    const addresses = {
      sums: sums.byteOffset,
      codes: constants(weightsOfCodes(fieldWeights)),
      base: byAverage((average) => (average > 0 ? 1 - b : 1)),
      slope: byAverage((average) => (average > 0 ? b : 0)),
      average: byAverage((average) => (average > 0 ? average : 1)),
      norms: constants(new Float64Array(normsLength)),
    };
    const { count, k1 } = queries;
    const key = ['words', count, k1, ...fieldWeights, ...Object.values(addresses)].join(' ');
    this.words = kernel(key, () => wordModule(addresses, queries), memory)['words'] as Words;
    this.lengths = memory.words(documentsPerBlock * lengthsPerDocument + 1);
    this.postings = memory.words(wordsPerBuffer(texts));
    this.table = memory.place(queries.table.length);
    this.rows = this.table + queries.rowsAt;
    new Uint8Array(memory.memory.buffer, this.table, queries.table.length).set(queries.table);
  }

  /** Bytes that it places in a memory. */
  static bytes(texts: SharedTexts, { table }: CompiledQueries): number {
    const constants = placeBytes(256 * 4 * 8) + 4 * placeBytes(8 * normsLength);
    const words = [documentsPerBlock * lengthsPerDocument + 1, wordsPerBuffer(texts)];
    return constants + words.reduce((sum, length) => sum + placeBytes(4 * length), 0) + placeBytes(table.length);
  }

  /** Makes the lengths of up to {@link documentsPerBlock} documents ready. */
  read({ lengths }: TextPage, row: number, rows: number): void {
    this.lengths.set(lengths.subarray(row * lengthsPerDocument, (row + rows) * lengthsPerDocument));
  }

  /** Fills the sums. @param at the document's place among those that were read */
  sum({ starts, termCounts }: TextPage, row: number, at: number): void {
    const [start, count] = [starts[row]!, termCounts[row]!];
    const end = start + count * (1 + wordsElsewhere);
    if (start < this.first || end > this.last) this.readPostings(start, end);
    const posting = this.postings.byteOffset + 4 * (start - this.first);
    this.words(this.table, posting, count, this.lengths.byteOffset + 4 * lengthsPerDocument * at, this.rows);
  }

  private readPostings(start: number, end: number): void {
    const page = Math.floor(start / this.wordsPerPage);
    const from = start % this.wordsPerPage;
    const postings = this.pages[page]?.subarray(from, from + Math.max(wordsPerRead, end - start));
    this.postings.set(postings ?? []);
    this.first = start;
    // What lies behind the page's end was asked for in case that all counts are elsewhere; the document itself ends before.
    this.last = Math.max(end, start + (postings?.length ?? 0));
  }
}

/** No document has more words than a page. Memory that nothing is written to takes up none. */
const wordsPerBuffer = ({ postingsPerPage }: SharedTexts): number => Math.max(wordsPerRead, postingsPerPage);
