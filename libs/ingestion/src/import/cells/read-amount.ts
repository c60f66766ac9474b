import { folded } from './fold';

/** Yuan and its multiples, in 万元. */
const wanPer: Readonly<Record<string, number>> = {
  元: 0.0001,
  千元: 0.1,
  万元: 1,
  万: 1,
  百万元: 100,
  百万: 100,
  千万元: 1_000,
  千万: 1_000,
  亿元: 10_000,
  亿: 10_000,
};
const unit = '(百万元|百万|千万元|千万|亿元|亿|万元|万|千元|元)?(?:人民币|rmb)?';
const number = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;
const oneAmount = new RegExp(`^(?:人民币|rmb|¥)?${number}${unit}$`, 'i');
const spanOfAmounts = new RegExp(`^(?:人民币|rmb|¥)?${number}${unit}(?:-|~|—|–|至|到)${number}${unit}$`, 'i');

/** What is agreed later is no amount. */
const openAmounts = new Set(['面议', '待定', '未定', '另议', '协商', '可协商', '价格面议']);

/** An amount in 万元, and whether its text was in another unit. */
export interface Amount {
  readonly min: number;
  readonly max: number;
  readonly isConverted: boolean;
}

/**
 * Reads one amount or a span of two. The unit is taken from the cell, else from the header, else it is 万元, which the field is in. A span with
 * one unit has it for both ends.
 * @returns `open` for 面议 and the like, undefined for what is not one amount or span, such as 50以上
 */
export function readAmount(text: string, header: string): Amount | 'open' | undefined {
  const compact = folded(text).replace(/\s+/g, '');
  if (openAmounts.has(compact)) return 'open';
  const headerUnit = /[([]单?位?:?(百万元|千万元|亿元|万元|千元|元)[)\]]/.exec(folded(header))?.[1] ?? '万元';
  const [, single, singleUnit] = oneAmount.exec(compact) ?? [];
  if (single !== undefined) return amountOf([single, single], [singleUnit ?? headerUnit, singleUnit ?? headerUnit]);
  const [, low, lowUnit, high, highUnit] = spanOfAmounts.exec(compact) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const upper = highUnit ?? lowUnit ?? headerUnit;
  return amountOf([low, high], [lowUnit ?? upper, upper]);
}

function amountOf([low, high]: [string, string], [lowUnit, highUnit]: [string, string]): Amount {
  const isConverted = [lowUnit, highUnit].some((one) => wanPer[one] !== 1);
  return { min: inWan(low, lowUnit), max: inWan(high, highUnit), isConverted };
}

/** Rounded to a hundredth of a yuan, so that 0.3 亿 is 3000 and not a bit more. */
function inWan(digits: string, unitName: string): number {
  return Math.round(Number(digits.replaceAll(',', '')) * (wanPer[unitName] ?? 1) * 1e6) / 1e6;
}
