import { kindOf, type Term } from '../tokeniser';

/** Shorter ends of a Latin word are endings, not words. */
const leastStem = 4;

/**
 * What a word without a row is made of. A Chinese word is read from its end, since its head comes last, by the longest known words (铝基|复合材料 for
 * 铝基复合材料); a Latin one is cut once where both sides are known, else taken by its longest known end.
 * @param rowOf row by term
 * @returns rows of the parts; none when nothing in it is known
 */
export function knownParts(term: Term, rowOf: ReadonlyMap<Term, number>): readonly number[] {
  const kind = kindOf(term);
  if (kind === 'b') return [];
  const characters = [...term.slice(1)];
  const rowAt = (start: number, end: number): number | undefined =>
    rowOf.get(kind + characters.slice(start, end).join(''));
  return kind === 'w' ? chineseParts(characters.length, rowAt) : latinParts(characters.length, rowAt);
}

type RowAt = (start: number, end: number) => number | undefined;

function chineseParts(length: number, rowAt: RowAt): number[] {
  const rows: number[] = [];
  let end = length;
  while (end >= 2) {
    const starts = Array.from({ length: end - 1 }, (_, start) => start);
    const start = starts.find((candidate) => rowAt(candidate, end) !== undefined);
    const row = start === undefined ? undefined : rowAt(start, end);
    if (row !== undefined) rows.push(row);
    end = start ?? end - 1;
  }
  return rows;
}

function latinParts(length: number, rowAt: RowAt): number[] {
  for (let cut = leastStem; cut + leastStem <= length; cut += 1) {
    const [left, right] = [rowAt(0, cut), rowAt(cut, length)];
    if (left !== undefined && right !== undefined) return [left, right];
  }
  for (let cut = 1; cut + leastStem < length; cut += 1) {
    const row = rowAt(cut, length);
    if (row !== undefined) return [row];
  }
  return [];
}
