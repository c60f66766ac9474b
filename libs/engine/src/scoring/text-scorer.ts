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
    let document = from;
    for (; document < last && this.rows < documentsPerBlock; document += 1) {
      if (skip !== undefined && skip[document] !== 0) continue;
      if (!this.words.add(this.rows, page, document - first)) break;
      this.squares[this.rows] = page.squares[document - first]!;
      this.documents[this.rows] = document;
      this.rows += 1;
    }
    this.words.read();
    this.multiply(page, first);
    return document;
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

  /** Vectors that lie one after the other are taken at once. */
  private multiply({ vectors }: TextPage, first: number): void {
    const { stride } = this.texts;
    if (stride === 0) return;
    const { documents, rows, dots } = this;
    for (let at = 0; at < rows;) {
      let next = at + 1;
      while (next < rows && documents[next] === documents[at]! + next - at) next += 1;
      const row = documents[at]! - first;
      dots.put(at, vectors.subarray(row * stride, (row + next - at) * stride));
      at = next;
    }
    dots.multiply(rows);
  }
}
