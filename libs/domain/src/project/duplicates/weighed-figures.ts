import { foldCharacters } from '../../figures/fold-characters';
import { readFigure, type Figure } from '../../figures/read-figure';
import { numberStarts, readNumber, tidy } from '../../figures/read-number';

/** A number of a text with its unit. */
export interface WeighedFigure {
  /** Value in the base unit of its dimension, the same however it is written: `3500 power` for 3.5kW, 3500 W and 三千五百瓦. */
  readonly key: string;
  /** As the text has it. */
  readonly written: string;
  /** How much it says that two texts share it: .5, 1 or 2 for one, two or more digits that count (300, 92, 99.6); .5 also for 85 °C. */
  readonly weight: number;
}

/** Dimensions in which texts count small numbers of things, and such units of time: few of them say nothing. */
const counts: ReadonlySet<string> = new Set(['cycles', 'count', '年', '个月', 'year', 'years', 'month', 'months']);
const smallestCount = 10;
/** Dimensions in which everybody tests at the same round values: 85 °C, 80%. */
const roundDimensions: ReadonlySet<string> = new Set(['percent', 'temperature']);
const percentBefore = '百分之';
/** What a number without a unit is no figure behind: LiFePO4, T01-P05. */
const nameBefore = /[A-Za-z\d.][-_]?$/;

/**
 * Reads the figures of a text: numbers with a unit, Arabic or in Chinese words (九成六 is 96%), both ends of a range, and numbers of three digits
 * and more, or with a decimal point, without one. Years, parts of names (LiFePO4) and small counts (两家) are none.
 * @returns each figure once, in the order of the text; signs are dropped
 */
export function figuresIn(raw: string): readonly WeighedFigure[] {
  const text = foldCharacters(raw);
  const lower = text.toLowerCase();
  const found = new Map<string, WeighedFigure>();
  let last = 0;
  for (const { index } of numberStarts(text)) {
    if (index < last) continue;
    const figure = readFigure({ text, lower, last }, index);
    const ends = figure === undefined ? bareNumber(text, index) : endsOf(figure, text);
    for (const end of ends) if (!found.has(end.key)) found.set(end.key, end);
    last = figure?.end ?? last;
  }
  return [...found.values()];
}

function endsOf({ first, second, unit, start, end }: Figure, text: string): WeighedFigure[] {
  const ahead = start - percentBefore.length;
  const written = text.slice(text.startsWith(percentBefore, ahead) ? ahead : start, end).trim();
  if (second === undefined) return weigh(Math.abs(first), unit, written);
  return [
    ...weigh(Math.abs(first), unit, `${Math.abs(first)}${unit.written}`),
    ...weigh(Math.abs(second), unit, written),
  ];
}

function weigh(value: number, { dimension, factor, written: name }: Figure['unit'], written: string): WeighedFigure[] {
  if (value === 0 || (value < smallestCount && (counts.has(dimension) || counts.has(name)))) return [];
  // Of 九成六 and 5200 ppm the share is what is round or not.
  const told = dimension === 'percent' ? tidy(value * factor) : value;
  const isUsual = roundDimensions.has(dimension) && told % 5 === 0;
  const weight = isUsual ? 0.5 : weightOf(told);
  return [{ key: `${Number((value * factor).toPrecision(6))} ${dimension}`, written, weight }];
}

/** Without a unit a number may count anything. */
function bareNumber(text: string, at: number): WeighedFigure[] {
  const number = readNumber(text, at);
  if (number === undefined || number.isChinese || nameBefore.test(text.slice(Math.max(0, at - 2), at))) return [];
  const { value, end } = number;
  const isTelling = value > 0 && (!Number.isInteger(value) || digitsThatCount(value) >= 3) && !isYear(value);
  return isTelling ? [{ key: `${value}`, written: text.slice(at, end).trim(), weight: weightOf(value) / 2 }] : [];
}

const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1900 && value <= 2100;

const weightOf = (value: number): number => [0.5, 1][digitsThatCount(value) - 1] ?? 2;

/** @returns digits between the first and the last that are not 0: 1 for 300, 3 for 99.6 and 0.108 */
function digitsThatCount(value: number): number {
  return value.toPrecision(6).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
}
