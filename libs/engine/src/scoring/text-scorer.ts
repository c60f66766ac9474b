import { joinRelevance, lexicalRelevance } from '@throughtrain/ranking';
import { countsOfCode, elsewhere, wordsElsewhere } from '../index/posting';
import { countsAt, lengthsPerDocument, type SharedTexts, type TextPage } from '../index/text-pages';
import type { CompiledQueries } from './compiled-queries';
import { documentsPerBlock, DotProducts } from './dot-products';
import { KernelMemory } from './kernels/kernel-memory';
import { PairBounds } from './pair-bounds';

const fields = 3;
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
  /** Sum of the squares of the document's vector. */
  square = 0;
  private readonly dots: DotProducts;
  private readonly norms = new Float64Array(lengthsPerDocument);

  constructor(
    private readonly texts: SharedTexts,
    private readonly queries: CompiledQueries,
  ) {
    const { count, vectors } = queries;
    const stride = Math.max(1, texts.stride);
    this.memory = new KernelMemory(DotProducts.bytes(count, stride) + PairBounds.bytes(count));
    this.dots = new DotProducts(texts.stride === 0 ? new Int8Array(count) : vectors, stride, this.memory);
    this.products = this.dots.products;
    this.sums = this.memory.doubles(PairBounds.sumsLength(count));
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
      for (let at = 0; at < rows; at += 1) {
        if (skip[document + at] !== 0) continue;
        this.product = at * this.dots.rowLength;
        this.square = page.squares[row + at] ?? 0;
        this.sum(page, row + at);
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

  private sum(page: TextPage, row: number): void {
    const { rowOfTerm, rowScales, rowKinds, rowStarts, useQueries, useWeights, k1 } = this.queries;
    const [weight0, weight1, weight2] = this.queries.fieldWeights;
    const { sums, norms } = this;
    const { postingsPerPage, postings: postingPages } = this.texts;
    sums.fill(0);
    this.normalise(page.lengths, row * lengthsPerDocument);
    const start = page.starts[row] ?? 0;
    const postings = postingPages[Math.floor(start / postingsPerPage)];
    if (postings === undefined) return;
    const first = start % postingsPerPage;
    const end = first + (page.termCounts[row] ?? 0);
    let apart = end;
    for (let at = first; at < end; at += 1) {
      const posting = postings[at]!;
      const code = posting & 0xff;
      const found = rowOfTerm[posting >>> 8]!;
      if (found !== 0) {
        const term = found - 1;
        const kind = rowKinds[term]! * fields;
        let weighted = 0;
        if (code === elsewhere) {
          const [title, keywords, body] = countsAt(postings, apart);
          if (title > 0) weighted += (weight0 * title) / norms[kind]!;
          if (keywords > 0) weighted += (weight1 * keywords) / norms[kind + 1]!;
          if (body > 0) weighted += (weight2 * body) / norms[kind + 2]!;
        } else {
          const title = countsOfCode[code * fields]!;
          const keywords = countsOfCode[code * fields + 1]!;
          const body = countsOfCode[code * fields + 2]!;
          if (title > 0) weighted += (weight0 * title) / norms[kind]!;
          if (keywords > 0) weighted += (weight1 * keywords) / norms[kind + 1]!;
          if (body > 0) weighted += (weight2 * body) / norms[kind + 2]!;
        }
        const impact = (rowScales[term]! * weighted) / (k1 + weighted);
        const last = rowStarts[found]!;
        for (let use = rowStarts[term]!; use < last; use += 1) {
          const query = useQueries[use]!;
          sums[query] = sums[query]! + useWeights[use]! * impact;
        }
      }
      if (code === elsewhere) apart += wordsElsewhere;
    }
  }

  private normalise(lengths: Uint32Array, at: number): void {
    const { averageLengths, b } = this.queries;
    for (let k = 0; k < lengthsPerDocument; k += 1) {
      const average = averageLengths[k]!;
      this.norms[k] = average > 0 ? 1 - b + (b * lengths[at + k]!) / average : 1;
    }
  }
}
