import { rank, weightProfile1, type ShortlistEntry } from '@throughtrain/ranking';
import { aCandidate, aPair, aProject, aRankContext } from '@throughtrain/testing';
import { LibraryScorer, type RelevanceExplanation, type ScoreRequest } from '../ports/library-scorer.port';
import { describeEntries } from './describe-entries';
import type { MatchedDemand } from './make-candidate';

type Pair = Parameters<typeof aPair>[0];
const notAsked = (): never => {
  throw new Error('a description does not ask for this');
};

class FakeScorer extends LibraryScorer {
  asked: readonly { projectId: string; demand: number }[] = [];
  override score = notAsked;
  override detail = notAsked;
  override async explain(
    _request: ScoreRequest,
    pairs: readonly { projectId: string; demand: number }[],
  ): Promise<readonly RelevanceExplanation[]> {
    this.asked = pairs;
    return pairs.map(({ demand }) => ({
      lexical: 0.4,
      cosine: 0.7,
      words: (wordsOf[demand] ?? []).map((word) => ({
        word,
        contribution: 1,
        ...(word === 'electrolyt' && demand === 1 && { standsFor: '电解液' }),
      })),
      nearWords: demand === 1 ? [{ asked: '回收', said: 'regener', cosine: 0.6 }] : [],
    }));
  }
}

/** Words that met, by demand. */
const wordsOf = [
  ['三年', '电池', '锂电池', '毫米', '电解液', '低温', '隔膜', '添加剂'],
  ['材料乙', 'electrolyt'],
  ['材料丙', 'electrolyt', 'soc'],
];
const demands = [0, 1, 2].map((number): MatchedDemand => ({
  id: `d${number}`,
  revision: 1,
  enterpriseId: `e${number}`,
  enterpriseName: `企业${number}`,
  content: {
    title: `需求${number}`,
    description: number === 2 ? 'Electrolyte with SOC' : number === 0 ? '锂回收率≥95%，能耗下降30%以上' : '',
    keywords: [],
    seiCodes: [],
    hteCodes: [],
    indicators: [],
    cooperation: [],
  },
}));
const request: ScoreRequest = {
  libraryPosition: 'server:1',
  analyserVersion: 'words-2',
  statisticsVersion: '1',
  relevanceVersion: 'hybrid-2',
  queries: [],
  today: '2026-03-01',
  onStage: new Set(),
};

async function describeOne(...pairs: readonly Pair[]) {
  const context = aRankContext(['e0', 'e1', 'e2'], { hasBrief: true, hasIndicators: true });
  const candidate = aCandidate({ projectId: 'p', briefRelevance: 0.6, pairs: pairs.map(aPair) });
  const entries: ShortlistEntry[] = rank([candidate], weightProfile1, context).map((ranked) => ({
    ...ranked,
    covers: [],
    withoutCode: false,
  }));
  const scorer = new FakeScorer();
  const pool = [
    {
      project: aProject({ id: 'p', summary: 'Regenerating electrolytes: Electrolytes，锂回收率97%' }),
      duplicateIds: ['q'],
      pairs: [],
    },
  ];
  const [entry] = await describeEntries(
    entries,
    { demands, request, pool, profile: weightProfile1 },
    scorer,
    async () => undefined,
  );
  return { entry, asked: scorer.asked, best: entry?.reasons.find(({ feature }) => feature === 'best') };
}

/** Everything but the text fits, so that it matches best where its relevance is low. */
const fitting = { domainDepth: 3, cooperationMeets: true, budgetShare: 1, region: 'same-city' } as const;

describe('describeEntries', () => {
  it('names in the best reason the demand and the words of the best pair, although another is more relevant', async () => {
    // Pair 1: .62 × .3 + .15 + .5 × (.12 + .05) + .03 + .02 + .01 = .481; pair 0: .62 × .35 + 0 + .5 × (.12 + .05 + .03 + .02 + .01) = .332.
    const { entry, best, asked } = await describeOne(
      { demand: 0, relevance: 0.35, domainDepth: 0 },
      { demand: 1, relevance: 0.3, ...fitting },
    );
    expect(best?.zh).toMatch(/^与需求“需求1”相关（共同关键词：材料乙、电解液↔electrolytes；匹配度0\.48）$/);
    expect(entry?.matches.map(({ demandId }) => demandId)).toEqual(['d1', 'd0']);
    expect(asked.map(({ demand }) => demand)).toEqual([1, 0]);
  });

  it('names it also where its relevance is below the shown band, and lists only what is shown', async () => {
    // Pair 2: .62 × .15 + .295 = .388; pair 0: .62 × .25 + .115 = .27.
    const { entry, best, asked } = await describeOne(
      { demand: 0, relevance: 0.25, domainDepth: 0 },
      { demand: 2, relevance: 0.15, ...fitting },
    );
    expect(best).toMatchObject({
      zh: expect.stringMatching(/^与需求“需求2”有一定关联（共同关键词：材料丙、Electrolyte、SOC；匹配度0\.39）$/),
      en: expect.stringContaining('“需求2” (shared words: 材料丙, Electrolyte, SOC; match 0.39)'),
    });
    expect(entry?.terms.find(({ feature }) => feature === 'best')?.value).toBeCloseTo(0.388, 6);
    expect(entry?.matches.map(({ demandId, band }) => [demandId, band])).toEqual([['d0', 'shown']]);
    expect(asked.map(({ demand }) => demand)).toEqual([2, 0]);
  });

  it('tells at most four words that say something, and keeps all with the match', async () => {
    const { entry, best } = await describeOne({ demand: 0, relevance: 0.5 });
    expect(best?.zh).toContain('共同关键词：锂电池、电解液、低温、隔膜；');
    expect(entry?.matches[0]?.words.map(({ word }) => word)).toEqual(wordsOf[0]);
  });

  it('sets the figures of the demand beside those of the project', async () => {
    const { entry } = await describeOne({ demand: 0, relevance: 0.5 });
    expect(entry?.matches[0]?.indicators).toEqual([
      { quantity: '回收率', wanted: '≥95%', offered: '97%', outcome: 'met' },
      { quantity: '能耗', wanted: '下降30%以上', outcome: 'unknown' },
    ]);
  });

  it('writes what stands for a word of the demand, or is near one, as the project does', async () => {
    const { entry } = await describeOne({ demand: 1, relevance: 0.5 });
    expect(entry?.matches[0]).toMatchObject({
      lexical: 0.4,
      cosine: 0.7,
      words: [{ word: '材料乙' }, { word: 'electrolytes', standsFor: '电解液' }],
      nearWords: [{ asked: '回收', said: 'Regenerating', cosine: 0.6 }],
    });
  });

  it('writes stems as the demand does, in the match and in the reason', async () => {
    const { entry, best } = await describeOne({ demand: 2, relevance: 0.5 });
    expect(entry?.matches[0]?.words.map(({ word }) => word)).toEqual(['材料丙', 'Electrolyte', 'SOC']);
    expect(best?.zh).toContain('共同关键词：材料丙、Electrolyte、SOC；');
  });

  it.each([
    [0.5, 'close', '高度相关'],
    [0.499999, 'related', '相关'],
    [0.3, 'related', '相关'],
    [0.299999, 'shown', '有一定关联'],
    [0.2, 'shown', '有一定关联'],
    [0.199999, undefined, '有一定关联'],
  ])('says of a relevance of %d the band %s', async (relevance, band, words) => {
    const { entry, best } = await describeOne({ demand: 1, relevance });
    expect(entry?.matches.map((match) => match.band)).toEqual(band === undefined ? [] : [band]);
    expect(best?.zh).toContain(`“需求1”${words}（`);
  });

  it('lists nothing where no pair reaches the shown band', async () => {
    const { entry, best, asked } = await describeOne({ demand: 0, relevance: 0.12 }, { demand: 1, relevance: 0.15 });
    expect(best?.zh).toContain('“需求1”有一定关联（共同关键词：材料乙、电解液↔electrolytes；');
    expect(entry?.matches).toEqual([]);
    expect(asked).toEqual([{ projectId: 'p', demand: 1 }]);
  });

  it('gives the terms of each match, whose sum is its score', async () => {
    const { entry } = await describeOne(
      { demand: 0, relevance: 0.35, domainDepth: 0 },
      { demand: 1, relevance: 0.3, ...fitting },
    );
    expect(entry?.matches).toHaveLength(2);
    for (const { match, relevance, terms } of entry?.matches ?? []) {
      expect(terms.find(({ feature }) => feature === 'relevance')?.value).toBe(relevance);
      expect(terms.reduce((sum, { value, weight }) => sum + value * weight, 0)).toBeCloseTo(match, 6);
    }
  });

  it('has a description of a project without pairs', async () => {
    const { entry, best, asked } = await describeOne();
    expect([entry?.matches, best, asked, entry?.duplicateIds]).toEqual([[], undefined, [], ['q']]);
  });

  it('never gives interest as a reason', async () => {
    const { entry } = await describeOne({ demand: 0, relevance: 0.5 });
    expect(entry?.terms.map(({ feature }) => feature)).toContain('interest');
    expect(entry?.reasons.map(({ feature }) => feature)).not.toContain('interest');
  });
});
