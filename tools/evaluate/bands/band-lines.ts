import { bandNames, type ObservedShare } from '@throughtrain/ranking';
import type { BandReport } from './set-bands';

/** A report as a person reads it: what every threshold would give, then the bands proposed, in Markdown. */
export function bandLines({ proposed, thresholds }: BandReport): string[] {
  const { bands, data } = proposed;
  const grades = Object.keys(thresholds[0]?.byGrade ?? {}).map(Number);
  return [
    `${data.topics} topics (${data.unit}s), ${data.pairs} judged pairs; relevance ${proposed.relevanceVersion}, encoder ${proposed.encoderVersion}, statistics ${proposed.statisticsVersion}`,
    'share of the judged pairs with a grade, in brackets its interval of 95 %; judged: of all pairs from there on',
    '',
    row(['relevance from', 'judged', ...grades.map((grade) => `grade ≥ ${grade}`)]),
    row(['---', '---', ...grades.map(() => '---')]),
    ...thresholds.map(({ from, judgedShare, byGrade }) =>
      row([from.toFixed(2), judgedShare.toFixed(2), ...Object.values(byGrade).map(shareText)]),
    ),
    '',
    row(['band', 'from', 'grade', 'target', 'at or above', 'within', 'judged']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...bandNames.map((name) => {
      const { from, grade, target, above, within, judgedShare } = bands[name];
      const texts = [from.toFixed(2), `≥ ${grade}`, target.toFixed(2), shareText(above), shareText(within)];
      return row([name, ...texts, judgedShare.toFixed(2)]);
    }),
  ];
}

function shareText({ pairs, met, share, low, high }: ObservedShare): string {
  return pairs === 0 ? '-' : `${met} of ${pairs}: ${share.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
