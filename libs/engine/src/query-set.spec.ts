import type { ScoreRequest } from '@throughtrain/matching';
import { lexicalQuery, relevanceInForce } from '@throughtrain/ranking';
import { aProject, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord, countCorpus } from '@throughtrain/text';
import { ResidentLibrary } from './resident-library';
import { QuerySet } from './query-set';

const text = { title: '锂电池电解液', keywords: [], summary: '' };
const analysis = analyseRecord(text);
const statistics = countCorpus([analysis, analyseRecord({ ...text, title: '硅碳负极材料' })], {
  version: '1',
  analyserVersion: 'words-2',
  leastCount: 1,
});

/** Relevance of one text to a demand, of the same words unless others are given, by the vectors of both; the brief, which has none, comes last. */
async function relevances(demand: Int8Array | undefined, document: Int8Array | undefined, asked = analysis) {
  const feed = new FakeLibraryFeed();
  const position = feed.commit({
    project: aProject({ id: 'p', ...text }),
    analysis,
    ...(document !== undefined && { vector: document }),
  });
  const request: ScoreRequest = {
    libraryPosition: position,
    analyserVersion: 'words-2',
    statisticsVersion: '1',
    relevanceVersion: 'hybrid-2',
    queries: [
      {
        analysis: asked,
        mask: { enterpriseId: 'e', declined: new Set() },
        ...(demand !== undefined && { vector: demand }),
      },
    ],
    today: '2026-03-01',
    onStage: new Set(),
  };
  const state = await new ResidentLibrary(feed).at(position, { analyserVersion: 'words-2' });
  return (await QuerySet.of(request, statistics, relevanceInForce)).relevances(state.documents.get('p')!)[0];
}

const longest = Array.from({ length: 2_000 }, () => 127);
const vector = (...numbers: number[]) => Int8Array.from(numbers);

describe('QuerySet', () => {
  it('leaves meaning out where a text was not encoded, so that words count alone', async () => {
    const lex = await relevances(undefined, undefined);
    expect(lex).toBeGreaterThan(0.5);
    expect(await relevances(undefined, vector(1, 0))).toBe(lex);
    expect(await relevances(vector(1, 0), undefined)).toBe(lex);
  });

  it.each([
    ['the same direction', [3, 4], [6, 8], 1],
    ['3-4-5 against the axis: cos = .6', [3, 4], [1, 0], 0.6],
    ['at a right angle', [1, 0], [0, 1], 0],
    ['opposite, which counts 0', [1, 0], [-1, 0], 0],
    ['the longest vectors there are', longest, longest, 1],
    ['a text in which nothing is known', [1, 0], [0, 0], 0],
    ['a demand in which nothing is known', [0, 0], [1, 0], 0],
    ['both', [0, 0], [0, 0], 0],
  ])('joins .3 cos + .7 lex: %s', async (_, demand, document, cos) => {
    const lex = (await relevances(undefined, undefined)) ?? NaN;
    expect(await relevances(vector(...demand), vector(...document))).toBeCloseTo(0.3 * cos + 0.7 * lex, 5);
  });

  it('lets the cosine of a demand of one word count by what the word says', async () => {
    const one = analyseRecord({ ...text, title: '锂电' });
    const { fullness } = lexicalQuery(one, statistics, relevanceInForce);
    expect(fullness).toBeLessThan(0.5);
    const lex = (await relevances(undefined, undefined, one)) ?? NaN;
    expect(await relevances(vector(3, 4), vector(1, 0), one)).toBeCloseTo(0.3 * 0.6 * fullness + 0.7 * lex, 5);
  });
});
