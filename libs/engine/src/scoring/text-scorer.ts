import { joinRelevance, lexicalRelevance } from '@throughtrain/ranking';
import type { SharedTexts, TextPage } from '../index/text-pages';
import type { CompiledQueries } from './compiled-queries';
import { documentsPerBlock, DotProducts } from './dot-products';
import { KernelMemory } from './kernels/kernel-memory';
import { PairBounds } from './pair-bounds';
import { wordsPerBlock, WordSums } from './word-sums';

// Bound once: each call by the name of an import asks the index of its package, which is felt some million times.
const [join, lexicalOf] = [joinRelevance, lexicalRelevance];

/**
 * Scores documents against all queries at once: words by the document's own postings, in the order of its terms, so that the sums are those of the reference to the last
 * bit; meaning by exact inner products.
 */
export class TextScorer {
  /** Holds sums and products, and has room for what scans for lists need. */
  readonly memory: KernelMemory;
  /** S of the document at hand, by query. */
  readonly sums: Float64Array;
  readonly words: WordSums;
  readonly dots: DotProducts;
  /** Documents of the block, in ascending order; {@link rows} of them. */
  readonly documents = new Uint32Array(documentsPerBlock);
  rows = 0;
  /** By document of the block: the sum of the squares of its vector. */
  readonly squares = new Float64Array(documentsPerBlock);
  /** Place in the block of the document at hand. */
  private at = 0;

  /** @param extraBytes that others will place in the memory */
  constructor(
    private readonly texts: SharedTexts,
    private readonly queries: CompiledQueries,
    extraBytes = 0,
  ) {
    const { count, vectors } = queries;
    const stride = Math.max(1, texts.stride);
    const blockWords = wordsPerBlock(texts);
    const bytes = DotProducts.bytes(count, stride) + WordSums.bytes(blockWords, queries) + PairBounds.sumsBytes(count);
    this.memory = new KernelMemory(bytes + extraBytes);
    this.dots = new DotProducts(texts.stride === 0 ? new Int8Array(count) : vectors, stride, this.memory);
    this.sums = this.memory.doubles(PairBounds.sumsLength(count));
    this.words = new WordSums(texts, queries, this.sums, this.memory, blockWords);
  }

  /**
   * Reads the next block: its inner products, and its words.
   * @param skip by document: not 0 for those that are passed over
   * @returns where the block after it begins, at most `end`
   */
  read(from: number, end: number, skip?: Uint8Array): number {
    const { documentsPerPage, pages } = this.texts;
    const first = from - (from % documentsPerPage);
    const page = pages[first / documentsPerPage];
    this.rows = 0;
    if (page === undefined) return end;
    const last = Math.min(end, first + documentsPerPage);
    const isSkipped = (document: number): boolean => skip !== undefined && skip[document] !== 0;
    let next = from;
    while (next < last && this.rows < documentsPerBlock) {
      if (isSkipped(next)) {
        next += 1;
        continue;
      }
      const most = Math.min(last, next + documentsPerBlock - this.rows);
      let runEnd = next + 1;
      while (runEnd < most && !isSkipped(runEnd)) runEnd += 1;
      const added = this.add(page, next - first, next, runEnd - next);
      next += added;
      if (next < runEnd) break;
    }
    this.words.read();
    if (this.texts.stride > 0) this.dots.multiply(this.rows);
    return next;
  }

  /** Makes a document of the block the one at hand. @param hasSums whether the sums are its own already */
  take(at: number, hasSums = false): void {
    if (!hasSums) this.words.sum(at);
    this.at = at;
  }

  /** Makes each document of a range the one at hand and calls. */
  each(start: number, end: number, visit: (document: number) => void): void {
    for (let next = start; next < end;) {
      next = this.read(next, end);
      for (let at = 0; at < this.rows; at += 1) {
        this.take(at);
        visit(this.documents[at]!);
      }
    }
  }

  /** Relevance of the document at hand to a query, as the reference has it. */
  relevance(query: number): number {
    const lexical = lexicalOf(this.sums[query]!, this.queries.scales[query]!);
    return join(lexical, this.cosine(query), this.queries.meaningShare);
  }

  private cosine(query: number): number | undefined {
    if (this.queries.hasVector[query] === 0) return undefined;
    const product = this.dots.products[this.at * this.dots.rowLength + query]!;
    const cosine = product / Math.sqrt(this.queries.squares[query]! * this.squares[this.at]!) || 0;
    return this.queries.fullness[query]! * cosine;
  }

  /** Adds documents that lie one after the other to the block. @returns how many of them it has taken */
  private add(page: TextPage, row: number, document: number, rows: number): number {
    const { stride } = this.texts;
    const added = this.words.add(this.rows, page, row, rows);
    if (stride > 0) this.dots.put(this.rows, page.vectors.subarray(row * stride, (row + added) * stride));
    for (let at = 0; at < added; at += 1) {
      this.documents[this.rows + at] = document + at;
      this.squares[this.rows + at] = page.squares[row + at]!;
    }
    this.rows += added;
    return added;
  }
}
