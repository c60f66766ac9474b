import { isGenericQuantity, wantedOf, type Indicator } from '@throughtrain/text';
import { compareFigures, type IndicatorOutcome } from './compare-figures';

/** One figure of a demand and what the project has to say to it. */
export interface IndicatorComparison {
  readonly wanted: Indicator;
  /** The project's figure; absent when it has none of this quantity. */
  readonly offered?: Indicator | undefined;
  readonly outcome: IndicatorOutcome;
}

/** How the measurable figures of a demand fare, as shares of them all; the rest is missed. */
export interface IndicatorShares {
  /** Met ones, partly met ones as half. */
  readonly met: number;
  /** Those of which the project says nothing. */
  readonly unknown: number;
}

/** Figures of one demand that are compared; more than any asks for. */
const mostWanted = 40;
const rank: Readonly<Record<IndicatorOutcome, number>> = { met: 3, partly: 2, missed: 1, unknown: 0 };

/**
 * Compares what a demand asks for with what a project states.
 * @returns one comparison for each measurable figure of the demand, in its order: those with a bound, ranges and changes in the wanted direction; a figure that is
 * told twice counts once
 */
export function compareIndicators(
  demand: readonly Indicator[],
  project: readonly Indicator[],
): readonly IndicatorComparison[] {
  const offers = project.filter(({ isAside }) => !isAside);
  return measurable(demand).map((wanted) => compareWithBest(wanted, offers));
}

/** @returns undefined when nothing measurable is asked for */
export function indicatorShares(comparisons: readonly IndicatorComparison[]): IndicatorShares | undefined {
  if (comparisons.length === 0) return undefined;
  const share = (outcome: IndicatorOutcome): number =>
    comparisons.filter((comparison) => comparison.outcome === outcome).length / comparisons.length;
  return { met: share('met') + share('partly') / 2, unknown: share('unknown') };
}

function measurable(demand: readonly Indicator[]): readonly Indicator[] {
  const kept: Indicator[] = [];
  for (const figure of demand) {
    const isTold = kept.some((other) => sameFigure(other, figure));
    if (isMeasurable(figure) && !isTold) kept.push(figure);
  }
  return kept.slice(0, mostWanted);
}

function isMeasurable({ comparison, change, quantity, isAside, from }: Indicator): boolean {
  if (isAside || quantity === '' || from !== undefined) return false;
  if (change === undefined || comparison !== 'about') return comparison !== 'about';
  const direction = wantedOf(quantity);
  return direction === 'unknown' || (direction === 'more') === (change === 'up');
}

function sameFigure(a: Indicator, b: Indicator): boolean {
  return (
    a.quantity === b.quantity &&
    a.dimension === b.dimension &&
    a.comparison === b.comparison &&
    a.change === b.change &&
    a.low === b.low &&
    a.high === b.high
  );
}

/** Of the project's figures of the same quantity the one with the most words in common counts, then the better one. */
function compareWithBest(wanted: Indicator, offers: readonly Indicator[]): IndicatorComparison {
  let best: IndicatorComparison = { wanted, outcome: 'unknown' };
  let bestLikeness = -1;
  for (const offered of offers) {
    const likeness = likenessOf(wanted, offered);
    if (likeness === undefined) continue;
    const outcome = compareFigures(wanted, offered);
    // What leaves a figure open stands behind whatever answers it.
    const value = outcome === 'unknown' ? -0.5 : likeness;
    if (value > bestLikeness || (value === bestLikeness && rank[outcome] > rank[best.outcome])) {
      best = { wanted, offered, outcome };
      bestLikeness = value;
    }
  }
  return best;
}

/** @returns how alike the words of two figures are, in [0, 1]; undefined when they are of different things */
function likenessOf(wanted: Indicator, offered: Indicator): number | undefined {
  const isChangeOf = wanted.change !== undefined && wanted.dimension === 'percent' && offered.from !== undefined;
  if (wanted.dimension !== offered.dimension && !isChangeOf) return undefined;
  if (!isSameQuantity(wanted.quantity, offered.quantity)) return undefined;
  const [left, right] = [ownWords(wanted), ownWords(offered)];
  const likeness = overlap(left, right);
  // 隔膜厚度 and 极片厚度 are two things; 厚度 alone may be either.
  if (likeness === 0 && left.size > 0 && right.size > 0 && isGenericQuantity(wanted.quantity)) return undefined;
  return likeness;
}

/** The same name, or one that ends with the other: 吨铝用气 and 用气. */
function isSameQuantity(wanted: string, offered: string): boolean {
  if (wanted === '' || offered === '') return false;
  return (
    wanted === offered ||
    (Math.min(wanted.length, offered.length) >= 2 && (wanted.endsWith(offered) || offered.endsWith(wanted)))
  );
}

/** English words that name general quantities, or bind figures to them: they do not tell one thing from another. */
const general =
  /^(?:times?|costs?|prices?|temperatures?|thickness|pressure|errors?|speed|rates?|weight|mass|voltage|current|content|length|width|capacity|life|is|of|the|by|from|to|than|and|reduced|increased)$/;

/** Pairs of neighbouring characters of what the label says beside the quantity; whole words of a Latin one. */
function ownWords({ label, quantity }: Indicator): ReadonlySet<string> {
  const rest = label.replace(quantity, '');
  const pairs = [...rest.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair ?? '');
  return new Set([...pairs, ...(rest.match(/[a-z]{2,}/g) ?? []).filter((word) => !general.test(word))]);
}

function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}
