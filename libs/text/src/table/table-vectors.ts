import type { Term } from '../tokeniser';
import type { EmbeddingTable } from './embedding-table';
import { knownParts } from './known-parts';

/** Unknown words that are remembered: texts never end, memory does. */
const mostRemembered = 100_000;

/** Sums and comparisons of the rows of a table. */
export class TableVectors {
  readonly dimensions: number;
  private readonly rowOf: ReadonlyMap<Term, number>;
  /** Length of each row in its own units. */
  private readonly norms: Float64Array;
  private readonly parts = new Map<Term, readonly number[]>();

  constructor(private readonly table: EmbeddingTable) {
    this.dimensions = table.dimensions;
    this.rowOf = new Map(table.terms.map((term, row) => [term, row]));
    this.norms = Float64Array.from(table.terms, (_, row) => Math.sqrt(this.product(row, row)));
  }

  /** Whether a term has a row of its own. */
  has(term: Term): boolean {
    return this.rowOf.has(term);
  }

  /**
   * The vector of a text: the sum of its terms' rows, each times its weight, made one long. A word without a row counts as the mean of the known words in it; pairs of
   * characters and what remains unknown count nothing.
   * @param terms in an order that depends on the text only, as the sum does
   * @returns `dimensions` numbers of length 1; undefined when no term is known
   */
  vectorOf(terms: Iterable<readonly [term: Term, weight: number]>): Float32Array | undefined {
    const sum = new Float64Array(this.dimensions);
    for (const [term, weight] of terms) {
      const rows = this.rowsOf(term);
      for (const row of rows) this.addRow(sum, row, weight / rows.length);
    }
    let square = 0;
    for (const value of sum) square += value * value;
    if (square === 0) return undefined;
    const length = Math.sqrt(square);
    return Float32Array.from(sum, (value) => value / length);
  }

  /** Papers of the training that hold a term; the rows of rare ones are uncertain. */
  documentsOf(term: Term): number {
    const row = this.rowOf.get(term);
    return row === undefined ? 0 : (this.table.documentCounts[row] ?? 0);
  }

  /** @returns the cosine of the rows of two terms; undefined when one has none */
  cosineOf(left: Term, right: Term): number | undefined {
    const [i, j] = [this.rowOf.get(left), this.rowOf.get(right)];
    return i === undefined || j === undefined ? undefined : this.cosine(i, j);
  }

  private rowsOf(term: Term): readonly number[] {
    const row = this.rowOf.get(term);
    if (row !== undefined) return [row];
    let rows = this.parts.get(term);
    if (rows === undefined) {
      rows = knownParts(term, this.rowOf);
      if (this.parts.size < mostRemembered) this.parts.set(term, rows);
    }
    return rows;
  }

  private addRow(sum: Float64Array, row: number, weight: number): void {
    const { rows, scales } = this.table;
    const factor = weight * (scales[row] ?? 0);
    const start = row * this.dimensions;
    for (let k = 0; k < this.dimensions; k += 1) sum[k] = (sum[k] ?? 0) + factor * (rows[start + k] ?? 0);
  }

  private cosine(left: number, right: number): number {
    return this.product(left, right) / ((this.norms[left] ?? 0) * (this.norms[right] ?? 0) || 1);
  }

  private product(left: number, right: number): number {
    const { rows } = this.table;
    const [i, j] = [left * this.dimensions, right * this.dimensions];
    let sum = 0;
    for (let k = 0; k < this.dimensions; k += 1) sum += (rows[i + k] ?? 0) * (rows[j + k] ?? 0);
    return sum;
  }
}
