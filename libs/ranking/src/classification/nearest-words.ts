import type { CodeWords } from '@throughtrain/domain';
import { analyse, textWeights, type TableVectors } from '@throughtrain/text';

/** How near in meaning a text is to each code of one list. */
export class NearestWords {
  /** By place of the code the vectors of its words, one after the other. */
  private readonly words: readonly Float32Array[];

  constructor(codes: readonly CodeWords[], vectors: TableVectors) {
    this.words = codes.map(({ words }) =>
      joined(
        words.flatMap((word) => vectors.vectorOf(textWeights(analyse({ title: '', keywords: '', body: word }))) ?? []),
      ),
    );
  }

  /**
   * @param vector of a text, of length 1
   * @returns the cosine of the nearest word by place of the code, at least 0
   */
  cosines(vector: Float32Array): Float64Array {
    return Float64Array.from(this.words, (words) => largestProduct(words, vector));
  }
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const [{ length } = { length: 0 }] = vectors;
  const all = new Float32Array(vectors.length * length);
  vectors.forEach((vector, place) => {
    all.set(vector, place * length);
  });
  return all;
}

/** @returns the largest product of a vector with those that stand one after the other, at least 0 */
function largestProduct(vectors: Float32Array, one: Float32Array): number {
  let largest = 0;
  for (let start = 0; start < vectors.length; start += one.length) {
    let sum = 0;
    for (let k = 0; k < one.length; k += 1) sum += (vectors[start + k] ?? 0) * (one[k] ?? 0);
    largest = Math.max(largest, sum);
  }
  return largest;
}
