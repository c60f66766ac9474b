import { parseChineseNumber } from './chinese-number';
import { readNumber, type WrittenNumber } from './read-number';
import { matchAt, readUnit, type WrittenUnit } from './units';

/** A number with its unit and its place; `second` is the other end of a range, or what it became. */
export interface Figure {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly second?: number;
  /** Whether the text leads from the first to the second: 由78%提到91%. */
  readonly isCourse?: boolean;
  readonly unit: WrittenUnit;
  readonly isChinese: boolean;
  readonly isTolerance: boolean;
}

const rangeSign = /\s?(?:~|-{1,2}|至|到|～|to(?= )| and(?= ))\s?/y;
/** Signs of what a number of names may stand behind: LiFePO4, 6061-T6, GB/T 1234. */
const nameBefore = /[A-Za-z_\d][-_]?$|\d\.$|[第每] ?$/;
const unitlessBefore = /(?:ph|ra|rz|cop|d50|pue)\s?(?:值)?(?:≥|≤|>|<|=|:|为|约)?\s?$/i;
const courseSign =
  /[^\d，。；、,;.]{0,6}?(?:[降减缩提升增延收压][低少短小高升加长窄]?|变)[到至为成](?:了|约|仅|最[大高低小])*| ?→ ?/y;
const courseVerb =
  /(?:reduc|decreas|increas|fall|fell|ris|rose|drop|cut|shorten|narrow|grow|grew|improv|rais|lower|[降减缩提升增延])[^.,;，。；]{0,40}$/;
const toleranceSign = /\s?±\s?/y;
const noUnit: WrittenUnit = { factor: 1, dimension: 'number', written: '', end: 0 };

/** A folded text, the same in small letters, and where the last figure ended. */
export interface FigureSource {
  readonly text: string;
  readonly lower: string;
  readonly last: number;
}

/** Reads the figure whose number begins at a place. @returns undefined when there is none: a bare number, a year, a part of a name */
export function readFigure({ text, lower, last }: FigureSource, at: number): Figure | undefined {
  const before = text.slice(Math.max(last, at - 12), at);
  const number = readNumber(text, at);
  if (number === undefined || (nameBefore.test(before) && !unitlessBefore.test(before))) return undefined;
  const [sign, signed] = signBefore(before);
  const start = at - signed;
  const isTolerance = /±\s?$|\+\/-\s?$/.test(before);
  const own = unitAfter(text, number);
  const range = rangeFrom(text, lower, number, own);
  if (range !== undefined)
    return { ...range, start, first: sign * range.first, isChinese: number.isChinese, isTolerance: false };
  const unit =
    own ??
    (mayLackUnit(before) && !/ ?[A-Za-zμΩ°]/y.test(text.slice(number.end, number.end + 2))
      ? { ...noUnit, end: number.end }
      : undefined);
  if (unit === undefined || isYear(number, unit, text)) return undefined;
  const isSigned = unit.dimension === 'temperature' || unit.dimension === 'level' || before.endsWith('负');
  return {
    start: isSigned ? start : at,
    end: unit.end,
    first: isSigned ? sign * number.value : number.value,
    unit,
    isChinese: number.isChinese,
    isTolerance,
  };
}

/** 一成五 is 15 %: as a unit that makes 15 of the 1 before it. */
function readTenths(text: string, { value, end, isChinese }: WrittenNumber): WrittenUnit | undefined {
  const written = isChinese ? matchAt(/成[一二三四五六七八九](?![型立分份熟本为十百千万])/y, text, end) : undefined;
  if (written === undefined) return undefined;
  const factor = 10 + parseChineseNumber(written.slice(1)) / value;
  return { factor, dimension: 'percent', written, end: end + written.length };
}

/** 百分之八 has its unit before it, 零下20度, 升到45度 of a temperature and 1300度 are degrees, and 循环50周 and 2000周 cycles. */
function unitAfter(text: string, number: WrittenNumber): WrittenUnit | undefined {
  const { start, end } = number;
  if (text.slice(Math.max(0, start - 3), start) === '百分之')
    return { factor: 1, dimension: 'percent', written: '', end };
  const gap = matchAt(/ ?-?(?=[A-Za-z])| ?/y, text, end)?.length ?? 0;
  const unit = readTenths(text, number) ?? readUnit(text, end + gap);
  const before = text.slice(Math.max(0, start - 10), start);
  if (unit?.written === '周' && (number.value >= weeksOfNobody || before.includes('循环')))
    return { ...unit, factor: 1, dimension: 'cycles' };
  if (unit !== undefined) return isName(text, number, unit, gap) ? undefined : unit;
  if (text.startsWith('度', end + gap) && isTemperature(before, number.value))
    return { factor: 1, dimension: 'temperature', written: '度', end: end + gap + 1 };
  return undefined;
}

/** So long a time is told in years. */
const weeksOfNobody = 100;
const fullTurn = 360;

function isTemperature(before: string, value: number): boolean {
  return /零下|摄氏|[温热烧烤炉库存露]/.test(before) || (value > fullTurn && !/[电经纬]/.test(before));
}

/** 4K screens, 3C of CCC, 5T of a plate: letters that are rarely the unit that they could be. */
function isName(
  text: string,
  { value, start, end, isChinese }: WrittenNumber,
  { written, end: unitEnd }: WrittenUnit,
  gap: number,
): boolean {
  const next = text[unitEnd] ?? '';
  if (/^[A-Z]$/.test(written) && /[-A-Za-z\d]/.test(next)) return true;
  if (/^[A-Z]$/.test(written) && /[A-Za-z]\/$/.test(text.slice(Math.max(0, start - 2), start))) return true;
  if (written === 'A' && gap === 0 && value >= 1000 && value % 100 !== 0) return true;
  if (/^s$/i.test(written) && /^ ?r[RD]NA/.test(text.slice(unitEnd, unitEnd + 5))) return true;
  if (written === 'K' && gap === 0 && [2, 4, 8].includes(value)) return true;
  if (written === 'C' && !/^[≥≤><以或]/.test(next)) return true;
  if (written === 'a' || (written === 'T' && value > 30)) return true;
  if (written === '成' && /^[型立分份熟本为]/.test(next)) return true;
  if (isChinese && /^[元点回人]$/.test(written) && value < 10) return true;
  if (/^[点处家户人批串吊]$/.test(written) && text.slice(end, unitEnd).length === 1) return true;
  // 由0.07升到0.09mΩ rises, and 16S is a gene.
  if ((written === '升' && /^[到至为高级降]/.test(next)) || (written === 'S' && gap === 0)) return true;
  return /^(?:年|天|秒|周)$/.test(written) && /^[代级度来前后期初末间]/.test(next);
}

/** A figure of two numbers: 2~3万次, 零下40至85度, 1.5±0.1 mm, 由78%提到91%, from 12 h to 4 h. */
function rangeFrom(
  text: string,
  lower: string,
  number: WrittenNumber,
  own: WrittenUnit | undefined,
): Pick<Figure, 'first' | 'second' | 'unit' | 'end' | 'isCourse'> | undefined {
  const from = own?.end ?? number.end;
  const separator = matchAt(rangeSign, text, from);
  const course = separator === undefined ? matchAt(courseSign, text, from) : undefined;
  const tolerance = separator === undefined && course === undefined ? matchAt(toleranceSign, text, from) : undefined;
  const between = separator ?? course ?? tolerance;
  if (between === undefined) return undefined;
  const ahead = lower.slice(Math.max(0, number.start - 48), number.start);
  if (between.includes('and') && !/between\s+-?$/.test(ahead)) return undefined;
  const minus = matchAt(/零下|负|minus |-|\+|±/y, text, from + between.length) ?? '';
  const to = readNumber(text, from + between.length + minus.length);
  const unit = to && unitAfter(text, to);
  if (to === undefined || unit === undefined || isYear(to, unit, text)) return undefined;
  if (own !== undefined && own.dimension !== unit.dimension) return undefined;
  // 2~3万: the multiplier is of both.
  const isShared = own === undefined && number.multiplier === 1 && number.value * to.multiplier <= to.value;
  const first = number.value * (isShared ? to.multiplier : 1);
  const second =
    (/零下|负|minus|-/.test(minus) ? -1 : 1) * to.value * (own === undefined ? 1 : unit.factor / own.factor);
  const whole = { unit: own ?? unit, end: unit.end };
  if (tolerance !== undefined) return { ...whole, first: first - second, second: first + second };
  const isCourse =
    course !== undefined ||
    (/to|至|到/.test(between) && second < first) ||
    (/(?:from|由|从)\s*$/.test(ahead) && courseVerb.test(ahead));
  return { ...whole, first, second, isCourse };
}

function mayLackUnit(before: string): boolean {
  return /(?:≥|≤|>=|<=|>|<)\s?±?$/.test(before) || unitlessBefore.test(before);
}

function signBefore(before: string): readonly [number, number] {
  const match = /(?:零下|负|minus |(?<![A-Za-z\d)％%])-)\s?$/.exec(before);
  return match === null ? [1, 0] : [-1, match[0].length];
}

function isYear({ value, isChinese, start }: WrittenNumber, { written }: WrittenUnit, text: string): boolean {
  return (
    !isChinese &&
    /^(?:年|s|)$/.test(written) &&
    Number.isInteger(value) &&
    value >= 1900 &&
    value <= 2100 &&
    text[start + 4] !== ','
  );
}
