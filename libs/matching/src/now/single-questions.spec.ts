import { Clock, DomainError, type Scope } from '@throughtrain/domain';
import { relevanceInForce, weightProfile1 } from '@throughtrain/ranking';
import { aProject, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { DemandReader, type AnalysedDemand } from '../ports/demand-reader.port';
import { HostDemands, type DemandSnapshot } from '../ports/host-demands.port';
import {
  LibraryScorer,
  type PoolProject,
  type RelevanceExplanation,
  type ScoredLibrary,
  type ScoreRequest,
} from '../ports/library-scorer.port';
import type { RunDemand } from '../ports/match-run.repository.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { FindDemandsForProject } from './find-demands-for-project.use-case';
import { FindProjectsForDemand } from './find-projects-for-demand.use-case';
import { PinQuestion } from './pin-question.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['host'] };
/** Begins a band: relevances below it are listed nowhere. */
const shown = weightProfile1.values['band.shown'];

const aDemand = (number: number): RunDemand => ({
  id: `d${String(number).padStart(5, '0')}`,
  revision: 1,
  enterpriseId: `e${number % 3}`,
  enterpriseName: '企业',
});

class FakeClock extends Clock {
  override now = () => new Date('2026-03-15T18:00:00Z');
}

class FakeDemands extends HostDemands {
  constructor(
    private readonly demands: readonly RunDemand[],
    private readonly feed: FakeLibraryFeed,
  ) {
    super();
  }
  override async one(_scope: Scope, id: string): Promise<DemandSnapshot> {
    const demands = this.demands.filter((demand) => demand.id === id);
    if (demands.length === 0) throw new DomainError('not-found', 'resource.not-found');
    return { libraryPosition: await this.feed.position(), demands, declined: [['e1', 'p1']] };
  }
  override async all(_scope: Scope, most: number): Promise<DemandSnapshot> {
    return {
      libraryPosition: await this.feed.position(),
      demands: this.demands.slice(0, most),
      declined: [['e1', 'p1']],
    };
  }
}

class FakeReader extends DemandReader {
  override read(demands: readonly { readonly id: string }[]): Promise<readonly AnalysedDemand[]> {
    const analysis = analyseRecord({ title: '锂电池', keywords: [], summary: '' });
    const rest = { description: '', keywords: [], seiCodes: [], hteCodes: [], indicators: [], cooperation: [] };
    return Promise.resolve(demands.map(({ id }) => ({ content: { title: `需求${id}`, ...rest }, analysis })));
  }
}

/** Knows the relevance of each project to each question by its place in the request. */
class FakeScorer extends LibraryScorer {
  readonly requests: { readonly call: string; readonly request: ScoreRequest; readonly asked: unknown }[] = [];
  constructor(
    private readonly relevanceOf: (projectId: string, call: number, place: number) => number,
    private readonly gate?: PoolProject['gate'],
  ) {
    super();
  }
  override score(request: ScoreRequest, limits: { perDemand: number }): Promise<ScoredLibrary> {
    this.requests.push({ call: 'score', request, asked: limits });
    const all = ['p1', 'p2', 'p3'].map((projectId) => ({ projectId, score: this.relevanceOf(projectId, 0, 0) }));
    const best = all.sort((a, b) => b.score - a.score).slice(0, limits.perDemand);
    return Promise.resolve({ projectsScored: 3, exclusions: [], byDemand: [best], byBrief: [], bySum: [] });
  }
  override detail(request: ScoreRequest, projectIds: readonly string[]): Promise<readonly PoolProject[]> {
    const call = this.requests.filter((one) => one.call === 'detail').length;
    this.requests.push({ call: 'detail', request, asked: projectIds });
    return Promise.resolve(
      projectIds.map((id) => ({
        project: aProject({ id, title: '锂电池' }),
        gate: this.gate,
        duplicateIds: [`${id}-again`],
        pairs: this.gate
          ? []
          : request.queries
              .map((_query, demand) => ({ demand, relevance: this.relevanceOf(id, call, demand) }))
              .filter(({ relevance }) => relevance >= relevanceInForce.leastStoredRelevance),
      })),
    );
  }
  override explain(
    request: ScoreRequest,
    pairs: readonly { projectId: string; demand: number }[],
  ): Promise<readonly RelevanceExplanation[]> {
    this.requests.push({ call: 'explain', request, asked: pairs });
    return Promise.resolve(
      pairs.map(() => ({ lexical: 0.5, words: [{ word: '锂电池', contribution: 2 }], nearWords: [] })),
    );
  }
}

function setUp(demands: number, scorer: FakeScorer) {
  const feed = new FakeLibraryFeed();
  feed.commit({ project: aProject({ id: 'p1' }), analysis: undefined });
  const all = Array.from({ length: demands }, (_, number) => aDemand(number));
  const pin = new PinQuestion(new FakeDemands(all, feed), feed, new FakeClock());
  const profiles: WeightProfileRepository = Object.assign(
    Object.create(WeightProfileRepository.prototype) as WeightProfileRepository,
    { current: async () => ({ profile: weightProfile1, settings: [], state: 'published' }) },
  );
  return {
    projects: new FindProjectsForDemand(pin, new FakeReader(), profiles, scorer),
    demands: new FindDemandsForProject(pin, feed, new FakeReader(), profiles, scorer),
  };
}

describe('FindProjectsForDemand', () => {
  it('asks by the versions in force and what the enterprise must not see, of nothing on stage, and tells the best', async () => {
    const relevances: Record<string, number> = { p1: shown, p2: 0.9, p3: shown - 0.001 };
    const scorer = new FakeScorer((projectId) => relevances[projectId] ?? 0);
    const answer = await setUp(2, scorer).projects.execute(scope, 'd00001', 20);
    expect(scorer.requests.map(({ call, asked }) => [call, asked])).toEqual([
      ['score', { perDemand: 20, byBrief: 0, bySum: 0 }],
      ['detail', ['p2', 'p1']],
      [
        'explain',
        [
          { projectId: 'p2', demand: 0 },
          { projectId: 'p1', demand: 0 },
        ],
      ],
    ]);
    expect(scorer.requests[0]?.request).toMatchObject({
      libraryPosition: 'server:1',
      analyserVersion: 'words-2',
      relevanceVersion: relevanceInForce.version,
      // The next day has begun in China.
      today: '2026-03-16',
      onStage: new Set(),
      queries: [{ mask: { enterpriseId: 'e1', declined: new Set(['p1']) } }],
    });
    expect(answer).toMatchObject({
      demand: { id: 'd00001', title: '需求d00001' },
      librarySettled: true,
      matches: [
        { project: { id: 'p2' }, relevance: 0.9, band: 'close', duplicateIds: ['p2-again'] },
        { project: { id: 'p1' }, relevance: shown, band: 'shown', words: [{ word: '锂电池' }] },
      ],
    });
  });

  it('asks for no details where nothing is near', async () => {
    const scorer = new FakeScorer(() => 0);
    expect((await setUp(1, scorer).projects.execute(scope, 'd00000', 20)).matches).toEqual([]);
    expect(scorer.requests.map(({ call }) => call)).toEqual(['score']);
  });

  it('does not know the demands of others', async () => {
    const asked = setUp(1, new FakeScorer(() => 1)).projects.execute(scope, 'd00009', 20);
    await expect(asked).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('FindDemandsForProject', () => {
  it('compares all demands in parts, and tells the best of all of them', async () => {
    // Nearest are the last of the first part, one of the second and the first of the third.
    const near = new Map([
      ['0 199', 0.7],
      ['1 7', 0.9],
      ['2 0', 0.8],
      ['2 1', 0.6],
    ]);
    const scorer = new FakeScorer((_projectId, call, place) => near.get(`${call} ${place}`) ?? 0.2);
    const answer = await setUp(450, scorer).demands.execute(scope, 'p1', 3);
    const details = scorer.requests.filter(({ call }) => call === 'detail');
    expect(details.map(({ request }) => request.queries.length)).toEqual([200, 200, 50]);
    expect(answer.matches.map(({ demandId, relevance }) => [demandId, relevance])).toEqual([
      ['d00207', 0.9],
      ['d00400', 0.8],
      ['d00199', 0.7],
    ]);
    // Masks tell the demands apart: 207 is of e0, 400 and 199 are of e1.
    const explained = scorer.requests.find(({ call }) => call === 'explain');
    expect(explained?.request.queries.map(({ mask }) => mask.enterpriseId)).toEqual(['e0', 'e1', 'e1']);
    expect(answer.texts.demands.get('d00207')?.title).toBe('需求d00207');
  });

  it('says which gate stops the project, also to a host without demands', async () => {
    for (const demands of [0, 3]) {
      const scorer = new FakeScorer(() => 0.9, 'expired');
      const answer = await setUp(demands, scorer).demands.execute(scope, 'p1', 20);
      expect(answer).toMatchObject({ projectId: 'p1', gate: 'expired', matches: [] });
    }
  });

  it('does not know projects that the library does not have', async () => {
    const asked = setUp(1, new FakeScorer(() => 1)).demands.execute(scope, 'p2', 20);
    await expect(asked).rejects.toMatchObject({ kind: 'not-found', code: 'resource.not-found' });
  });

  it('refuses more demands than it can compare at once', async () => {
    const asked = setUp(10_001, new FakeScorer(() => 1)).demands.execute(scope, 'p1', 20);
    await expect(asked).rejects.toMatchObject({
      kind: 'invalid',
      code: 'demand.too-many',
      details: { mostDemands: 10_000 },
    });
  });
});
