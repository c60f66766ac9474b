import type { Arithmetic } from './arithmetic/arithmetic';
import type { SeededRandom } from './seeded-random';
import { crossProduct, symmetricEigen, transformRows } from './symmetric-eigen';
import type { TrainingCorpus } from './training-corpus';

/** Texts of one paper are joined to documents of about this many terms: an abstract in two languages, or some paragraphs. */
const documentTerms = 400;
const iterations = 4;
/** Exponent of the idf in the length of a row: with the whole idf, rare words drown the others until long training has shortened them. */
const temper = 0.5;

interface Documents {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
  /** (1 + ln tf) × idf, each document of unit length. */
  readonly weights: Float32Array;
}

/** @returns ln(n / df) of each term, over the papers of the corpus */
export function inverseDocumentFrequencies({ documentCounts, paperOf }: TrainingCorpus): Float64Array {
  const papers = new Set(paperOf).size;
  return Float64Array.from(documentCounts, (count) => Math.log(1 + papers / count));
}

/**
 * Latent semantic analysis: the main right singular vectors of documents × terms by subspace iteration. Documents that join both languages of a paper bring the
 * languages together.
 * @param rows takes a row per term: its direction, of unit length, times the tempered idf
 * @see Halko, Martinsson, Tropp: Finding structure with randomness (2011)
 */
export function latentStart(
  corpus: TrainingCorpus,
  rows: Float32Array,
  { arithmetic, random, progress }: { arithmetic: Arithmetic; random: SeededRandom; progress: (line: string) => void },
): void {
  const { size } = arithmetic;
  const idf = inverseDocumentFrequencies(corpus);
  const documents = documentsOf(corpus, idf);
  const terms = corpus.terms.length;
  const other = arithmetic.matrix(terms, size);
  const sum = arithmetic.matrix(1, size);
  for (let at = 0; at < rows.length; at += 1) rows[at] = random.normal();
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    applySquare(documents, rows, other, sum, arithmetic);
    rows.set(other);
    orthonormalise(rows, terms, size);
    progress(`latent start: pass ${iteration + 1} of ${iterations + 1} over ${documents.offsets.length - 1} documents`);
  }
  applySquare(documents, rows, other, sum, arithmetic);
  const { values, vectors } = symmetricEigen(crossProduct(rows, other, terms, size), size);
  // Weighed by the root of their strength, directions of meaning are told from those of noise without drowning in the first few.
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < size; k += 1)
      vectors[i * size + k] = (vectors[i * size + k] ?? 0) * Math.max(0, values[k] ?? 0) ** 0.25;
  transformRows(rows, vectors, size);
  scaleRows(rows, idf, size);
}

function documentsOf({ tokens, offsets, paperOf }: TrainingCorpus, idf: Float64Array): Documents {
  const starts = [0];
  const rows = new Int32Array(tokens.length);
  const weights = new Float32Array(tokens.length);
  let length = 0;
  let counts = new Map<number, number>();
  let seen = 0;
  const close = (): void => {
    let norm = 0;
    const start = length;
    for (const [row, count] of counts) {
      const weight = (1 + Math.log(count)) * (idf[row] ?? 0);
      norm += weight * weight;
      rows[length] = row;
      weights[length++] = weight;
    }
    for (let at = start; at < length; at += 1) weights[at] = (weights[at] ?? 0) / Math.sqrt(norm);
    if (length > start) starts.push(length);
    counts = new Map();
    seen = 0;
  };
  for (let text = 0; text + 1 < offsets.length; text += 1) {
    if (seen >= documentTerms || (text > 0 && paperOf[text] !== paperOf[text - 1])) close();
    for (let at = offsets[text] ?? 0; at < (offsets[text + 1] ?? 0); at += 1, seen += 1) {
      const row = tokens[at] ?? 0;
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
  }
  close();
  return { offsets: Int32Array.from(starts), rows: rows.subarray(0, length), weights: weights.subarray(0, length) };
}

/** to = A^T A from, for the matrix A of the documents. */
function applySquare(
  { offsets, rows, weights }: Documents,
  from: Float32Array,
  to: Float32Array,
  sum: Float32Array,
  arithmetic: Arithmetic,
): void {
  to.fill(0);
  for (let document = 0; document + 1 < offsets.length; document += 1) {
    const [start, end] = [offsets[document] ?? 0, offsets[document + 1] ?? 0];
    sum.fill(0);
    for (let at = start; at < end; at += 1) arithmetic.addScaled(sum, 0, from, rows[at] ?? 0, weights[at] ?? 0);
    for (let at = start; at < end; at += 1) arithmetic.addScaled(to, rows[at] ?? 0, sum, 0, weights[at] ?? 0);
  }
}

/** Makes the columns orthonormal: rows times the inverse square root of their cross product. */
function orthonormalise(rows: Float32Array, terms: number, size: number): void {
  const { values, vectors } = symmetricEigen(crossProduct(rows, rows, terms, size), size);
  const least = (values[0] ?? 1) * 1e-12;
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < size; k += 1)
      vectors[i * size + k] = (vectors[i * size + k] ?? 0) / Math.sqrt(Math.max(values[k] ?? 0, least));
  transformRows(rows, vectors, size);
}

function scaleRows(rows: Float32Array, idf: Float64Array, size: number): void {
  const mean = new Float64Array(size);
  for (let at = 0; at < rows.length; at += 1) mean[at % size] = (mean[at % size] ?? 0) + (rows[at] ?? 0) / idf.length;
  idf.forEach((weight, row) => {
    let norm = 0;
    for (let k = 0; k < size; k += 1) norm += ((rows[row * size + k] ?? 0) - (mean[k] ?? 0)) ** 2;
    const factor = weight ** temper / Math.sqrt(norm || 1);
    for (let k = 0; k < size; k += 1) rows[row * size + k] = ((rows[row * size + k] ?? 0) - (mean[k] ?? 0)) * factor;
  });
}
