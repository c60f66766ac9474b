import type { FieldLengths, Term } from '@throughtrain/text';

/** Fields whose occurrences are counted apart. */
export const fieldCount = 3;

/** What is scored of a document. */
export interface ScoredText {
  /** Sorted. */
  readonly terms: readonly Term[];
  /** Occurrences of each term, three fields a term; a field counts to 65,535. */
  readonly counts: Uint16Array;
  readonly lengths: FieldLengths;
  readonly vector?: Int8Array | undefined;
}

/** Occurrences of the term at `index` by field. */
export function countsAt({ counts }: ScoredText, index: number): Uint16Array {
  return counts.subarray(index * fieldCount, (index + 1) * fieldCount);
}
