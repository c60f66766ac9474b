import { chineseNumberPattern, parseChineseNumber } from './chinese-number';
import { parseUnit, unitPattern } from './units';

/** A number of a text with its unit. */
export interface Figure {
  /** Value and base unit, the same however it is written: `3500 W` for 3.5kW, 3500 W and 三千五百瓦. */
  readonly key: string;
  /** As the text has it. */
  readonly written: string;
  /** How much it says that two texts share it: .5, 1 or 2 for one, two or more digits that count (300, 92, 99.6); .5 also for 85 °C. */
  readonly weight: number;
}

const arabic = String.raw`(?<![A-Za-z\d.])(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?!\d)(?:\.\d{1,8})?`;
const multiplier = '百万|千万|十万|万|千|百|亿|thousand|million';
const multipliers: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  thousand: 1e3,
  million: 1e6,
};
const vague = '多|余|几|来|出头|上下|左右';
const figure = new RegExp(
  `(?:(?<from>${arabic})(?: ?(?:-|~|至|到|to) ?))?(?<number>${arabic}) ?(?<multiplier>${multiplier})?(?:${vague})? ?(?:个(?!月))?(?<unit>${unitPattern})?` +
    `|(?<tenths>[一二三四五六七八九])成(?<hundredths>[一二三四五六七八九])?(?![型立分份熟本为])` +
    `|百分之(?<percent>${chineseNumberPattern})` +
    `|(?<chinese>${chineseNumberPattern})(?:${vague})?(?:个(?!月))?(?<chineseUnit>${unitPattern})`,
  'gu',
);

/** Bases by which texts count small numbers of things; few of them say nothing. */
const countBases: ReadonlySet<string> = new Set(['times', 'pieces', 'households', 'year', 'month']);
const smallestCount = 10;
/** Bases in which everybody tests at the same round values: 85 °C, 80%. */
const roundBases: ReadonlySet<string> = new Set(['%', '°C']);

/**
 * Reads the figures of a text: numbers with a unit, Arabic or in Chinese words (九成六 is 96%), both ends of a range, and numbers of three digits
 * and more, or with a decimal point, without one. Years, parts of names (LiFePO4) and small counts (两家) are none.
 * @returns each figure once, in the order of the text; signs are dropped
 */
export function figuresIn(text: string): readonly Figure[] {
  const found = new Map<string, Figure>();
  const add = (value: number, unit: string, written: string): void => {
    const read = toFigure(value, unit, written);
    if (read !== undefined && !found.has(read.key)) found.set(read.key, read);
  };
  const folded = text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('º', '°');
  for (const match of folded.matchAll(figure)) {
    const [written] = match;
    const part = match.groups ?? {};
    if (part['tenths'] !== undefined) {
      add(parseChineseNumber(part['tenths']) * 10 + parseChineseNumber(part['hundredths'] ?? '零'), '%', written);
    } else if (part['percent'] !== undefined) {
      add(parseChineseNumber(part['percent']), '%', written);
    } else if (part['chinese'] !== undefined) {
      const value = parseChineseNumber(part['chinese']);
      // 三元 is a battery, not a price.
      if (value >= smallestCount || part['chineseUnit'] !== '元') add(value, part['chineseUnit'] ?? '', written);
    } else {
      const times = multipliers[part['multiplier'] ?? ''] ?? 1;
      const unit = part['unit'] ?? '';
      if (part['from'] !== undefined) add(toNumber(part['from']) * times, unit, `${part['from']}${unit}`);
      add(toNumber(part['number'] ?? '') * times, unit, written);
    }
  }
  return [...found.values()];
}

const toNumber = (written: string): number => Number(written.replaceAll(',', ''));

function toFigure(value: number, unitWritten: string, written: string): Figure | undefined {
  if (!(value > 0) || isYear(value, unitWritten)) return undefined;
  const digits = digitsThatCount(value);
  const unit = parseUnit(unitWritten) ?? parseUnit(unitWritten.split(/[·/]/)[0] ?? '');
  if (unit === undefined && digits < 3 && Number.isInteger(value)) return undefined;
  if (unit !== undefined && countBases.has(unit.base) && value < smallestCount) return undefined;
  const inBase = Number((value * (unit?.factor ?? 1)).toPrecision(6));
  const isUsual = unit !== undefined && roundBases.has(unit.base) && value % 5 === 0;
  const weight = digits === 1 || isUsual ? 0.5 : digits === 2 ? 1 : 2;
  return {
    key: `${inBase} ${unit?.base ?? ''}`.trim(),
    written: written.trim(),
    // Without a unit it may count anything.
    weight: unit === undefined ? weight / 2 : weight,
  };
}

function isYear(value: number, unit: string): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100 && (unit === '' || unit.startsWith('年'));
}

/** @returns digits between the first and the last that are not 0: 1 for 300, 3 for 99.6 and 0.108 */
function digitsThatCount(value: number): number {
  return value.toPrecision(6).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
}
