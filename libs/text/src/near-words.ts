import { kindOf, type Term } from './tokeniser';
import type { TableVectors } from './table/table-vectors';

/** Two words for things that are near in meaning. */
export interface NearWords {
  /** Of the text that asks. */
  readonly asked: Term;
  /** Of the text that answers. */
  readonly said: Term;
  /** In (0, 1]. */
  readonly cosine: number;
}

/** Below it words are of one field rather than of one meaning. */
const leastCosine = 0.6;
/** Rows of rarer words lie near anything. */
const leastDocuments = 30;

/**
 * The nearest pairs of words of two texts that do not share them, best first; each word stands in one pair.
 * @param asked words of the one, the weightiest first
 * @param said words of the other; pairs of characters and words of few papers are passed over
 */
export function nearestWords(
  vectors: TableVectors,
  asked: readonly Term[],
  said: readonly Term[],
  limit: number,
): readonly NearWords[] {
  const isWord = (term: Term): boolean => kindOf(term) !== 'b' && vectors.documentsOf(term) >= leastDocuments;
  const pairs = asked.filter(isWord).flatMap((own) =>
    said.filter(isWord).flatMap((other): NearWords[] => {
      const cosine = own === other || holds(own, other) ? 0 : (vectors.cosineOf(own, other) ?? 0);
      return cosine >= leastCosine ? [{ asked: own, said: other, cosine: Math.round(cosine * 100) / 100 }] : [];
    }),
  );
  const found: NearWords[] = [];
  // Equal cosines keep the order of the words that ask.
  for (const pair of pairs.sort((a, b) => b.cosine - a.cosine)) {
    if (found.length >= limit) break;
    if (!found.some((one) => one.asked === pair.asked || one.said === pair.said)) found.push(pair);
  }
  return found;
}

/** A word within another is no second word for the same. */
function holds(left: Term, right: Term): boolean {
  const [a, b] = [left.slice(1), right.slice(1)];
  return a.includes(b) || b.includes(a);
}
