import { joinRelevance, lexicalRelevance } from '@throughtrain/ranking';
import type { SharedTexts } from '../index/text-pages';
import type { CompiledQueries } from './compiled-queries';
import { documentsPerBlock, DotProducts } from './dot-products';
import { KernelMemory } from './kernels/kernel-memory';
import { PairBounds } from './pair-bounds';
import { WordSums } from './word-sums';

// Bound once: each call by the name of an import asks the index of its package, which is felt some million times.
const [join, lexicalOf] = [joinRelevance, lexicalRelevance];

/**
 * Scores documents against all queries at once: words by the document's own postings, in the order of its terms, so that the sums are those of the reference to the last
 * bit; meaning by exact inner products.
 */
export class TextScorer {
  /** Holds sums and products, and has room for what bounds of pairs need. */
  readonly memory: KernelMemory;
  /** S of the document at hand, by query. */
  readonly sums: Float64Array;
  /** Inner product of the document at hand with a query: at `product` + the query. */
  readonly products: Int32Array;
  product = 0;
  /** Address of the first product. */
  readonly productsAt: number;
  /** Sum of the squares of the document's vector. */
  square = 0;
  private readonly dots: DotProducts;
  private readonly words: WordSums;

  constructor(
    private readonly texts: SharedTexts,
    private readonly queries: CompiledQueries,
  ) {
    const { count, vectors } = queries;
    const stride = Math.max(1, texts.stride);
    this.memory = new KernelMemory(
      DotProducts.bytes(count, stride) + PairBounds.bytes(count) + WordSums.bytes(texts, queries),
    );
    this.dots = new DotProducts(texts.stride === 0 ? new Int8Array(count) : vectors, stride, this.memory);
    this.products = this.dots.products;
    this.productsAt = this.products.byteOffset;
    this.sums = this.memory.doubles(PairBounds.sumsLength(count));
    this.words = new WordSums(texts, queries, this.sums, this.memory);
  }

  /**
   * Makes each document of a range the one at hand and calls.
   * @param skip 1 for documents that are passed over
   */
  each(start: number, end: number, skip: Uint8Array, visit: (document: number) => void): void {
    const { documentsPerPage, pages, stride } = this.texts;
    let document = start;
    while (document < end) {
      const page = pages[Math.floor(document / documentsPerPage)];
      if (page === undefined) return;
      const row = document % documentsPerPage;
      const rows = Math.min(documentsPerBlock, end - document, documentsPerPage - row);
      if (stride > 0) this.dots.multiply(page.vectors.subarray(row * stride, (row + rows) * stride));
      this.words.read(page, row, rows);
      for (let at = 0; at < rows; at += 1) {
        if (skip[document + at] !== 0) continue;
        this.product = at * this.dots.rowLength;
        this.square = page.squares[row + at] ?? 0;
        this.words.sum(page, row + at, at);
        visit(document + at);
      }
      document += rows;
    }
  }

  /** Relevance of the document at hand to a query, as the reference has it. */
  relevance(query: number): number {
    const lexical = lexicalOf(this.sums[query] ?? 0, this.queries.scales[query] ?? 0);
    return join(lexical, this.cosine(query), this.queries.meaningShare);
  }

  private cosine(query: number): number | undefined {
    if (this.queries.hasVector[query] === 0) return undefined;
    const cosine = this.products[this.product + query]! / Math.sqrt(this.queries.squares[query]! * this.square) || 0;
    return this.queries.fullness[query]! * cosine;
  }
}
