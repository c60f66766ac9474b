import fc from 'fast-check';
import { parseRecord } from '@throughtrain/ingestion';
import { mapPaper } from './map-papers';

const paper = {
  id: '202401.00001',
  title: '锂电池',
  abstract: '电解液的研究',
  keywords: ['电池；锂', 'a, b'],
  lang: 'zh',
};
const map = (value: unknown): Record<string, unknown> => JSON.parse(mapPaper(JSON.stringify(value))) as never;

describe('mapPaper', () => {
  it('takes what a paper has and declares three test values', () => {
    expect(map(paper)).toEqual({
      externalId: '202401.00001',
      channel: 'open-call',
      secrecy: '公开',
      title: '锂电池',
      summary: '电解液的研究',
      keywords: ['电池', '锂', 'a', 'b'],
      language: 'zh',
      stage: 'initial',
      consentToPush: true,
      contactRef: 'test-value',
    });
  });

  it('leaves unknown what a paper lacks', () => {
    expect(map({ id: 'x', title: 't', abstract: 'a' })).not.toHaveProperty('language');
    expect(map({ id: 'x', title: 't', abstract: 'a', lang: 'fr' })).not.toHaveProperty('language');
    expect(map({ id: 'x', title: 't', abstract: 'a', keywords: null })['keywords']).toEqual([]);
  });

  it('takes keywords as one text or as a list, once each, without class numbers', () => {
    expect(map({ ...paper, keywords: '电池；锂;电池，TP391' })['keywords']).toEqual(['电池', '锂']);
    expect(map({ ...paper, keywords: ['中图分类号：TM912', '', ' '] })['keywords']).toEqual([]);
    expect(map({ ...paper, keywords: Array.from({ length: 30 }, (_, index) => `k${index}`) })['keywords']).toHaveLength(
      20,
    );
  });

  it('cleans control characters and cuts at the limits of an import, not within a character', () => {
    const mapped = map({ ...paper, title: `a\u0000b\u0007c`, abstract: `${'x'.repeat(3_999)}\u{20000}` });
    expect(mapped['title']).toBe('a b c');
    expect(mapped['summary']).toBe('x'.repeat(3_999));
  });

  it.each(['', 'no json', '[]', '{"title": "t"}', '{"id": 5}', 'null'])('hands %p on as it is', (line) => {
    expect(mapPaper(line)).toBe(line);
  });

  it('gives a row that an import takes or refuses by its row, whatever the texts hold', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u0000', '\ud800', '\u2060', '\u202e', '；', ' '),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, text, fc.array(text), (title, abstract, keywords) => {
        const parsed = parseRecord('projects', map({ id: 'x1', title, abstract, keywords }));
        if ('faults' in parsed) {
          for (const { column, code } of parsed.faults)
            expect([['title', 'summary'].includes(column ?? ''), code]).toEqual([true, 'field.too-small']);
        }
      }),
    );
  });
});
