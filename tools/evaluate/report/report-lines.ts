import { measures, type Estimate, type Estimates } from '../measures/measured-part';
import type { Report } from './report';

/** A report as a person reads it: what was measured, then a table in Markdown. */
export function reportLines({ counts, options, versions, parts, differences }: Report): string[] {
  const { projects, topics, topicsWithoutAnswer, pairs } = counts;
  const columns = [
    ...parts.map(({ part, measures: estimates }) => ({ title: part, estimates, isDifference: false })),
    ...differences.map(({ part, against, measures: estimates }) => ({
      title: `${part} - ${against}`,
      estimates,
      isDifference: true,
    })),
  ];
  const shown = measures.filter((measure) => columns.some(({ estimates }) => estimates[measure] !== undefined));
  return [
    `${topics} topics (${options.unit}s), ${pairs} judged pairs, ${projects} projects; candidates: ${options.candidates}, depth ${options.depth}`,
    ...(topicsWithoutAnswer > 0 ? [`topics without an answer, which count 0 in lists: ${topicsWithoutAnswer}`] : []),
    `analyser ${versions.analyser}, encoder ${versions.encoder}, statistics ${versions.statistics}, relevance ${parts.map(({ relevanceVersion }) => relevanceVersion).join(', ')}`,
    `in brackets: 95 % of ${options.resamples} samples of the topics`,
    '',
    row(['measure', ...columns.map(({ title }) => title)]),
    row(['---', ...columns.map(() => '---')]),
    ...shown.map((measure) =>
      row([measure, ...columns.map(({ estimates, isDifference }) => cell(estimates, measure, isDifference))]),
    ),
  ];
}

function cell(estimates: Estimates, measure: keyof Estimates, isDifference: boolean): string {
  const estimate = estimates[measure];
  return estimate === undefined ? '-' : estimateText(estimate, isDifference);
}

function estimateText({ value, low, high }: Estimate, isDifference: boolean): string {
  const text = (figure: number): string => {
    const plain = figure.toFixed(4);
    return isDifference && figure >= 0 ? `+${plain}` : plain;
  };
  return `${text(value)} [${text(low)}, ${text(high)}]`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
