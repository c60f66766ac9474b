/** Changes whenever the same text would give other indicators. */
export const indicatorsVersion = 'indicators-2';

/** Characters of a text that are read; what stands after them is not. */
export const longestIndicatorText = 20_000;

/** How a figure is bound: from below, from above, not at all, on both sides. */
export const comparisons = ['at-least', 'at-most', 'about', 'range'] as const;
export type Comparison = (typeof comparisons)[number];

/** A figure with its unit, read from a text. */
export interface Indicator {
  /** Known quantity by its usual Chinese name (回收率), else the nearest noun words, folded; empty when there are none. */
  readonly quantity: string;
  /** The words before the figure that say what it is of, as far as they were read: 锂回收率. */
  readonly label: string;
  readonly comparison: Comparison;
  /** Lower end in the base unit of the dimension; absent when there is none. Equal to `high` for `about`. */
  readonly low?: number | undefined;
  /** Upper end; absent when there is none. */
  readonly high?: number | undefined;
  /** When the figure is the size of a change: whether the quantity rises or falls by it. The ends are sizes, never negative. */
  readonly change?: 'up' | 'down' | undefined;
  /** What the quantity was before, where the text says so: 12 in "from 12 h to 4 h". */
  readonly from?: number | undefined;
  /** `percent`, `pressure` … or base units (`kg·m-2`) where the dimension has no name here. */
  readonly dimension: string;
  /** A condition or a present state told beside figures (45 ℃ in 45℃循环1500次保持率≥85%, 78% in 现有首效78%), neither asked for nor offered. */
  readonly isAside: boolean;
  /** Stretch of the raw text, in code units: from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** That stretch, blanks made single. */
  readonly words: string;
}
