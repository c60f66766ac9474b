import type { ScoreRequest } from '@throughtrain/matching';
import {
  bm25,
  joinRelevance,
  lexicalQuery,
  lexicalRelevance,
  type LexicalQuery,
  type QueryTerm,
  type RelevanceVersion,
} from '@throughtrain/ranking';
import { inverseDocumentFrequency, kindOf, type CorpusStatistics, type NearTerms, type Term } from '@throughtrain/text';
import { similarity } from 'ml-distance';
import { countsAt, type ScoredText } from './scored-text';
import { turn } from './turn';

/** Queries made ready between two turns of the event loop: some ten milliseconds of work. */
const queriesPerTurn = 50;

interface TermUses {
  readonly idf: number;
  readonly uses: readonly { readonly query: number; readonly weight: number }[];
}

/** A term that a document and a query share. */
export interface TermContribution {
  readonly term: Term;
  /** What it adds to S. */
  readonly contribution: number;
  /** The word of the demand that it stands for in the other language. */
  readonly standsFor?: Term;
}

/** Terms of a query and of a document whose neighbours are looked for. */
const mostAsked = 30;
const mostSaid = 60;

function heaviest(weighed: readonly (readonly [term: Term, weight: number])[], limit: number): readonly Term[] {
  return weighed
    .filter(([term]) => kindOf(term) !== 'b')
    .sort(([a, weightA], [b, weightB]) => weightB - weightA || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([term]) => term);
}

/** All demands of a request, and its brief as the last query, turned by term so that one pass over a document scores them all. */
export class QuerySet {
  private termUses: ReadonlyMap<Term, TermUses> | undefined;
  private readonly termsOf = new Map<number, ReadonlyMap<Term, QueryTerm>>();

  private constructor(
    readonly demands: number,
    readonly queries: readonly LexicalQuery[],
    readonly vectors: readonly (Int8Array | undefined)[],
    private readonly statistics: CorpusStatistics,
    private readonly version: RelevanceVersion,
  ) {}

  /** Makes the queries of a request ready, and lets others have the event loop in between. */
  static async of(
    request: ScoreRequest,
    statistics: CorpusStatistics,
    version: RelevanceVersion,
    nearTerms?: NearTerms,
  ): Promise<QuerySet> {
    const analyses = request.queries.map(({ analysis }) => analysis);
    if (request.brief !== undefined) analyses.push(request.brief);
    const queries: LexicalQuery[] = [];
    for (const analysis of analyses) {
      if (queries.length % queriesPerTurn === 0) await turn();
      queries.push(lexicalQuery(analysis, statistics, version, nearTerms));
    }
    const vectors = [...request.queries.map(({ vector }) => vector), request.briefVector];
    return new QuerySet(request.queries.length, queries, vectors, statistics, version);
  }

  get size(): number {
    return this.queries.length;
  }

  /** Relevance of one document to every query, in query order. Sums run over the document's sorted terms, so they have one order. */
  relevances(document: ScoredText): Float64Array {
    const sums = new Float64Array(this.size);
    const terms = (this.termUses ??= this.usesByTerm());
    document.terms.forEach((term, index) => {
      const found = terms.get(term);
      if (found === undefined) return;
      const impact = this.impact(term, index, found.idf, document);
      for (const { query, weight } of found.uses) sums[query] = (sums[query] ?? 0) + weight * impact;
    });
    return sums.map((sum, query) =>
      joinRelevance(
        lexicalRelevance(sum, this.queries[query]?.scale ?? 0),
        this.cosine(query, document),
        this.version.meaningShare,
      ),
    );
  }

  /** What words and meaning say of one pair, of which its relevance is made. */
  parts(document: ScoredText, query: number): { readonly lexical: number; readonly cosine: number | undefined } {
    let sum = 0;
    for (const { contribution } of this.contributions(document, query)) sum += contribution;
    return { lexical: lexicalRelevance(sum, this.queries[query]?.scale ?? 0), cosine: this.cosine(query, document) };
  }

  /** Terms that only one of a pair has, the weightiest first: those of the query by weight × idf, those of the document by idf. */
  apart(document: ScoredText, query: number): { readonly asked: readonly Term[]; readonly said: readonly Term[] } {
    const terms = this.termsByName(query);
    const has = new Set(document.terms);
    const idf = (term: Term): number => inverseDocumentFrequency(this.statistics, term);
    const own = [...terms.values()].filter(({ term, standsFor }) => standsFor === undefined && !has.has(term));
    return {
      asked: heaviest(
        own.map(({ term, weight }) => [term, weight * idf(term)]),
        mostAsked,
      ),
      said: heaviest(
        document.terms.filter((term) => !terms.has(term)).map((term) => [term, idf(term)]),
        mostSaid,
      ),
    };
  }

  /** What each shared term adds to S of one query. */
  contributions(document: ScoredText, query: number): TermContribution[] {
    const terms = this.termsByName(query);
    return document.terms.flatMap((term, index) => {
      const asked = terms.get(term);
      if (asked === undefined) return [];
      const idf = inverseDocumentFrequency(this.statistics, term);
      const contribution = asked.weight * this.impact(term, index, idf, document);
      return [{ term, contribution, ...(asked.standsFor !== undefined && { standsFor: asked.standsFor }) }];
    });
  }

  private usesByTerm(): ReadonlyMap<Term, TermUses> {
    const uses = new Map<Term, { query: number; weight: number }[]>();
    this.queries.forEach(({ terms }, query) => {
      for (const { term, weight } of terms) {
        const known = uses.get(term);
        if (known === undefined) uses.set(term, [{ query, weight }]);
        else known.push({ query, weight });
      }
    });
    return new Map(
      Array.from(uses, ([term, list]) => [term, { idf: inverseDocumentFrequency(this.statistics, term), uses: list }]),
    );
  }

  /** Explanations ask for one demand many times. */
  private termsByName(query: number): ReadonlyMap<Term, QueryTerm> {
    const known = this.termsOf.get(query);
    if (known !== undefined) return known;
    const terms = new Map(this.queries[query]?.terms.map((one) => [one.term, one]));
    this.termsOf.set(query, terms);
    return terms;
  }

  private impact(term: Term, index: number, idf: number, document: ScoredText): number {
    const kind = kindOf(term);
    const { averageLengths } = this.statistics.kinds[kind];
    return bm25(
      { counts: countsAt(document, index), lengths: document.lengths[kind], averageLengths, idf },
      this.version,
    );
  }

  /**
   * The cosine, by the fullness of the query. A text that was not encoded leaves meaning out; one in which the encoder knows nothing has a vector of
   * zeros and means nothing.
   */
  private cosine(query: number, { vector }: ScoredText): number | undefined {
    const own = this.vectors[query];
    if (own === undefined || vector === undefined) return undefined;
    return (this.queries[query]?.fullness ?? 0) * (similarity.cosine(own, vector) || 0);
  }
}
