import type { LexicalQuery } from '@throughtrain/ranking';
import type { Term } from '@throughtrain/text';
import { shared } from '../index/shared';
import type { TermTable } from '../index/term-table';
import { turn } from '../turn';
import { askedLayout as layout } from './kernels/word-kernel';

/** Between two turns of the event loop: some ten milliseconds of work. */
const queriesPerTurn = 50;
const rowsPerTurn = 5_000;
/** Numbers of weights have 16 bits. */
const mostWeights = 1 << 16;

/** The terms of the library that some query asks for, with who asks: bytes as {@link layout} says. */
export interface AskedTerms {
  readonly table: Uint8Array;
  /** Where its rows begin. */
  readonly rowsAt: number;
}

/** What impacts of a term count by, and the place of its kind. */
type Weighing = (term: Term) => { readonly scale: number; readonly kind: number };

/** Turns queries by term. A query asks for a term once. */
export async function askedTerms(
  queries: readonly LexicalQuery[],
  terms: TermTable,
  of: Weighing,
): Promise<AskedTerms> {
  return tableOf(await usesByTerm(queries, terms), terms.size, of);
}

interface Row {
  readonly term: Term;
  readonly number: number;
  readonly uses: { readonly query: number; readonly weight: number }[];
}

/** @param rows in the order of their numbers */
async function tableOf(rows: readonly Row[], terms: number, of: Weighing): Promise<AskedTerms> {
  // Rows begin at multiples of their length.
  const rowsAt = Math.ceil(terms / 64) * 2 * layout.wordBytes;
  const usesAt = rowsAt + (rows.length + 1) * layout.rowBytes;
  const weights = new Weights();
  const firstWeights = rows.map(({ uses }) => weights.take(uses.map(({ weight }) => weight)));
  const uses = rows.reduce((sum, row) => sum + row.uses.length, 0);
  const weightsAt = Math.ceil((usesAt + uses * layout.useBytes) / 8) * 8;
  const table = shared(Uint8Array, weightsAt + weights.all.length * 8);
  const view = new DataView(table.buffer);
  let at = usesAt;
  for (const [index, { term, number, uses: list }] of rows.entries()) {
    if (index % rowsPerTurn === 0) await turn();
    const [word, row, first] = [
      (number >>> 5) * layout.wordBytes,
      rowsAt + index * layout.rowBytes,
      firstWeights[index],
    ];
    const { scale, kind } = of(term);
    if (view.getUint32(word, true) === 0) view.setUint32(word + 4, index, true);
    view.setUint32(word, view.getUint32(word, true) | (1 << (number & 31)), true);
    view.setFloat64(row, scale, true);
    view.setUint32(row + layout.usesAndKind, at | kind, true);
    view.setUint32(row + layout.weights, weightsAt + 8 * (first?.[0] ?? 0), true);
    for (const [place, { query }] of list.entries()) {
      view.setUint16(at, query, true);
      view.setUint16(at + 2, first?.[1][place] ?? 0, true);
      at += layout.useBytes;
    }
  }
  view.setUint32(rowsAt + rows.length * layout.rowBytes + layout.usesAndKind, at, true);
  weights.all.forEach((weight, place) => view.setFloat64(weightsAt + 8 * place, weight, true));
  return { table, rowsAt };
}

/** Weights by number. Most uses share few of them; numbers have 16 bits, counted from where a row says. */
class Weights {
  readonly all: number[] = [];
  private first = 0;
  private readonly numbers = new Map<number, number>();

  /** @returns from where the numbers of some weights are counted, and the numbers */
  take(weights: readonly number[]): readonly [first: number, numbers: readonly number[]] {
    if (this.numbers.size + weights.length > mostWeights) {
      this.numbers.clear();
      this.first = this.all.length;
    }
    return [this.first, weights.map((weight) => this.numberOf(weight))];
  }

  private numberOf(weight: number): number {
    const number = this.numbers.get(weight) ?? this.all.push(weight) - 1 - this.first;
    this.numbers.set(weight, number);
    return number;
  }
}

/** Terms that no document has meet nothing. @returns in the order of their numbers */
async function usesByTerm(queries: readonly LexicalQuery[], terms: TermTable): Promise<readonly Row[]> {
  const rows = new Map<Term, Row | undefined>();
  for (const [query, asked] of queries.entries()) {
    if (query % queriesPerTurn === 0) await turn();
    for (const { term, weight } of asked.terms) {
      if (!rows.has(term)) {
        const number = terms.find(term);
        rows.set(term, number === undefined ? undefined : { term, number, uses: [] });
      }
      rows.get(term)?.uses.push({ query, weight });
    }
  }
  return [...rows.values()].filter((row) => row !== undefined).sort((a, b) => a.number - b.number);
}
