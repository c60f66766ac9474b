/** Scores are compared on this grid, so that the last bits of a sum never decide. */
const steps = 1_000_000;

/** @returns the value rounded to 1e-6 */
export function quantise(value: number): number {
  return Math.round(value * steps) / steps;
}

/** Orders by score downwards, then by id, so that equal scores have one order everywhere. */
export function byScoreThenId<Item extends { readonly score: number; readonly projectId: string }>(
  a: Item,
  b: Item,
): number {
  return b.score - a.score || (a.projectId < b.projectId ? -1 : a.projectId > b.projectId ? 1 : 0);
}
