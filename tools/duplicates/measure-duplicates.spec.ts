import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRow } from '@throughtrain/testing';
import { measureDuplicates } from './measure-duplicates';

const sample = (name: string) =>
  readFileSync(join(__dirname, '..', '..', 'samples', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const line = (externalId: string, given: object) => JSON.stringify(projectRow(1, { externalId, ...given }));

describe('measureDuplicates', () => {
  it('counts pairs: of a group of three, two of them found', () => {
    const lines = [
      line('a', { patents: ['ZL10000001'], title: '甲', summary: '甲' }),
      line('b', { patents: ['ZL10000001'], title: '乙', summary: '乙' }),
      line('c', { institution: { name: '别处' }, title: '丙', summary: '丙' }),
      line('d', { patents: ['ZL10000001'], title: '丁', summary: '丁' }),
      'no record',
    ];
    const { certain } = measureDuplicates(lines, ['a\tb\tc', 'b\tx']);
    expect(certain).toEqual({
      found: 3,
      right: 1,
      true: 3,
      precision: 1 / 3,
      recall: 1 / 3,
      wrongPairs: ['a d', 'b d'],
      missedPairs: ['a c', 'b c'],
    });
  });

  it('joins nothing of the sample that is not one project, and finds what is', () => {
    const measures = measureDuplicates(sample('projects.ndjson'), sample('duplicates.tsv'));
    expect(measures.certain.wrongPairs).toEqual([]);
    expect(measures.certainOrSuggested.recall).toBeGreaterThanOrEqual(0.7);
    expect(measures.withoutNumbers.precision).toBeGreaterThanOrEqual(0.8);
  });
});
