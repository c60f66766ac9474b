import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openShippedTable } from '@throughtrain/encoders';
import { CodeClassifier, suggestedLists } from '@throughtrain/ranking';
import { demandRow, projectRow } from '@throughtrain/testing';
import { measureCodes, readRecords } from './measure-codes';

const sample = (kind: 'projects' | 'demands') =>
  readRecords(kind, readFileSync(join(__dirname, '..', '..', 'samples', `${kind}.ndjson`), 'utf8').split('\n'));

/** Best right, among three, suggested for, of these right. */
const least = { sei: [0.7, 0.9, 0.7, 0.75], hte: [0.6, 0.75, 0.45, 0.75] } as const;

describe('measureCodes', () => {
  let classifier: CodeClassifier;

  beforeAll(async () => {
    classifier = new CodeClassifier(await openShippedTable());
  });

  it('counts records that name codes of the list: right, wrong, and without a suggestion', () => {
    const project = (externalId: string, title: string, seiCodes: string[]) =>
      JSON.stringify(projectRow(1, { externalId, title, summary: title, keywords: [], seiCodes, hteCodes: [] }));
    const records = readRecords('projects', [
      project('a', '钙钛矿光伏组件', ['6.3']),
      project('b', '钙钛矿光伏组件', ['4.1', '2.1']),
      project('c', '一种方法', ['6.3']),
      project('d', '钙钛矿光伏组件', []),
      'no record',
    ]);
    expect(measureCodes(classifier, records).sei).toMatchObject({
      records: 3,
      suggested: 2 / 3,
      precision: 1 / 2,
      top1: 1 / 3,
    });
    expect(measureCodes(classifier, records).hte.records).toBe(0);
  });

  it('reads demands with their indicators', () => {
    const row = demandRow(1, 1, {
      title: '一种方法',
      description: '一种方法',
      keywords: [],
      seiCodes: ['6.3'],
      indicators: ['光伏组件效率≥22%'],
    });
    expect(measureCodes(classifier, readRecords('demands', [JSON.stringify(row)])).sei.top1).toBe(1);
  });

  it.each(['projects', 'demands'] as const)('keeps what it reaches on the %s of the sample', (kind) => {
    const reached = measureCodes(classifier, sample(kind));
    for (const list of suggestedLists) {
      const { top1, top3, suggested, precision } = reached[list];
      expect([top1, top3, suggested, precision].map((share, at) => share >= least[list][at]!)).toEqual(
        Array(4).fill(true),
      );
    }
  });
});
