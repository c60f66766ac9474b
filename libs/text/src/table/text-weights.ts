import { fields, type Analysis } from '../analyse';
import { kindOf, type Term } from '../tokeniser';

/** Weight of an occurrence in title, keywords and body: a title of ten words is to count beside a text of two hundred. */
const fieldWeights = [4, 3, 1] as const;

/**
 * Weights of a text's terms in its vector: occurrences by field, not damped, since the length of a row says already how much its term tells.
 * @returns words and stems in the order of the analysis; pairs of characters have no rows
 */
export function textWeights({ terms }: Analysis): (readonly [term: Term, weight: number])[] {
  return terms
    .filter(([term]) => kindOf(term) !== 'b')
    .map(([term, counts]) => [
      term,
      fields.reduce((sum, _, field) => sum + (fieldWeights[field] ?? 0) * (counts[field] ?? 0), 0),
    ]);
}
