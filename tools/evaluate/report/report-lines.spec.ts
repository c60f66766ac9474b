import type { Report } from './report';
import { reportLines } from './report-lines';

const report: Report = {
  files: {},
  options: { unit: 'demand', candidates: 'all', depth: 1000, resamples: 1000, seed: 1 },
  versions: { analyser: 'words-1', encoder: 'table', statistics: '1+3 projects' },
  counts: { projects: 3, demands: 2, topics: 2, topicsWithoutAnswer: 1, pairs: 4 },
  parts: [
    { part: 'words', relevanceVersion: 'h:words', measures: { MRR: { value: 0.5, low: 0.25, high: 0.75 } } },
    { part: 'hybrid', relevanceVersion: 'h', measures: { MRR: { value: 0.75, low: 0.5, high: 1 } } },
  ],
  topics: {},
  differences: [{ part: 'hybrid', against: 'words', measures: { MRR: { value: 0.25, low: -0.125, high: 0.5 } } }],
};

describe('reportLines', () => {
  it('puts parts side by side with their differences, without measures that nothing has', () => {
    const lines = reportLines(report);
    expect(lines.slice(-3)).toEqual([
      '| measure | words | hybrid | hybrid - words |',
      '| --- | --- | --- | --- |',
      '| MRR | 0.5000 [0.2500, 0.7500] | 0.7500 [0.5000, 1.0000] | +0.2500 [-0.1250, +0.5000] |',
    ]);
    expect(lines[1]).toBe('topics without an answer, which count 0 in lists: 1');
  });
});
