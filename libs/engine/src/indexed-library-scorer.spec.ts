import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { DuplicateDecision, DuplicateVerdict, ProjectStatus } from '@throughtrain/domain';
import { LibraryShards, mergeScored, type LibraryProject, type ScoreRequest } from '@throughtrain/matching';
import { aProject, FakeCurrentLibrary, FakeLibraryFeed, noProgress } from '@throughtrain/testing';
import { analyseRecord, countCorpus, formatCorpusStatistics } from '@throughtrain/text';
import { IndexedLibraryScorer } from './indexed-library-scorer';
import { LibraryHome, LibraryIndexer } from './library/library-indexer';
import { ReferenceLibraryScorer } from './reference-library-scorer';
import { InlineRunner, type JobRunner } from './scoring/job-runner';
import { ScoringThreads } from './scoring/scoring-threads';
import { LibrarySnapshots } from './snapshot/library-snapshots';
import { StatisticsSource } from './statistics-source';

const corpus = ['锂电池电解液', '低温电池', '电池材料 battery', '功率器件 SiC', '电解液添加剂 electrolyte'].map(
  (title) => analyseRecord({ title, keywords: ['电池'], summary: `${title}的制备与应用` }),
);
const nearTerms = new Map([
  ['w电池', [{ term: 'sbatteri', cosine: 0.8 }]],
  ['w电解液', [{ term: 'selectrolyt', cosine: 0.6 }]],
]);
const vectors = { nearest: () => [] } as never;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statistics-'));
  const statistics = countCorpus(corpus, { version: '1', analyserVersion: 'words-2', leastCount: 1 });
  await writeFile(join(folder, '1.tsv.gz'), gzipSync(formatCorpusStatistics(statistics)));
});
afterAll(() => rm(folder, { recursive: true }));

const mostProjects = 14;
const idOf = (number: number): string =>
  `0f8fad5b-d9cb-469f-${number % 2 ? 'a' : 'b'}165-00000000000${number.toString(16)}`;

const words = fc.array(
  fc.constantFrom('锂电池', '电解液', '低温', '添加剂', '功率器件', 'SiC', 'battery', 'electrolyte', '的', '2024'),
  { maxLength: 6 },
);
const text = words.map((parts) => parts.join(' '));
// Words that come so often that their count needs more than its code.
const summary = fc.tuple(text, fc.constantFrom(1, 1, 1, 40)).map(([one, times]) => Array(times).fill(one).join('，'));
const texts = fc.oneof(
  fc.record({ title: text, keywords: fc.array(text, { maxLength: 3 }), summary }),
  // Told more than once, so that scores are equal.
  fc.constant({ title: '低温 电解液', keywords: ['锂电池'], summary: 'battery' }),
);
const vector = fc.oneof(
  fc.array(fc.integer({ min: -127, max: 127 }), { minLength: 9, maxLength: 9 }),
  fc.constant(new Array<number>(9).fill(0)),
  fc.constant([127, -5, 0, 3, 20, 1, 1, 0, 60]),
);
const optional = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.constantFrom(undefined, undefined, ...values);

const project = fc
  .record({
    id: fc.integer({ min: 0, max: mostProjects - 1 }).map(idOf),
    text: texts,
    vector,
    status: fc.constantFrom<ProjectStatus>('active', 'active', 'active', 'active', 'withdrawn', 'sealed'),
    stage: fc.constantFrom('intermediate', 'intermediate', undefined),
    ownership: fc.constantFrom('sole' as const, 'sole' as const, 'disputed' as const),
    validUntil: optional('2026-02-28', '2026-03-01', '2027-01-01'),
    institutionId: optional('u1', 'u2'),
    group: optional('g1', 'g2'),
    patents: fc.subarray(['ZL201910000001.X', 'ZL202010000002.3'], { maxLength: 1 }),
    duplicateGroup: optional('told twice'),
  })
  .map(({ id, text: own, vector: numbers, group, stage, ...given }): LibraryProject => {
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const institution = { name: 'i', ...(group !== undefined && { group }) };
    const hteCodes = stage === undefined ? [] : ['020201'];
    return {
      project: aProject({ id, ...own, ...known, seiCodes: [], hteCodes, institution }),
      analysis: analyseRecord(own),
      vector: Int8Array.from(numbers),
    };
  });

const ids = fc.subarray(
  Array.from({ length: mostProjects }, (_, number) => idOf(number)),
  { maxLength: 3 },
);
const decision = fc
  .record({
    pair: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 7, max: mostProjects - 1 })),
    verdict: fc.constantFrom<DuplicateVerdict>('merge', 'split', 'hold'),
    order: fc.nat(),
  })
  .map(({ pair: [a, b], verdict, order }): DuplicateDecision => ({
    projectIds: [idOf(a), idOf(b)],
    verdict,
    byHand: true,
    order,
  }));

const query = fc
  .record({
    text: texts,
    vector,
    enterpriseId: fc.constantFrom('u1', 'e1', 'e2'),
    group: optional('g1'),
    declined: ids,
  })
  .map(({ text: own, vector: numbers, declined, ...mask }) => ({
    analysis: analyseRecord(own),
    vector: Int8Array.from(numbers),
    mask: { ...mask, declined: new Set(declined) },
  }));

const scene = fc.record({
  commits: fc.array(fc.array(project, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
  decisions: fc.uniqueArray(decision, { maxLength: 3, selector: ({ projectIds }) => projectIds.join() }),
  queries: fc.array(query, { maxLength: 5 }),
  brief: fc.option(texts, { nil: undefined }),
  briefVector: fc.option(vector, { nil: undefined }),
  onStage: ids,
  withVectors: fc.boolean(),
  limits: fc.record({
    perDemand: fc.integer({ min: 1, max: 4 }),
    byBrief: fc.integer({ min: 1, max: 4 }),
    bySum: fc.integer({ min: 1, max: 4 }),
  }),
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

type Engine = Pick<IndexedLibraryScorer, 'score' | 'detail'>;

/** A library in parts: the first half of them is held by one process, each of the others by one of its own. */
function inParts(count: number, held: (shards: LibraryShards) => IndexedLibraryScorer): Engine {
  const half = Math.ceil(count / 2);
  const parts = Array.from({ length: count }, (_, shard) => shard);
  const together = held(new LibraryShards(count, parts.slice(0, half)));
  const engines = parts.map((shard) => (shard < half ? together : held(new LibraryShards(count, [shard]))));
  return {
    score: async (request, limits, progress) =>
      mergeScored(
        await Promise.all(engines.map((engine, shard) => engine.score(request, limits, progress, { count, shard }))),
        limits,
      ),
    detail: (request, projectIds, progress) => engines[count - 1]!.detail(request, projectIds, progress),
  };
}

/**
 * Whatever is asked of the reference is asked of the engine, at every position: forward, and then back.
 * @param shards parts that the engine's library is split into
 * @param restarts whether the engine forgets everything after each question but for its snapshot
 */
async function expectEqual(
  { commits, decisions, queries, brief, briefVector, onStage, withVectors, limits }: Scene,
  runner: JobRunner,
  { shards = 1, restarts = false } = {},
): Promise<void> {
  const feed = new FakeLibraryFeed();
  const known = ({ vector: numbers, ...entry }: LibraryProject): LibraryProject =>
    withVectors && numbers ? { ...entry, vector: numbers } : entry;
  const positions = commits.map((commit) => {
    const byId = new Map(commit.map((entry) => [entry.project.id, known(entry)]));
    return feed.commit(...byId.values());
  });
  positions.push(feed.decide(...decisions));
  const statistics = new StatisticsSource(folder);
  const meaning = { nearTerms, vectors };
  const reference = new ReferenceLibraryScorer(feed, statistics, { ...meaning });
  const sizes = { documentsPerPage: 3, postingsPerPage: 400 };
  const current = new FakeCurrentLibrary(feed);
  const scorerOf = (indexer: LibraryIndexer) =>
    new IndexedLibraryScorer(feed, indexer, statistics, runner, { ...meaning });
  let library = new LibraryIndexer(feed, sizes);
  let engine: Engine =
    shards === 1
      ? scorerOf(library)
      : inParts(shards, (held) => scorerOf(new LibraryIndexer(feed, sizes, undefined, held)));
  for (const libraryPosition of [...positions, ...positions.toReversed()]) {
    const request: ScoreRequest = {
      libraryPosition,
      analyserVersion: 'words-2',
      statisticsVersion: '1',
      relevanceVersion: 'hybrid-2',
      queries: queries.map(({ vector: numbers, ...asked }) => (withVectors ? { ...asked, vector: numbers } : asked)),
      ...(brief && { brief: analyseRecord(brief) }),
      ...(withVectors && brief && briefVector && { briefVector: Int8Array.from(briefVector) }),
      today: '2026-03-01',
      onStage: new Set(onStage),
    };
    const expected = await reference.score(request, limits, noProgress);
    expect(await engine.score(request, limits, noProgress)).toEqual(expected);
    const { byDemand, bySum, exclusions } = expected;
    const pool = [...new Set([...byDemand.flat(), ...bySum, ...exclusions].map(({ projectId }) => projectId))];
    const detail = await reference.detail(request, pool, noProgress);
    const gates = new Map(exclusions.map(({ projectId, gate }) => [projectId, gate]));
    expect(detail.map(({ gate }) => gate)).toEqual(pool.map((id) => gates.get(id)));
    expect(await engine.detail(request, pool, noProgress)).toEqual(detail);
    if (!restarts) continue;
    const openSnapshots = () => new LibrarySnapshots(feed, { folder, sizes });
    await openSnapshots().save(await library.at(libraryPosition, request), await current.read());
    expect(await openSnapshots().load(await current.read())).toMatchObject({ position: libraryPosition });
    library = new LibraryIndexer(feed, sizes, new LibraryHome(current, openSnapshots()));
    engine = scorerOf(library);
  }
}

describe('IndexedLibraryScorer', () => {
  it('has the lists of the reference at every position, also back in time', async () => {
    await fc.assert(
      fc.asyncProperty(scene, (drawn) => expectEqual(drawn, new InlineRunner())),
      { numRuns: 150 },
    );
  });

  it('has them when it starts from its snapshot each time, of before or after', async () => {
    await fc.assert(
      fc.asyncProperty(scene, (drawn) => expectEqual(drawn, new InlineRunner(), { restarts: true })),
      { numRuns: 30 },
    );
  });

  it('has them from parts of the library, however many', async () => {
    await fc.assert(
      fc.asyncProperty(scene, fc.integer({ min: 2, max: 8 }), (drawn, shards) =>
        expectEqual(drawn, new InlineRunner(), { shards }),
      ),
      { numRuns: 60 },
    );
  });

  it('scores no part that it does not hold', async () => {
    const feed = new FakeLibraryFeed();
    const held = new LibraryIndexer(feed, undefined, undefined, new LibraryShards(4, [1]));
    const engine = new IndexedLibraryScorer(feed, held, new StatisticsSource(folder), new InlineRunner());
    const limits = { perDemand: 1, byBrief: 1, bySum: 1 };
    for (const part of [
      { count: 4, shard: 2 },
      { count: 2, shard: 1 },
    ])
      await expect(engine.score({} as ScoreRequest, limits, noProgress, part)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'scorer.parts-differ',
      });
  });

  it('describes and explains what it does not hold, and waits for its analysis', async () => {
    const entry = (number: number, title: string): LibraryProject => ({
      project: aProject({ id: idOf(number), title, seiCodes: [], hteCodes: ['020201'], status: 'active' }),
      analysis: analyseRecord({ title, keywords: [], summary: '' }),
    });
    const feed = new FakeLibraryFeed();
    const position = feed.commit(entry(2, '锂电池电解液'), { ...entry(3, '低温电池'), analysis: undefined });
    const statistics = new StatisticsSource(folder);
    const scorerOf = (shards: LibraryShards): IndexedLibraryScorer =>
      new IndexedLibraryScorer(
        feed,
        new LibraryIndexer(feed, undefined, undefined, shards),
        statistics,
        new InlineRunner(),
      );
    const request: ScoreRequest = {
      libraryPosition: position,
      analyserVersion: 'words-2',
      statisticsVersion: '1',
      relevanceVersion: 'hybrid-2',
      queries: [
        {
          analysis: analyseRecord({ title: '电解液', keywords: [], summary: '' }),
          mask: { enterpriseId: 'e', declined: new Set() },
        },
      ],
      today: '2026-03-01',
      onStage: new Set(),
    };
    // The numbers of the two projects are 2 and 3, and so are their parts.
    const [stranger, holder] = [[0], [2]].map((served) => scorerOf(new LibraryShards(4, served)));
    const limits = { perDemand: 1, byBrief: 1, bySum: 1 };
    const best = (await holder!.score(request, limits, noProgress)).byDemand[0]?.[0];
    expect(best).toMatchObject({ projectId: idOf(2) });
    const [described] = await stranger!.detail(request, [idOf(2)], noProgress);
    expect(described?.pairs).toEqual([{ demand: 0, relevance: best?.score }]);
    const pairs = [{ projectId: idOf(2), demand: 0 }];
    expect(await stranger!.explain(request, pairs, 12, noProgress)).toEqual(
      await holder!.explain(request, pairs, 12, noProgress),
    );
    for (const one of [stranger!, holder!])
      await expect(one.detail(request, [idOf(3)], noProgress)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'library.analysis-missing',
      });
  });

  it.each([1, 2, 4])('has them on %d threads', async (count) => {
    const threads = new ScoringThreads(count);
    await fc
      .assert(
        fc.asyncProperty(scene, (drawn) => expectEqual(drawn, threads)),
        { numRuns: 15 },
      )
      .finally(() => threads.close());
  });
});
