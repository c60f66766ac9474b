import { kindOf, type EmbeddingTable, type NearTerm, type NearTerms, type Term } from '@throughtrain/text';
import { Arithmetic, transposedPanelsOf } from './arithmetic/arithmetic';

/** Rows of rarer terms are too uncertain to stand for another word. */
const leastDocuments = 15;
/** Neighbours by which it is told how crowded the surroundings of a term are. */
const neighbours = 10;
const perTerm = 3;
/** Rows that are compared at once, a multiple of eight. */
const block = 256;
const leastCosine = 0.35;

interface Near {
  readonly row: number;
  readonly cosine: number;
}

/**
 * The nearest terms of the other language of each frequent term. Some rows lie near everything (hubs), so that neighbours are ordered by
 * 2 cos(x, y) - r(x) - r(y), r the mean cosine with the ten nearest of the other language; and each must have the other among its ten nearest.
 * @returns by term, best first, at most three, of a cosine of at least .35
 * @see Conneau et al., Word translation without parallel data (2018), section 2.3: cross-domain similarity local scaling
 */
export function nearTermsOf(table: EmbeddingTable): NearTerms {
  const rowsOf = (kind: 'w' | 's'): number[] =>
    [...table.terms.keys()].filter(
      (row) => kindOf(table.terms[row] ?? '') === kind && (table.documentCounts[row] ?? 0) >= leastDocuments,
    );
  const nearest = nearestOfOther(table, rowsOf('w'), rowsOf('s'));
  const crowding = new Map(
    [...nearest].map(([row, near]) => [row, near.reduce((sum, { cosine }) => sum + cosine, 0) / neighbours]),
  );
  const found = new Map<Term, readonly NearTerm[]>();
  for (const [row, near] of nearest) {
    const scaled = near
      .filter(({ row: other, cosine }) => cosine >= leastCosine && nearest.get(other)?.some((back) => back.row === row))
      .map((one) => ({ ...one, scaled: 2 * one.cosine - (crowding.get(row) ?? 0) - (crowding.get(one.row) ?? 0) }))
      .sort((a, b) => b.scaled - a.scaled || a.row - b.row)
      .slice(0, perTerm)
      .map(({ row: other, cosine }) => ({ term: table.terms[other] ?? '', cosine: Math.round(cosine * 1000) / 1000 }));
    if (scaled.length > 0) found.set(table.terms[row] ?? '', scaled);
  }
  return found;
}

/** The ten nearest of the other side of each row, nearest first. */
function nearestOfOther(
  table: EmbeddingTable,
  left: readonly number[],
  right: readonly number[],
): ReadonlyMap<number, readonly Near[]> {
  const [nearLeft, nearRight] = [left, right].map((rows) => rows.map(() => new NearestTen())) as [
    NearestTen[],
    NearestTen[],
  ];
  const { dimensions } = table;
  const arithmetic = new Arithmetic(block * (2 * dimensions + block) * 4 + 1_024, dimensions);
  const [units, panels] = [arithmetic.matrix(block, dimensions), arithmetic.matrix(block, dimensions)];
  const cosines = arithmetic.matrix(block, block);
  for (let i = 0; i < left.length; i += block) {
    units.set(unitRows(table, left.slice(i, i + block)));
    for (let j = 0; j < right.length; j += block) {
      transposedPanelsOf(unitRows(table, right.slice(j, j + block)), dimensions, block, panels);
      arithmetic.multiply(cosines, units, panels, { rows: block, inner: dimensions, columns: block });
      for (let at = 0; at < cosines.length; at += 1) {
        const [ours, theirs] = [i + Math.floor(at / block), j + (at % block)];
        nearLeft[ours]?.offer(right[theirs], cosines[at] ?? 0);
        nearRight[theirs]?.offer(left[ours], cosines[at] ?? 0);
      }
    }
  }
  const cosine = exactCosines(table);
  const lists = (rows: readonly number[], nearest: readonly NearestTen[]): (readonly [number, readonly Near[]])[] =>
    rows.map((row, at) => [row, (nearest[at]?.list ?? []).map((near) => ({ ...near, cosine: cosine(row, near.row) }))]);
  return new Map([...lists(left, nearLeft), ...lists(right, nearRight)]);
}

/** In double precision, so that what is rounded and shipped does not hang on the order of a sum. */
function exactCosines(table: EmbeddingTable): (row: number, other: number) => number {
  const { dimensions } = table;
  const units = unitRows(table, [...table.terms.keys()]);
  return (row, other) => {
    let sum = 0;
    for (let k = 0; k < dimensions; k += 1)
      sum += (units[row * dimensions + k] ?? 0) * (units[other * dimensions + k] ?? 0);
    return sum;
  };
}

class NearestTen {
  readonly list: Near[] = [];
  private least = -Infinity;

  /** @param row undefined past the last row, where a block is not full */
  offer(row: number | undefined, cosine: number): void {
    if (cosine <= this.least || row === undefined) return;
    const place = this.list.findIndex((near) => near.cosine < cosine);
    this.list.splice(place < 0 ? this.list.length : place, 0, { row, cosine });
    if (this.list.length > neighbours) this.list.pop();
    if (this.list.length === neighbours) this.least = this.list.at(-1)?.cosine ?? 0;
  }
}

/** @returns the rows made one long, followed by zeros up to a whole block */
function unitRows({ rows, dimensions }: EmbeddingTable, wanted: readonly number[]): Float32Array {
  const units = new Float32Array(Math.max(block, wanted.length) * dimensions);
  wanted.forEach((row, at) => {
    const own = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0)) || 1;
    own.forEach((value, k) => (units[at * dimensions + k] = value / length));
  });
  return units;
}
