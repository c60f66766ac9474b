import type { NearWord, RelevanceExplanation } from '@throughtrain/matching';
import { quantise } from '@throughtrain/ranking';
import { nearestWords, type NearTerms, type TableVectors } from '@throughtrain/text';
import { toWords } from './matched-words';
import type { QuerySet } from './query-set';
import type { ScoredText } from './scored-text';

/** What is known of words by themselves. */
export interface WordMeaning {
  /** Of the other language. */
  readonly nearTerms: NearTerms;
  readonly vectors: TableVectors;
}

/** Pairs of near words told of one match. */
const nearWordsPerPair = 3;

/**
 * Why a document is relevant to a query, from the arithmetic that ranks.
 * @param limit of the words that met
 * @param meaning nothing is told of words near each other without it
 */
export function explainPair(
  queries: QuerySet,
  document: ScoredText,
  query: number,
  limit: number,
  meaning: WordMeaning | undefined,
): RelevanceExplanation {
  const { lexical, cosine } = queries.parts(document, query);
  return {
    lexical: quantise(lexical),
    ...(cosine !== undefined && { cosine: quantise(cosine) }),
    words: toWords(queries.contributions(document, query), limit),
    nearWords: meaning ? nearWordsOf(meaning.vectors, queries.apart(document, query)) : [],
  };
}

function nearWordsOf(vectors: TableVectors, { asked, said }: ReturnType<QuerySet['apart']>): NearWord[] {
  return nearestWords(vectors, asked, said, nearWordsPerPair).map(({ cosine, ...pair }) => ({
    asked: pair.asked.slice(1),
    said: pair.said.slice(1),
    cosine,
  }));
}
