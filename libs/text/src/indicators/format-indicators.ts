import { comparisons, indicatorsVersion, type Comparison, type Indicator } from './indicator';

/** Figures that one text form may hold: far more than a text that is read can have. */
const most = 10_000;
const fields = 12;

/**
 * Text form for storage: the version in the first line, then a line for each indicator of quantity, label, comparison, low, high, change, from, dimension,
 * aside, start, end and words, parted by tabs; what is absent is empty. Empty when there are no indicators.
 */
export function formatIndicators(indicators: readonly Indicator[]): string {
  if (indicators.length === 0) return '';
  const lines = indicators.map((indicator) => {
    const { quantity, label, comparison, low, high, change, from, dimension, isAside, start, end, words } = indicator;
    return [quantity, label, comparison, low, high, change, from, dimension, isAside ? 1 : 0, start, end, words]
      .map((value) => String(value ?? '').replace(/\s+/g, ' '))
      .join('\t');
  });
  return [indicatorsVersion, ...lines].join('\n');
}

/**
 * Reverse of {@link formatIndicators}.
 * @throws RangeError on another version and on a line of another form
 */
export function parseIndicators(text: string): readonly Indicator[] {
  if (text === '') return [];
  const [version, ...lines] = text.split('\n', most + 2);
  if (version !== indicatorsVersion) throw new RangeError(`not indicators of version ${indicatorsVersion}`);
  if (lines.length > most) throw new RangeError('too many indicators');
  return lines.map(parseLine);
}

function parseLine(line: string): Indicator {
  const parts = line.split('\t');
  const [
    quantity = '',
    label = '',
    comparison,
    low,
    high,
    change,
    from,
    dimension = '',
    aside,
    start,
    end,
    words = '',
  ] = parts;
  const isWhole =
    parts.length === fields &&
    isComparison(comparison) &&
    (change === '' || change === 'up' || change === 'down') &&
    (aside === '0' || aside === '1');
  if (!isWhole) throw new RangeError('not an indicator');
  return {
    quantity,
    label,
    comparison,
    ...(low !== '' && { low: numberOf(low) }),
    ...(high !== '' && { high: numberOf(high) }),
    ...(change !== '' && { change }),
    ...(from !== '' && { from: numberOf(from) }),
    dimension,
    isAside: aside === '1',
    start: numberOf(start),
    end: numberOf(end),
    words,
  };
}

const isComparison = (written: string | undefined): written is Comparison =>
  comparisons.some((known) => known === written);

function numberOf(written: string | undefined): number {
  const value = Number(written);
  if (written === undefined || written === '' || !Number.isFinite(value)) throw new RangeError('not an indicator');
  return value;
}
