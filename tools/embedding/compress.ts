import { analyserVersion, quantiseRows, type EmbeddingTable } from '@throughtrain/text';
import { inverseDocumentFrequencies } from './latent-start';
import { crossProduct, symmetricEigen } from './symmetric-eigen';
import type { TrainingCorpus } from './training-corpus';

/** Exponent of the idf by which rows are shortened at the end: learning leaves rare words longer than is good for texts it has not seen. */
const temper = 0.25;

/**
 * Makes a table of learned rows: turned to their main directions, of which the first `dimensions` are kept, and rounded to eight bits. The turn changes no cosine; it lets
 * the directions that matter least be left out. Rows of rare terms are shortened.
 * @param size numbers a learned row
 */
export function compress(
  corpus: TrainingCorpus,
  rows: Float32Array,
  { name, size, dimensions }: { name: string; size: number; dimensions: number },
): EmbeddingTable {
  const { terms, documentCounts } = corpus;
  // A row matters as often as its term is met.
  const weighted = rows.map((value, at) => value * Math.sqrt(documentCounts[Math.floor(at / size)] ?? 0));
  const { vectors } = symmetricEigen(crossProduct(weighted, weighted, terms.length, size), size);
  const turned = new Float32Array(terms.length * dimensions);
  for (let row = 0; row < terms.length; row += 1)
    for (let k = 0; k < dimensions; k += 1) {
      let sum = 0;
      for (let i = 0; i < size; i += 1) sum += (rows[row * size + i] ?? 0) * (vectors[i * size + k] ?? 0);
      turned[row * dimensions + k] = sum;
    }
  const quantised = quantiseRows(turned, dimensions);
  const idf = inverseDocumentFrequencies(corpus);
  const scales = quantised.scales.map((scale, row) => scale / (idf[row] ?? 1) ** temper);
  return { name, analyserVersion, dimensions, terms, documentCounts, rows: quantised.rows, scales };
}
