import { parseSearchTerms } from '@throughtrain/text';
import { findHits } from './find-hits';

const words = {
  title: 'CO₂加氢制甲醇',
  keywords: ['甲醇', 'ＣＯ２ 捕集'],
  institution: '澜州大学',
  summary: `${'前'.repeat(90)}以CO₂为原料`,
};

describe('findHits', () => {
  it('tells field by field where the terms stand, and cuts the summary around the first', () => {
    const { hits, snippet } = findHits(words, parseSearchTerms('co2 甲醇'));
    expect(hits).toEqual([
      { field: 'title', start: 0, end: 3 },
      { field: 'title', start: 6, end: 8 },
      { field: 'keywords', keyword: 0, start: 0, end: 2 },
      { field: 'keywords', keyword: 1, start: 0, end: 3 },
      { field: 'summary', start: 91, end: 94 },
    ]);
    expect(snippet.slice(1)).toEqual([
      { text: 'CO₂', hit: true },
      { text: '为原料', hit: false },
    ]);
    expect(snippet.map(({ text }) => text).join('')).toHaveLength(80);
  });

  it('tells no more than one can read', () => {
    const { hits } = findHits({ keywords: [], summary: '一，'.repeat(500) }, parseSearchTerms('一'));
    expect(hits).toHaveLength(50);
  });

  it('has the beginning of the summary without terms, and nothing of nothing', () => {
    expect(findHits(words, [])).toEqual({ hits: [], snippet: [{ text: '前'.repeat(80), hit: false }] });
    expect(findHits({ keywords: [] }, parseSearchTerms('一'))).toEqual({ hits: [], snippet: [] });
  });
});
