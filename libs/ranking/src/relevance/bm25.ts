/** What BM25 needs to know of one term in one document. */
export interface TermOccurrence {
  /** Occurrences by field, each ≥ 0. */
  readonly counts: ArrayLike<number>;
  /** Terms of the same kind by field of this document. */
  readonly lengths: readonly number[];
  /** Average of these lengths over the corpus, each ≥ 0; 0 switches length normalisation off. */
  readonly averageLengths: readonly number[];
  /** Inverse document frequency, > 0. */
  readonly idf: number;
}

/**
 * BM25F weight of one term in one document: occurrences are weighed and length-normalised by field, summed, then saturated once.
 * @returns a weight in [0, idf × (k1 + 1)); 0 when the term does not occur
 * @throws RangeError when idf is not positive
 * @see Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (2004)
 */
export function bm25(
  { counts, lengths, averageLengths, idf }: TermOccurrence,
  { k1, b, fieldWeights }: { k1: number; b: number; fieldWeights: readonly number[] },
): number {
  if (!(idf > 0)) throw new RangeError('idf must be positive');
  let weighted = 0;
  for (let field = 0; field < fieldWeights.length; field += 1) {
    const count = counts[field] ?? 0;
    if (count === 0) continue;
    const average = averageLengths[field] ?? 0;
    const norm = average > 0 ? 1 - b + (b * (lengths[field] ?? 0)) / average : 1;
    weighted += ((fieldWeights[field] ?? 0) * count) / norm;
  }
  return (idf * (k1 + 1) * weighted) / (k1 + weighted);
}
