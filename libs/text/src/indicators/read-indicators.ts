import { foldCharacters, numberStarts, readFigure, tidy, type Figure } from '@throughtrain/domain';
import { readBoundAfter, readBoundBefore, readChangeAfter, type BoundWords } from './bounds';
import { longestIndicatorText, type Comparison, type Indicator } from './indicator';
import { findQuantities, isKnownQuantity, isMoney, quantityOfDimension, wantedOf } from './quantities';
import { labelFrom, labelOf } from './labels';

const boundary = /[，。；;！？!?\n\r、|]|(?<!\d)[,.](?=\s|$)|,(?!\d)|\.\s/g;

/** What may stand between a figure and its noun: 95% "overall lithium" recovery. */
const adjectives =
  /^\s?的?(?:(?!(?:and|or|but|with|at|after|in|when|while|the|for|from|to|by|on|over|under|as)\b)[a-z-]+ ){0,2}/;

/**
 * Reads the figures of a text that have a unit, or a bound and a noun. Years, numbers within names (18650, Q235, GB/T 1234-2020), numbers of patents,
 * pages and telephones, levels of readiness and amounts of funding are none. Takes time linear in the length.
 * @param text of which the first {@link longestIndicatorText} characters are read
 * @returns in the order of the text, none overlapping
 */
export function readIndicators(text: string): readonly Indicator[] {
  const raw = text.slice(0, longestIndicatorText);
  const folded = foldCharacters(raw);
  const lower = folded.toLowerCase();
  // Letters that change their length in small letters would move every place behind them.
  const reading = new Reading(raw, folded, lower.length === folded.length ? lower : folded);
  return reading.read();
}

class Reading {
  private readonly found: Indicator[] = [];
  /** Where the sentence part begins, and where the last figure ended. */
  private clause = 0;
  last = 0;
  private readonly boundaries: readonly number[];
  private nextBoundary = 0;

  constructor(
    private readonly raw: string,
    readonly text: string,
    readonly lower: string,
  ) {
    this.boundaries = [...text.matchAll(boundary)].map((match) => match.index + match[0].length);
  }

  read(): readonly Indicator[] {
    for (const match of numberStarts(this.text)) {
      if (match.index < this.last) continue;
      this.enterClause(match.index);
      const figure = readFigure(this, match.index);
      if (figure === undefined) continue;
      const indicator = this.indicatorOf(figure);
      if (indicator !== undefined) this.add(indicator);
      this.last = figure.end;
    }
    return this.found;
  }

  private enterClause(at: number): void {
    while ((this.boundaries[this.nextBoundary] ?? Infinity) <= at) {
      this.clause = this.boundaries[this.nextBoundary] ?? at;
      this.nextBoundary += 1;
    }
  }

  private indicatorOf(figure: Figure): Indicator | undefined {
    const contextStart = Math.max(this.clause, this.last, figure.start - 64);
    const context = this.lower.slice(contextStart, figure.start);
    const said = readBoundBefore(context);
    const after = readBoundAfter(this.text, figure.end);
    const end = figure.end + after.length;
    const rest = this.lower.slice(end, end + 48);
    const change = said.change ?? readChangeAfter(rest);
    const { dimension } = figure.unit;
    const noun = this.nounOf(context.slice(0, context.length - said.length), rest, dimension, change !== undefined);
    const bound = after.bound ?? said.bound;
    const comparison =
      figure.second !== undefined && figure.isCourse !== true ? 'range' : comparisonOf(bound, noun.quantity);
    if (!isIndicator(figure, comparison, change, noun, context)) return undefined;
    const start = figure.start - (said.length > 0 ? boundLength(context, said) : 0);
    return {
      ...noun,
      ...this.endsOf(figure, comparison, change, `${noun.quantity} ${noun.label}`),
      ...(change && { change }),
      dimension,
      isAside: figure.isCourse !== true && isAside(comparison, change, context),
      start,
      end,
      words: this.raw.slice(start, end).replace(/\s+/g, ' ').trim(),
    };
  }

  private endsOf(
    { first, second, isCourse, unit, isTolerance }: Figure,
    comparison: Comparison,
    change: Indicator['change'],
    noun: string,
  ) {
    // A difference of temperatures is the same in kelvins.
    const isDifference =
      isTolerance || change !== undefined || /差|升|波动|difference|rise|error|drift|within/.test(noun);
    const offset = unit.written === 'K' && !isDifference ? -273.15 : 0;
    const inBase = (value: number): number =>
      tidy((change === undefined ? value : Math.abs(value)) * unit.factor + offset);
    if (isCourse === true && second !== undefined)
      return { comparison: 'about' as const, low: inBase(second), high: inBase(second), from: inBase(first) };
    const [low, high] = [first, second ?? first].map(inBase).sort((a, b) => a - b) as [number, number];
    if (isTolerance) return { comparison: 'at-most' as const, high };
    if (comparison === 'at-least') return { comparison, low };
    if (comparison === 'at-most') return { comparison, high };
    return { comparison, low, high };
  }

  private nounOf(
    context: string,
    rest: string,
    dimension: string,
    isChange: boolean,
  ): Pick<Indicator, 'quantity' | 'label'> {
    const reach = context === '' || /^[(（]?$/.test(context.trim()) ? this.beforeBracket() : context;
    const label = labelOf(reach);
    const known = findQuantities(reach, dimension, isChange)
      .filter(({ end }) => isNear(reach.slice(end), dimension))
      .at(-1);
    const following = adjectives.exec(rest)?.[0].length ?? 0;
    const next = findQuantities(rest.slice(0, following + 24), dimension, isChange).at(0);
    const isNext = next !== undefined && dimension !== 'count' && next.start <= following && !/^[,.;，。；]/.test(rest);
    // English has the noun behind as often: with 86 percent efficiency.
    if (isNext && (known === undefined || /^ [a-z]/.test(rest)))
      return { quantity: next.quantity, label: rest.slice(next.start, next.end) };
    if (known !== undefined)
      return {
        quantity: known.quantity,
        label: label === '' ? reach.slice(known.start, known.end) : labelFrom(reach, known.start, label),
      };
    const shared = this.sharedNoun(context, dimension);
    return shared ?? { quantity: quantityOfDimension(dimension) ?? label, label };
  }

  /** 抗拉强度(600 MPa): the noun stands before the bracket. */
  private beforeBracket(): string {
    const at = this.clause;
    const opened = /[(（:：]\s*$/.exec(this.lower.slice(Math.max(0, at - 2), at));
    return opened === null ? '' : this.lower.slice(Math.max(0, at - 24), at - opened[0].length);
  }

  /** 锂、镍回收率95%、98%: what follows without a noun of its own is of the same quantity. */
  private sharedNoun(context: string, dimension: string): Pick<Indicator, 'quantity' | 'label'> | undefined {
    const before = this.found.at(-1);
    if (before?.dimension !== dimension || dimension === 'count' || this.clause - before.end > 6) return undefined;
    const between = this.lower.slice(before.end, this.clause) + context;
    if (!/^\s*(?:[、/和与或及]|and|,)\s*$/.test(between)) return undefined;
    return { quantity: before.quantity, label: before.label };
  }

  private add(indicator: Indicator): void {
    const before = this.found.at(-1);
    if (before !== undefined && before.end >= this.clause) {
      const between = this.lower.slice(before.end, indicator.start);
      // 97kW（400V）: what stands in the bracket is the condition.
      if (/^\s*[(（][^)）]*$/.test(between)) {
        this.found.push(isCondition(indicator) ? { ...indicator, isAside: true } : indicator);
        return;
      }
      // 45℃循环1500次保持率≥85%: the figures before the last of one part of a sentence are its conditions.
      if (isCondition(before) && !/[和与及]|and/.test(between))
        this.found[this.found.length - 1] = { ...before, isAside: true };
    }
    this.found.push(indicator);
  }
}

function comparisonOf(bound: BoundWords['bound'], quantity: string): Comparison {
  if (bound === 'better')
    return wantedOf(quantity) === 'less' ? 'at-most' : wantedOf(quantity) === 'more' ? 'at-least' : 'about';
  return bound ?? 'about';
}

/** Whether a noun is near enough to a figure to be meant: things that are merely counted need it beside them, and Chinese needs fewer characters. */
function isNear(between: string, dimension: string): boolean {
  return between.length <= (weak.has(dimension) ? 6 : /^[^\p{Script=Han}]*$/u.test(between) ? 40 : 16);
}

const weak: ReadonlySet<string> = new Set(['count', 'cycles', 'number', 'ratio', 'angle', 'area', 'volume', 'mass']);
const funding =
  /(?:资金|经费|投资|产值|销售额?|收入|利润|营收|融资|专项|资助|赔付?|损失|罚款|合同|补贴|税|预算|funding|grant|budget|investment|revenue|sales)[^，。；]{0,8}$/;

/** Whether a figure says something of a quality: things that are merely counted, spans of years and sums of money need a known quantity or a bound. */
function isIndicator(
  figure: Figure,
  comparison: Comparison,
  change: Indicator['change'],
  { quantity, label }: Pick<Indicator, 'quantity' | 'label'>,
  context: string,
): boolean {
  const { dimension, written } = figure.unit;
  const isKnown = isKnownQuantity(quantity);
  if (funding.test(context)) return false;
  if (isMoney(dimension) && !dimension.includes('-'))
    return isKnown || /(?:每|单|一)[\p{Script=Han}]$|单[只台套件]/u.test(label);
  if (dimension === 'number')
    return (
      (comparison !== 'about' || isKnown) && !/(?<![a-z])[a-z]$/.test(label) && /\p{Script=Han}|[a-z]{2}/u.test(label)
    );
  if (figure.isChinese && figure.first < 10 && weak.has(dimension) && comparison === 'about') return false;
  if (figure.isChinese && !isKnown && comparison === 'about' && change === undefined) return false;
  const isLong = /年|个月|天|year|month|week|周|day|^[ad]$/.test(written);
  if (weak.has(dimension) || isLong) return isKnown || change !== undefined || (comparison !== 'about' && label !== '');
  return true;
}

const present = /现[有在用行插款]|目前|当前|眼下|原来|以前|去年|传统|常规|currently|existing|conventional|at present/;
const condition =
  /(?:\bat|\bafter|\bfor|\bover|\bunder|\bin|\bwithin|\bduring|\bof)\s+(?:an? |the |about |some )?(?:[a-z]+ ){0,2}$/;

function isAside(comparison: Comparison, change: Indicator['change'], context: string): boolean {
  if (comparison !== 'about' || change !== undefined) return false;
  return present.test(context) || (condition.test(context) && !/\bof\s+(?:about |some )?$/.test(context));
}

const conditions: ReadonlySet<string> = new Set([
  'temperature',
  'time',
  'cycles',
  'voltage',
  'current',
  'pressure',
  'percent',
  'length',
  'frequency',
  'velocity',
  'current-density',
  'charge',
  'power',
  'level',
  'density',
  'mass',
  'volume',
  'c-rate',
  'resistance',
  'force',
  'specific-capacity',
  'rotation',
  'area',
]);

/** Dimensions of conditions even where their quantity is named: 温度80℃, 循环1500次, 湿度40%. */
const scenes: ReadonlySet<string> = new Set(['temperature', 'cycles', 'time', 'voltage', 'current', 'current-density']);

/** A figure that has no bound and no quantity of its own sets the scene for what follows it. */
function isCondition({ comparison, change, quantity, dimension, from }: Indicator): boolean {
  return (
    (comparison === 'about' || comparison === 'range') &&
    change === undefined &&
    from === undefined &&
    conditions.has(dimension) &&
    (!isKnownQuantity(quantity) || scenes.has(dimension))
  );
}

/** How many characters of the context belong to the stretch: the bound and the words of change. */
function boundLength(context: string, { length }: BoundWords): number {
  return length - (/^\s*/.exec(context.slice(context.length - length))?.[0].length ?? 0);
}
