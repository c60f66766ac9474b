import { Clock, DomainError, type AttemptEnd, type DemandContent } from '@throughtrain/domain';
import { packPairs, weightProfile1, weightSettings } from '@throughtrain/ranking';
import { aProject, FakeEncoder } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { DemandReader, type AnalysedDemand } from '../ports/demand-reader.port';
import {
  LibraryScorer,
  type PoolProject,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '../ports/library-scorer.port';
import {
  MatchRunRepository,
  type MatchRunInput,
  type RunProgress,
  type RunResult,
} from '../ports/match-run.repository.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { ScoreRunHere } from './score-run';
import { ReadQueries } from './read-queries';
import { MatchSettings, RunMatch } from './run-match.use-case';

const notAsked = (): never => {
  throw new Error('a run does not ask for this');
};

/** Three projects: two answer demand 0 (one also demand 1), one the brief only. */
const pool: readonly PoolProject[] = [
  {
    project: aProject({ id: 'a', trl: 8 }),
    duplicateIds: ['z'],
    briefRelevance: 0.2,
    pairs: [{ demand: 0, relevance: 0.6 }],
  },
  {
    project: aProject({ id: 'b' }),
    duplicateIds: [],
    briefRelevance: 0.1,
    pairs: [
      { demand: 0, relevance: 0.35 },
      { demand: 1, relevance: 0.5 },
    ],
  },
  { project: aProject({ id: 'c' }), duplicateIds: [], briefRelevance: 0.4, pairs: [] },
];

class FakeScorer extends LibraryScorer {
  requests: ScoreRequest[] = [];
  pool: readonly PoolProject[] = pool;
  /** Best by sum; `d` is on no other list. */
  bySum = ['b'];
  asked: readonly string[] = [];
  limits: unknown;
  failure: Error | undefined;

  override async score(request: ScoreRequest, limits: object, progress: ScoreProgress): Promise<ScoredLibrary> {
    this.requests.push(request);
    this.limits = limits;
    if (this.failure) throw this.failure;
    await progress(0, 4);
    await progress(4, 4);
    return {
      projectsScored: 4,
      exclusions: [{ projectId: 'x', gate: 'withdrawn' }],
      byDemand: [
        [
          { projectId: 'b', score: 0.35 },
          { projectId: 'a', score: 0.6 },
        ],
        [{ projectId: 'b', score: 0.5 }],
      ],
      byBrief: [{ projectId: 'c', score: 0.4 }],
      bySum: this.bySum.map((projectId) => ({ projectId, score: 0.85 })),
    };
  }

  override async detail(
    _request: ScoreRequest,
    projectIds: readonly string[],
    progress: ScoreProgress,
  ): Promise<readonly PoolProject[]> {
    this.asked = projectIds;
    await progress(0, 3);
    return this.pool;
  }

  override async explain(
    _request: ScoreRequest,
    pairs: readonly { projectId: string; demand: number }[],
    _limit: number,
    progress: ScoreProgress,
  ) {
    await progress(0, pairs.length);
    return pairs.map(({ projectId, demand }) => ({
      lexical: 0.5,
      words: [{ word: `${projectId}${demand}`, contribution: 1 }],
      nearWords: [],
    }));
  }
}

class FakeRuns extends MatchRunRepository {
  completed: RunResult[] = [];
  failures: string[] = [];
  stages: string[] = [];
  told: RunProgress[] = [];
  ended = false;
  fence = 3;
  attempts = 1;
  /** Stage at which the run turns out to be cancelled. */
  cancelledAt: RunProgress['stage'] | undefined;

  constructor(private readonly given: MatchRunInput) {
    super();
  }

  expertScoresBelow: string[] = [];
  override async expertScores(libraryPosition: string) {
    this.expertScoresBelow.push(libraryPosition);
    return new Map();
  }
  override async claim() {
    const startedAt = new Date('2026-03-15T11:59:57Z');
    return this.ended ? undefined : { fence: this.fence, attempts: this.attempts, startedAt, input: this.given };
  }
  override async progress(runId: string, fence: number, progress: RunProgress): Promise<void> {
    const { stage } = progress;
    expect([runId, fence]).toEqual(['run', 3]);
    this.told.push(progress);
    if (stage !== this.stages.at(-1)) this.stages.push(stage);
    if (stage === this.cancelledAt) throw new DomainError('conflict', 'match-run.cancelled');
  }
  override async complete(_runId: string, fence: number, result: RunResult): Promise<void> {
    expect(fence).toBe(3);
    this.completed.push(result);
  }
  override async fail(_runId: string, fence: number, code: string): Promise<void> {
    expect(fence).toBe(this.fence);
    this.failures.push(code);
  }
  released: AttemptEnd[] = [];
  override async release(_runId: string, fence: number, end: AttemptEnd): Promise<void> {
    expect(fence).toBe(3);
    this.released.push(end);
  }
  override unfinished = notAsked;
  override watch = notAsked;
  override snapshot = notAsked;
  override add = notAsked;
  override find = notAsked;
  override inputOf = notAsked;
  override list = notAsked;
  override cancel = notAsked;
  override exclusions = notAsked;
  override abandoned = notAsked;
}

class FakeDemands extends DemandReader {
  missing = false;
  hteCodes: Readonly<Record<string, string[]>> = {};
  override async read(demands: readonly { readonly id: string }[]): Promise<readonly AnalysedDemand[]> {
    const found = demands.map(({ id }) => {
      const content: DemandContent = {
        title: `demand ${id}`,
        description: '锂电池',
        keywords: [],
        seiCodes: ['5.2'],
        hteCodes: this.hteCodes[id] ?? [],
        indicators: [],
        cooperation: [],
      };
      return { content, analysis: analyseRecord({ title: content.title, keywords: [], summary: content.description }) };
    });
    return this.missing ? found.slice(1) : found;
  }
}

class FakeProfiles extends WeightProfileRepository {
  override async find(version: number) {
    if (version !== 1) throw new DomainError('not-found', 'resource.not-found');
    return this.current();
  }
  override async current() {
    return { profile: weightProfile1, settings: weightSettings, state: 'published' as const };
  }
}

class FakeClock extends Clock {
  override now(): Date {
    return new Date('2026-03-15T12:00:00Z');
  }
}

const input: MatchRunInput = {
  roadshow: {
    industryDomains: ['动力电池'],
    domains: ['5.2'],
    month: '2026-05',
    place: '芜湖',
    scale: 200,
    approach: '',
    brief: '低温电解液',
    guarantee: '',
    shortlistSize: 80,
    pickCount: 10,
  },
  now: '2026-03-15T11:00:00.000Z',
  libraryPosition: 'server:7',
  profileVersion: 1,
  analyserVersion: 'words-2',
  librarySettled: true,
  statisticsVersion: '1',
  relevanceVersion: 'hybrid-2',
  codeVersion: 'test',
  demands: [
    { id: 'd0', revision: 1, enterpriseId: 'e0', enterpriseName: '甲公司', group: 'g' },
    { id: 'd1', revision: 2, enterpriseId: 'e1', enterpriseName: '乙公司' },
    { id: 'd2', revision: 1, enterpriseId: 'e0', enterpriseName: '甲公司' },
  ],
  onStage: ['s'],
  declined: [
    ['e0', 'p1'],
    ['e0', 'p2'],
  ],
  timesShown: { a: 2 },
};

function setUp(given: Partial<MatchRunInput> = {}) {
  const [runs, scorer, demands] = [new FakeRuns({ ...input, ...given }), new FakeScorer(), new FakeDemands()];
  const queries = new ReadQueries(demands, new FakeEncoder());
  const [scoring, clock, settings] = [new ScoreRunHere(scorer), new FakeClock(), new MatchSettings(60_000)];
  const useCase = new RunMatch(runs, queries, new FakeProfiles(), scoring, scorer, clock, settings);
  return { runs, scorer, demands, scoring, execute: () => useCase.execute({ matchRunId: 'run' }) };
}
const bytesOf = (result: RunResult | undefined) =>
  JSON.stringify(result) + (result?.candidates ?? []).map(({ pairs }) => packPairs(pairs).toString('hex')).join();

describe('RunMatch', () => {
  it('pins what the input recorded', async () => {
    const { scorer, execute } = setUp();
    await execute();
    expect(scorer.limits).toEqual({ perDemand: 50, byBrief: 300, bySum: 300 });
    const [request] = scorer.requests;
    expect(request).toMatchObject({
      libraryPosition: 'server:7',
      analyserVersion: 'words-2',
      statisticsVersion: '1',
      relevanceVersion: 'hybrid-2',
      today: '2026-03-15',
      onStage: new Set(['s']),
    });
    expect(request?.queries.map(({ mask }) => mask)).toEqual([
      { enterpriseId: 'e0', group: 'g', declined: new Set(['p1', 'p2']) },
      { enterpriseId: 'e1', declined: new Set() },
      { enterpriseId: 'e0', declined: new Set(['p1', 'p2']) },
    ]);
    expect(request?.brief).toEqual(analyseRecord({ title: '低温电解液', keywords: [], summary: '' }));
  });

  it('takes into the pool what any list holds: of a demand, by brief or by sum', async () => {
    const { scorer, execute } = setUp();
    scorer.bySum = ['b', 'd'];
    await execute();
    expect(scorer.asked).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes the first HTE code of demand and project for their sub-domain', async () => {
    const { runs, scorer, demands, execute } = setUp({ roadshow: { ...input.roadshow, shortlistSize: 4 } });
    // One of two told sub-domains in three demands: a share of 1.33 of 4 has no floor; two of three have 2.67, half of it 1.
    demands.hteCodes = { d0: ['10101', '20202'], d1: ['20201', '10101'], d2: ['20201'] };
    const project = (id: string, relevance: number, ...hteCodes: string[]): PoolProject => ({
      project: aProject({ id, hteCodes }),
      duplicateIds: [],
      briefRelevance: 0.1,
      pairs: [{ demand: 0, relevance }],
    });
    const strong = ['a', 'b', 'c', 'd', 'e'].map((id) => project(id, 0.9, '10101', '20201'));
    scorer.pool = [...strong, project('weak', 0.31, '20201', '10101')];
    await execute();
    const ids = runs.completed[0]?.shortlists[0]?.entries.map(({ projectId }) => projectId);
    expect(ids).toHaveLength(4);
    expect(ids).toContain('weak');
  });

  it('stores pool, shortlist and what stopped the rest, in one call', async () => {
    const { runs, execute } = setUp();
    await execute();
    expect(runs.stages).toEqual(['loading', 'scoring', 'choosing', 'storing']);
    const [result] = runs.completed;
    expect(result?.summary).toMatchObject({
      projectsScored: 4,
      poolSize: 3,
      pairsStored: 3,
      bytesPerPair: 16,
      exclusions: { withdrawn: 1 },
      resultHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      ms: 3_000,
    });
    expect(result?.exclusions).toEqual([{ projectId: 'x', gate: 'withdrawn' }]);
    const [shortlist] = result?.shortlists ?? [];
    expect(shortlist).toMatchObject({
      domain: '5.2',
      size: 80,
      uncoveredDemandIds: ['d2'],
      limits: [{ limit: 'related-projects' }],
    });
    expect(shortlist?.entries.map(({ rank, projectId, duplicateIds }) => [rank, projectId, duplicateIds])).toEqual([
      [1, expect.any(String), expect.anything()],
      [2, expect.any(String), expect.anything()],
      [3, 'c', []],
    ]);
    const b = shortlist?.entries.find(({ projectId }) => projectId === 'b');
    expect(b?.matches.map(({ demandId, band, words }) => [demandId, band, words[0]?.word])).toEqual([
      ['d1', 'close', 'b1'],
      ['d0', 'related', 'b0'],
    ]);
    expect(b?.reasons[0]?.zh).toMatch(/^与需求“demand d1”高度相关（共同关键词：b1；匹配度0\.\d\d）$/);
  });

  it('says the sum of an entry’s terms as its score', async () => {
    const { runs, execute } = setUp();
    await execute();
    for (const { score, terms } of runs.completed[0]?.shortlists[0]?.entries ?? []) {
      expect(score).toBeCloseTo(
        terms.reduce((sum, { value, weight }) => sum + value * weight, 0),
        6,
      );
    }
  });

  it('gives one result, byte for byte, for one input', async () => {
    const [first, second] = [setUp(), setUp()];
    await first.execute();
    await second.execute();
    await second.execute();
    const [a, b, c] = [first.runs.completed[0], second.runs.completed[0], second.runs.completed[1]].map(bytesOf);
    expect(a).toContain('resultHash');
    expect(b).toBe(a);
    expect(c).toBe(a);
  });

  it('asks for no brief where the roadshow has none', async () => {
    const { runs, scorer, execute } = setUp({ roadshow: { ...input.roadshow, brief: '' } });
    await execute();
    expect(scorer.requests[0]?.brief).toBeUndefined();
    const terms = runs.completed[0]?.shortlists[0]?.entries[0]?.terms.map(({ feature }) => feature);
    expect(terms).not.toContain('brief');
  });

  it.each(['', '无', '2026'])('takes a brief without any term, %p, for none', async (brief) => {
    const { scorer, execute } = setUp({ roadshow: { ...input.roadshow, brief } });
    await execute();
    expect(scorer.requests[0]?.brief).toBeUndefined();
  });

  it('lists as uncovered only what no shortlist of the run covers', async () => {
    const { runs, execute } = setUp({ roadshow: { ...input.roadshow, domains: ['3', '5.2'] } });
    await execute();
    const [empty, full] = runs.completed[0]?.shortlists ?? [];
    expect([empty?.entries.length, full?.entries.length]).toEqual([0, 3]);
    expect([empty?.uncoveredDemandIds, full?.uncoveredDemandIds]).toEqual([['d2'], ['d2']]);
  });

  it('makes one shortlist for each domain', async () => {
    const { runs, execute } = setUp({ roadshow: { ...input.roadshow, domains: ['3', '5.2'] } });
    await execute();
    expect(runs.completed[0]?.shortlists.map(({ domain, entries }) => [domain, entries.length])).toEqual([
      ['3', 0],
      ['5.2', 3],
    ]);
  });

  it('gives signs of life while it chooses: reading the pool, and before and while each domain is described', async () => {
    const { runs, execute } = setUp({ roadshow: { ...input.roadshow, domains: ['3', '5.2'] } });
    await execute();
    const choosing = runs.told.filter(({ stage }) => stage === 'choosing').map(({ done, total }) => [done, total]);
    // At the start, by the pool, then for each domain before it and by its words.
    expect(choosing).toEqual([0, 0, 0, 0, 1, 1].map((done) => [done, 2]));
  });

  it('does nothing for a run that has ended', async () => {
    const { runs, scorer, execute } = setUp();
    runs.ended = true;
    await execute();
    expect([scorer.requests, runs.stages, runs.completed]).toEqual([[], [], []]);
  });

  it('ends without any work while it has to wait', async () => {
    const { runs, scorer, scoring, execute } = setUp();
    const prepare = jest.spyOn(scoring, 'prepare').mockResolvedValueOnce(false);
    await execute();
    expect([scorer.requests, runs.stages, runs.completed, runs.failures]).toEqual([[], [], [], []]);
    await execute();
    expect(prepare.mock.calls).toEqual([
      ['run', 3],
      ['run', 3],
    ]);
    expect(runs.completed).toHaveLength(1);
  });

  it.each(['loading', 'scoring', 'choosing', 'storing'] as const)(
    'stores nothing when it is cancelled while %s',
    async (stage) => {
      const { runs, execute } = setUp();
      runs.cancelledAt = stage;
      await expect(execute()).rejects.toMatchObject({ code: 'match-run.cancelled' });
      expect([runs.completed, runs.failures, runs.released]).toEqual([[], [], ['failed']]);
    },
  );

  it.each([
    ['invalid', 'match-run.version-unknown'],
    ['conflict', 'library.position-foreign'],
  ] as const)('stores the code of a failure that another attempt would meet again: %s', async (kind, code) => {
    const { runs, scorer, execute } = setUp();
    scorer.failure = new DomainError(kind, code);
    await execute();
    expect(runs.failures).toEqual([code]);
    expect(runs.completed).toEqual([]);
  });

  it('ends a run that has been claimed again and again', async () => {
    const { runs, scorer, execute } = setUp();
    runs.attempts = 11;
    await execute();
    expect([runs.failures, scorer.requests]).toEqual([['match-run.abandoned'], []]);
  });

  it('fails for an analyser that this service does not have', async () => {
    const { runs, scorer, execute } = setUp({ analyserVersion: 'words-0' });
    await execute();
    expect(runs.failures).toEqual(['match-run.version-unknown']);
    expect(scorer.requests).toEqual([]);
  });

  it('fails for a profile that does not exist', async () => {
    const { runs, execute } = setUp({ profileVersion: 9 });
    await execute();
    expect(runs.failures).toEqual(['resource.not-found']);
  });

  it.each([
    [new DomainError('unavailable', 'library.analysis-missing'), 'met-outage'],
    [new Error('out of memory'), 'failed'],
  ])('leaves %p to another attempt', async (failure, end) => {
    const { runs, scorer, execute } = setUp();
    scorer.failure = failure;
    await expect(execute()).rejects.toBe(failure);
    expect([runs.completed, runs.failures, runs.released]).toEqual([[], [], [end]]);
  });

  it('waits for a demand whose analysis is missing', async () => {
    const { demands, execute } = setUp();
    demands.missing = true;
    await expect(execute()).rejects.toMatchObject({ kind: 'unavailable', code: 'library.analysis-missing' });
  });
});
