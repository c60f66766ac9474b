import { dimensionOf, times, toThe, unitNamed, unitNames, type Unit } from './unit-table';

/** A unit found in a text. */
export interface WrittenUnit {
  readonly factor: number;
  /** `percent`, `pressure` … or base units. */
  readonly dimension: string;
  /** As the text has it. */
  readonly written: string;
  readonly end: number;
}

const han = unitNames
  .filter((name) => /\p{Script=Han}/u.test(name))
  .sort((a, b) => b.length - a.length)
  .join('|');
const hanUnit = new RegExp(han, 'y');
const latinUnit =
  /percentage points?|deg C|dB\(A\)|[A-Za-zμΩÅ°℃℉㎡㎠㎢㎥㎏㎎㎜㎝㎞㎛㎚]{0,12}(?:%(?:FS)?|‰)|[A-Za-zμΩÅ°℃℉㎡㎠㎢㎥㎏㎎㎜㎝㎞㎛㎚″′]{1,14}/y;
const exponent = /(?:\^-?[1-4]|-[1-4]|[23])(?![\d.A-Za-z])|[⁻⁺]?[¹²³⁴]/y;
const raisedOnly = /[⁻⁺]?[¹²³⁴]/y;
const divides = / ?\/ ?\(?| per |每(?=[\p{Script=Han}])/uy;
const multiplies = /[·*.](?=[A-Za-zμΩ℃\p{Script=Han}])/uy;
const anyHan = /[\p{Script=Han}]{1,2}/uy;
const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** What stands at a place of a text for a pattern that is sticky. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Reads digits, plain or raised, with their sign: -1 for ⁻¹, ^-1 and -1. */
export function parseExponent(written: string): number {
  const plain = [...written].map((digit) => (raised.includes(digit) ? raised.indexOf(digit) : digit)).join('');
  return Number(plain.replace('⁻', '-').replace(/[⁺+^\s]/g, ''));
}

interface Factor extends Unit {
  readonly end: number;
}

function readFactor(text: string, at: number): Factor | undefined {
  const chinese = matchAt(hanUnit, text, at);
  if (chinese !== undefined) return raise(text, at + chinese.length, unitNamed(chinese));
  const latin = matchAt(latinUnit, text, at);
  if (latin === undefined) return undefined;
  const name = latin === 'dB(A)' ? 'dB' : latin.replace(/ point$/, ' points');
  const end = at + latin.length;
  // Normal cubic metres, not newton metres.
  if (name === 'Nm' && /[3³]/.test(text[end] ?? '')) return { factor: 1, powers: { m: 3 }, end: end + 1 };
  return raise(text, end, unitNamed(name));
}

function raise(text: string, at: number, unit: Unit | undefined): Factor | undefined {
  if (unit === undefined) return undefined;
  // 130摄氏度2小时: a digit behind a Chinese unit begins something else.
  const written = matchAt(/[A-Za-zμΩÅ]/.test(text[at - 1] ?? '') ? exponent : raisedOnly, text, at);
  if (written === undefined)
    return /[A-Za-z\d]/.test(text[at] ?? '') && /[A-Za-z]/.test(text[at - 1] ?? '') ? undefined : { ...unit, end: at };
  const power = parseExponent(written);
  return { ...toThe(unit, power), end: at + written.length };
}

/** Parts that a unit may have: mg/(cm²·h) has three. */
const mostParts = 5;

/**
 * Reads the unit at a place of a folded text: kW, 千瓦, mAh/g, W/(m·K), mg L⁻¹, 次/分.
 * @returns undefined when there is none, or one of which a part is unknown
 */
export function readUnit(text: string, at: number): WrittenUnit | undefined {
  const first = readSpecial(text, at) ?? readFactor(text, at);
  if (first === undefined) return undefined;
  let unit: Unit = first;
  let { end } = first;
  let isBelow = false;
  for (let part = 1; part < mostParts; part += 1) {
    const next = readPart(text, end, isBelow);
    if (next === undefined) break;
    if (next === 'unknown') return undefined;
    ({ end, isBelow } = next);
    unit = times(unit, next);
  }
  return { ...dimensionOf(unit), written: text.slice(at, end), end };
}

/** Units whose slash is part of their name. */
const special = /转\/分钟?|转每分钟?|r\/min|rev\/min|[MG]?bit\/s|[MG]b\/s/y;
function readSpecial(text: string, at: number): Factor | undefined {
  const written = matchAt(special, text, at);
  return written === undefined ? undefined : raise(text, at + written.length, unitNamed(written));
}

const large = /万|千|百/y;
const largeValues: Readonly<Record<string, number>> = { 万: 1e4, 千: 1e3, 百: 1e2 };

function readPart(
  text: string,
  at: number,
  isBelow: boolean,
): (Factor & { readonly isBelow: boolean }) | 'unknown' | undefined {
  const slash = matchAt(divides, text, at);
  if (slash !== undefined) {
    let start = at + slash.length;
    if (/\d/.test(text[start] ?? '')) return undefined;
    const many = readFactor(text, start) === undefined ? matchAt(large, text, start) : undefined;
    start += many?.length ?? 0;
    const factor = readFactor(text, start);
    if (factor === undefined) {
      const thing = matchAt(anyHan, text, start);
      if (thing === undefined) return slash.includes('/') && /[A-Za-z]/.test(text[start] ?? '') ? 'unknown' : undefined;
      return {
        factor: 1 / (largeValues[many ?? ''] ?? 1),
        powers: { piece: -1 },
        end: start + thing.length,
        isBelow: true,
      };
    }
    const inverse = toThe({ ...factor, factor: factor.factor * (largeValues[many ?? ''] ?? 1) }, -1);
    return { ...inverse, end: closed(text, factor.end, slash), isBelow: true };
  }
  const dot = matchAt(multiplies, text, at);
  if (dot !== undefined) {
    const factor = readFactor(text, at + dot.length);
    if (factor === undefined) return undefined;
    return { ...toThe(factor, isBelow ? -1 : 1), end: closed(text, factor.end, isBelow ? '(' : ''), isBelow };
  }
  const gap = text[at] === ' ' ? 1 : 0;
  const factor = /[A-Za-z]/.test(text[at + gap] ?? '') ? readFactor(text, at + gap) : undefined;
  if (factor === undefined || !/(?:-\d|⁻[¹²³⁴])$/.test(text.slice(at, factor.end))) return undefined;
  return { ...factor, isBelow };
}

const closed = (text: string, end: number, opened: string): number =>
  opened.includes('(') && text[end] === ')' ? end + 1 : end;
