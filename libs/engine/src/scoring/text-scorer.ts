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
  /** Holds sums and products, and has room for what scans for lists need. */
  readonly memory: KernelMemory;
  /** S of the document at hand, by query. */
  readonly sums: Float64Array;
  readonly words: WordSums;
  readonly dots: DotProducts;
  /** By document of the block: the sum of the squares of its vector. */
  private readonly squares = new Float64Array(documentsPerBlock);
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
    const bytes = DotProducts.bytes(count, stride) + WordSums.bytes(texts, queries) + PairBounds.sumsBytes(count);
    this.memory = new KernelMemory(bytes + extraBytes);
    this.dots = new DotProducts(texts.stride === 0 ? new Int8Array(count) : vectors, stride, this.memory);
    this.sums = this.memory.doubles(PairBounds.sumsLength(count));
    this.words = new WordSums(texts, queries, this.sums, this.memory);
  }

  /** Reads the block that begins at a document: its inner products, and its words. @returns how many documents it has, at most up to `end`; 0 behind the last */
  read(document: number, end: number): number {
    const { documentsPerPage, pages, stride } = this.texts;
    const page = pages[Math.floor(document / documentsPerPage)];
    if (page === undefined) return 0;
    const row = document % documentsPerPage;
    const rows = this.words.read(page, row, Math.min(documentsPerBlock, end - document, documentsPerPage - row));
    if (stride > 0) this.dots.multiply(page.vectors.subarray(row * stride, (row + rows) * stride));
    for (let at = 0; at < rows; at += 1) this.squares[at] = page.squares[row + at]!;
    return rows;
  }

  /** Makes a document of the block the one at hand. @param hasSums whether the sums are its own already */
  take(at: number, hasSums = false): void {
    if (!hasSums) this.words.sum(at);
    this.at = at;
  }

  /** Makes each document of a range the one at hand and calls. */
  each(start: number, end: number, visit: (document: number) => void): void {
    for (let document = start; document < end;) {
      const rows = this.read(document, end);
      if (rows === 0) return;
      for (let at = 0; at < rows; at += 1) {
        this.take(at);
        visit(document + at);
      }
      document += rows;
    }
  }

  /** Sum of the squares of the vector of a document of the block. */
  squareOf(at: number): number {
    return this.squares[at]!;
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
}
