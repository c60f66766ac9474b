import type { ScoreRequest } from '@throughtrain/matching';
import {
  bm25,
  joinRelevance,
  lexicalQuery,
  lexicalRelevance,
  type LexicalQuery,
  type RelevanceVersion,
} from '@throughtrain/ranking';
import { inverseDocumentFrequency, kindOf, type CorpusStatistics, type Term } from '@throughtrain/text';
import { similarity } from 'ml-distance';
import { countsAt, type LibraryDocument } from './library-state';

interface QueryTerm {
  readonly idf: number;
  readonly uses: readonly { readonly query: number; readonly weight: number }[];
}

/** All demands of a request, and its brief as the last query, turned by term so that one pass over a document scores them all. */
export class QuerySet {
  private readonly terms = new Map<Term, QueryTerm>();
  private readonly weights = new Map<number, ReadonlyMap<Term, number>>();
  private readonly queries: readonly LexicalQuery[];
  private readonly vectors: readonly (readonly number[] | undefined)[];
  private readonly hasVectors: boolean;

  constructor(
    request: ScoreRequest,
    private readonly statistics: CorpusStatistics,
    private readonly version: RelevanceVersion,
  ) {
    const analyses = request.queries.map(({ analysis }) => analysis);
    if (request.brief !== undefined) analyses.push(request.brief);
    this.vectors = [...request.queries.map(({ vector }) => vector), request.briefVector];
    this.hasVectors = this.vectors.some((vector) => vector !== undefined);
    this.queries = analyses.map((analysis) => lexicalQuery(analysis, statistics, version));
    const uses = new Map<Term, { query: number; weight: number }[]>();
    this.queries.forEach(({ weights }, query) => {
      for (const [term, weight] of weights) {
        const known = uses.get(term);
        if (known === undefined) uses.set(term, [{ query, weight }]);
        else known.push({ query, weight });
      }
    });
    for (const [term, list] of uses)
      this.terms.set(term, { idf: inverseDocumentFrequency(statistics, term), uses: list });
  }

  get size(): number {
    return this.queries.length;
  }

  /** Relevance of one document to every query, in query order. Sums run over the document's sorted terms, so they have one order. */
  relevances(document: LibraryDocument): Float64Array {
    const sums = new Float64Array(this.size);
    document.terms.forEach((term, index) => {
      const found = this.terms.get(term);
      if (found === undefined) return;
      const impact = this.impact(term, index, found.idf, document);
      for (const { query, weight } of found.uses) sums[query] = (sums[query] ?? 0) + weight * impact;
    });
    return sums.map((sum, query) =>
      joinRelevance(lexicalRelevance(sum, this.queries[query]?.scale ?? 0), this.cosine(query, document)),
    );
  }

  /** What each shared term adds to S of one query. */
  contributions(document: LibraryDocument, query: number): { readonly term: Term; readonly contribution: number }[] {
    const weights = this.weightsOf(query);
    return document.terms.flatMap((term, index) => {
      const weight = weights.get(term);
      if (weight === undefined) return [];
      const idf = inverseDocumentFrequency(this.statistics, term);
      return [{ term, contribution: weight * this.impact(term, index, idf, document) }];
    });
  }

  /** Explanations ask for one demand many times. */
  private weightsOf(query: number): ReadonlyMap<Term, number> {
    const known = this.weights.get(query);
    if (known !== undefined) return known;
    const weights = new Map(this.queries[query]?.weights);
    this.weights.set(query, weights);
    return weights;
  }

  private impact(term: Term, index: number, idf: number, document: LibraryDocument): number {
    const kind = kindOf(term);
    const { averageLengths } = this.statistics.kinds[kind];
    return bm25(
      { counts: countsAt(document, index), lengths: document.lengths[kind], averageLengths, idf },
      this.version,
    );
  }

  private cosine(query: number, { vector }: LibraryDocument): number | undefined {
    const own = this.vectors[query];
    // Without vectors the run leaves meaning out; in a run with vectors, a text without a known word means nothing.
    if (!this.hasVectors) return undefined;
    return own === undefined || vector === undefined ? 0 : similarity.cosine([...own], [...vector]) || 0;
  }
}
