import { kindOf, type EmbeddingTable, type NearTerm, type NearTerms, type Term } from '@throughtrain/text';

/** Rows of rarer terms are too uncertain to stand for another word. */
const leastDocuments = 15;
/** Neighbours by which it is told how crowded the surroundings of a term are. */
const neighbours = 10;
const perTerm = 3;
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
  const nearest = new Map<number, Near[]>([...left, ...right].map((row) => [row, []]));
  const [leftUnits, rightUnits] = [unitRows(table, left), unitRows(table, right)];
  const { dimensions } = table;
  left.forEach((row, i) => {
    right.forEach((other, j) => {
      let cosine = 0;
      for (let k = 0; k < dimensions; k += 1)
        cosine += (leftUnits[i * dimensions + k] ?? 0) * (rightUnits[j * dimensions + k] ?? 0);
      offer(nearest.get(row) ?? [], { row: other, cosine });
      offer(nearest.get(other) ?? [], { row, cosine });
    });
  });
  return nearest;
}

function offer(list: Near[], near: Near): void {
  if (list.length === neighbours && (list.at(-1)?.cosine ?? 0) >= near.cosine) return;
  const place = list.findIndex(({ cosine }) => cosine < near.cosine);
  list.splice(place < 0 ? list.length : place, 0, near);
  if (list.length > neighbours) list.pop();
}

function unitRows({ rows, dimensions }: EmbeddingTable, wanted: readonly number[]): Float32Array {
  const units = new Float32Array(wanted.length * dimensions);
  wanted.forEach((row, at) => {
    const own = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0)) || 1;
    own.forEach((value, k) => (units[at * dimensions + k] = value / length));
  });
  return units;
}
