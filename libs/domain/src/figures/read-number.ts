import { chineseNumberPattern, parseChineseNumber } from './chinese-number';
import { matchAt, parseExponent } from './units';

/** A number found in a text. */
export interface WrittenNumber {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly isChinese: boolean;
  /** What 万, 亿 or "million" behind it multiply by; they are part of the value. */
  readonly multiplier: number;
}

const digits = String.raw`(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12})(?:\.\d{1,8})?`;
const arabicAt = new RegExp(digits, 'y');
const chineseAt = new RegExp(chineseNumberPattern, 'uy');
/** Where a number may begin; what stands before it decides. */
const anyNumber = new RegExp(
  `${digits}|[零一二两三四五六七八九十百千万](?<![第零一二两三四五六七八九十百千万亿点]{2})`,
  'gu',
);
const powerOfTen =
  / ?[×xX*·] ?10 ?(?:\^ ?\(?[-+]?\d{1,2}\)?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[-+]\d{1,2})|[eE][-+]?\d{1,2}(?![\dA-Za-z])/y;
const raisedAt = /\^[-+]?\d{1,2}|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}/y;
const largeAt = / ?(?:十万|百万|千万|亿|万|千(?![克瓦帕伏赫牛卡焦欧安米])|百(?!分)|thousand|million|billion)(?![a-z])/y;
const large: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
};
const vagueAt = / ?[多余几来](?:个(?!月|小时|百分))?/y;

/** @returns where numbers may begin in a folded text, in order */
export function numberStarts(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(anyNumber);
}

/** Reads the number at a place: 1,200, 2.5万, 4×10⁻³, 1e5, 三千五百. @returns undefined when there is none */
export function readNumber(text: string, at: number): WrittenNumber | undefined {
  const arabic = matchAt(arabicAt, text, at);
  if (arabic === undefined) return readChinese(text, at);
  let value = Number(arabic.replaceAll(',', ''));
  let end = at + arabic.length;
  const power = matchAt(powerOfTen, text, end);
  const raised = arabic === '10' ? matchAt(raisedAt, text, end) : undefined;
  if (power !== undefined) {
    value *= 10 ** parseExponent(power.replace(/^ ?[×xX*·] ?10 ?|[eE()]/g, ''));
    end += power.length;
  } else if (raised !== undefined) {
    value = 10 ** parseExponent(raised);
    end += raised.length;
  }
  const many = matchAt(largeAt, text, end);
  const multiplier = large[many?.trim() ?? ''] ?? 1;
  end += many?.length ?? 0;
  end += matchAt(vagueAt, text, end)?.length ?? 0;
  return { value: tidy(value * multiplier), start: at, end, isChinese: false, multiplier };
}

function readChinese(text: string, at: number): WrittenNumber | undefined {
  const written = matchAt(chineseAt, text, at);
  if (written === undefined) return undefined;
  const value = parseChineseNumber(written);
  if (!Number.isFinite(value)) return undefined;
  const end = at + written.length;
  return { value, start: at, end: end + (matchAt(vagueAt, text, end)?.length ?? 0), isChinese: true, multiplier: 1 };
}

/** Without what binary fractions leave behind: 0.3, not 0.30000000000000004. */
export const tidy = (value: number): number => Number(value.toPrecision(12));
