import { wantedOf, type Indicator } from '@throughtrain/text';

/** What a project's figure says to a demand's. */
export type IndicatorOutcome = 'met' | 'partly' | 'missed' | 'unknown';

/**
 * What counts as near enough for `partly`. `ratio`: of the value wanted. `complement`: of what is missing to 100 %, for shares wanted high. `celsius` and
 * `decibels`: where zero is no origin and ratios say nothing. `overlap`: least share of a wanted range.
 */
const near = { ratio: 1.1, complement: 1.25, celsius: 5, decibels: 1, overlap: 0.5 } as const;

interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Compares a figure that is wanted with one that is offered, both of one quantity and dimension.
 * @returns `unknown` where the offered figure leaves open which it is (at most 30 offered, at least 20 wanted)
 */
export function compareFigures(wanted: Indicator, offered: Indicator): IndicatorOutcome {
  if (wanted.change !== undefined) return compareChanges(wanted, wanted.change, offered);
  if (offered.change !== undefined) return 'unknown';
  const bound = boundOf(wanted);
  const own = intervalOf(offered);
  if (bound.kind === 'range') return compareRange(bound, own, wanted.dimension);
  return bound.kind === 'at-least'
    ? compareLeast(bound.value, own, (value) => isNearBelow(bound.value, value, wanted.dimension))
    : flip(bound.value, own, (value) => isNearAbove(bound.value, value, wanted.dimension));
}

type Bound =
  ({ readonly kind: 'range' } & Interval) | { readonly kind: 'at-least' | 'at-most'; readonly value: number };

/** A figure without a bound is bound by what its quantity is wanted to be; where nobody knows, it is met by what is near on both sides. */
function boundOf(wanted: Indicator): Bound {
  const { low, high, comparison, quantity } = wanted;
  if (comparison === 'at-least' && low !== undefined) return { kind: 'at-least', value: low };
  if (comparison === 'at-most' && high !== undefined) return { kind: 'at-most', value: high };
  const range = intervalOf(wanted);
  if (comparison === 'range') return { kind: 'range', ...range };
  const direction = wantedOf(quantity);
  if (direction === 'more') return { kind: 'at-least', value: range.low };
  if (direction === 'less') return { kind: 'at-most', value: range.high };
  const width = Math.abs(range.low) * (near.ratio - 1);
  return { kind: 'range', low: range.low - width, high: range.high + width };
}

/** A bound that a project states for itself is open on the other side. */
function intervalOf({ low = -Infinity, high = Infinity }: Indicator): Interval {
  return { low, high };
}

/** A project that says "at least 90" is held to 90, however much more it may be; one that says "at most" leaves the lower end open. */
function compareLeast(least: number, { low, high }: Interval, isNear: (value: number) => boolean): IndicatorOutcome {
  if (low >= least) return 'met';
  if (low === -Infinity) return high >= least ? 'unknown' : isNear(high) ? 'partly' : 'missed';
  const best = high === Infinity ? low : high;
  return best >= least || isNear(best) ? 'partly' : 'missed';
}

function flip(most: number, { low, high }: Interval, isNear: (value: number) => boolean): IndicatorOutcome {
  return compareLeast(-most, { low: -high, high: -low }, (value) => isNear(-value));
}

function isNearBelow(wanted: number, value: number, dimension: string): boolean {
  if (dimension === 'temperature') return wanted - value <= near.celsius;
  if (dimension === 'level') return wanted - value <= near.decibels;
  if (dimension === 'percent' && wanted >= 50 && wanted <= 100) return 100 - value <= (100 - wanted) * near.complement;
  return wanted > 0 && value > 0 && wanted / value <= near.ratio;
}

function isNearAbove(wanted: number, value: number, dimension: string): boolean {
  if (dimension === 'temperature') return value - wanted <= near.celsius;
  if (dimension === 'level') return value - wanted <= near.decibels;
  return wanted > 0 && value > 0 && value / wanted <= near.ratio;
}

/** A range is met by one that covers it and by a value within it, but for temperatures: to work at 25 ℃ is not to work from -40 to 85 ℃. */
function compareRange(wanted: Interval, own: Interval, dimension: string): IndicatorOutcome {
  if (own.low === own.high && dimension === 'temperature') return 'unknown';
  if (own.low === own.high) return own.low >= wanted.low && own.low <= wanted.high ? 'met' : 'missed';
  if (own.low <= wanted.low && own.high >= wanted.high) return 'met';
  const shared = Math.min(own.high, wanted.high) - Math.max(own.low, wanted.low);
  return shared >= near.overlap * (wanted.high - wanted.low) && shared > 0 ? 'partly' : 'missed';
}

/**
 * Sizes of change: wanted at least, unless the text bounds them from above (增幅≤30%). A project that tells what it was before and what it is now tells its
 * change too; a change the other way has the size 0 or less.
 */
function compareChanges(wanted: Indicator, direction: 'up' | 'down', offered: Indicator): IndicatorOutcome {
  const size = changeOf(direction, wanted.dimension, offered);
  if (size === undefined) return 'unknown';
  const isLimit = wanted.comparison === 'at-most';
  const limit = (isLimit ? wanted.high : wanted.low) ?? 0;
  // Sizes of change have no complement: to halve is not to leave half.
  const dimension = wanted.dimension === 'percent' ? 'ratio' : wanted.dimension;
  return isLimit
    ? flip(limit, size, (value) => isNearAbove(limit, value, dimension))
    : compareLeast(limit, size, (value) => isNearBelow(limit, value, dimension));
}

function changeOf(direction: 'up' | 'down', dimension: string, offered: Indicator): Interval | undefined {
  if (offered.change !== undefined) {
    if (offered.dimension !== dimension) return undefined;
    const size = intervalOf(offered);
    return offered.change === direction ? size : { low: -size.high, high: -size.low };
  }
  const { from, low } = offered;
  if (from === undefined || low === undefined) return undefined;
  const difference = direction === 'down' ? from - low : low - from;
  if (offered.dimension === dimension && dimension !== 'percent') return { low: difference, high: difference };
  if (dimension !== 'percent' || from <= 0) return undefined;
  const share = (100 * difference) / from;
  return { low: share, high: share };
}
