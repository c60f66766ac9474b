import { Logger } from '@nestjs/common';
import { DomainError } from '@throughtrain/domain';
import {
  LibraryScorer,
  LibraryShards,
  mergeScored,
  type LibraryShard,
  type ListLimits,
  type PoolProject,
  type RelevanceExplanation,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '@throughtrain/matching';
import { aScoreRequest, closedAfterEach, noProgress } from '@throughtrain/testing';
import { HttpLibraryScorer } from './http-library-scorer';
import { ScorerListener } from './scorer-listener';

Logger.overrideLogger(false);

const secret = 'a-secret-of-more-than-32-characters';
const request = aScoreRequest();
const limits: ListLimits = { perDemand: 3, byBrief: 2, bySum: 4 };

/** Part n of the library: 10 + n projects, of which the lists name three. */
function partOf(shard: number): ScoredLibrary {
  const idOf = (place: number) => `00000000-0000-4000-8000-0000000${place}000${shard.toString(16)}`;
  const listed = [1, 2, 3].map((place) => ({ projectId: idOf(place), score: 1 / (place + shard / 10) }));
  return { projectsScored: 10 + shard, exclusions: [], byDemand: [listed, []], byBrief: listed, bySum: listed };
}
const libraryOf = (count: number): ScoredLibrary =>
  mergeScored(
    Array.from({ length: count }, (_, shard) => partOf(shard)),
    limits,
  );

/** Scores what it holds, and notes in what passes. */
class PartScorer extends LibraryScorer {
  readonly passes: (readonly number[])[] = [];
  fails: Error | undefined;

  constructor(private readonly shards: LibraryShards) {
    super();
  }

  override score(
    _request: ScoreRequest,
    _limits: ListLimits,
    _progress: ScoreProgress,
    part?: LibraryShard,
  ): Promise<ScoredLibrary> {
    if (this.fails) return Promise.reject(this.fails);
    const pass = part === undefined ? this.shards.served : [part.shard];
    this.passes.push(pass);
    return Promise.resolve(mergeScored(pass.map(partOf), limits));
  }
  override detail(): Promise<readonly PoolProject[]> {
    return this.fails ? Promise.reject(this.fails) : Promise.resolve([]);
  }
  override explain(): Promise<readonly RelevanceExplanation[]> {
    return this.fails ? Promise.reject(this.fails) : Promise.resolve([]);
  }
}

const closeLater = closedAfterEach();

async function matcher(count: number, served?: readonly number[]) {
  const shards = new LibraryShards(count, served);
  const scorer = new PartScorer(shards);
  const listener = new ScorerListener(scorer, { host: '127.0.0.1', port: 0, secret, shards });
  await listener.onApplicationBootstrap();
  closeLater(() => listener.beforeApplicationShutdown());
  return { scorer, url: listener.url ?? '', stop: () => listener.beforeApplicationShutdown() };
}
type Matcher = Awaited<ReturnType<typeof matcher>>;

const clientOf = (matchers: readonly Matcher[]) =>
  new HttpLibraryScorer({ urls: matchers.map(({ url }) => url), secret });
const ask = (...matchers: Matcher[]) => clientOf(matchers).score(request, limits, noProgress);
const passes = (...matchers: Matcher[]) => matchers.map(({ scorer }) => scorer.passes);

describe('a library in parts, asked over HTTP', () => {
  it('is asked for once where one matcher holds it all', async () => {
    const [whole, other] = [await matcher(3), await matcher(3)];
    expect(await ask(whole, other)).toEqual(libraryOf(3));
    expect(passes(whole, other)).toEqual([[[0, 1, 2]], []]);
  });

  it('is put together of what several hold, each part scored once', async () => {
    const matchers = [
      await matcher(5, [0, 3]),
      await matcher(5, [3, 1, 0]),
      await matcher(5, [0, 1]),
      await matcher(5, [4, 2, 1]),
      await matcher(5),
    ];
    const found = await ask(...matchers);
    expect(found).toEqual(libraryOf(5));
    expect(found.projectsScored).toBe(10 + 11 + 12 + 13 + 14);
    expect(passes(...matchers)).toEqual([[[0, 3]], [[1]], [], [[4], [2]], []]);
  });

  it('does without a matcher that is away or fails where others hold its parts', async () => {
    const [away, failing, first, second] = [
      await matcher(2, [0]),
      await matcher(2, [1]),
      await matcher(2, [1]),
      await matcher(2, [0]),
    ];
    await away.stop();
    failing.scorer.fails = new Error('broken');
    expect(await ask(away, failing, first, second)).toEqual(libraryOf(2));
  });

  it('is not told of while a part of it is held by nobody who answers', async () => {
    const [first, away, third] = [await matcher(4, [0]), await matcher(4, [1, 3]), await matcher(4, [0, 2])];
    await away.stop();
    await expect(ask(first, away, third)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'scorer.part-missing',
      details: { missing: [1, 3], shards: 4 },
    });
    third.scorer.fails = new DomainError('unavailable', 'library.analysis-missing');
    await expect(ask(first, away, third)).rejects.toMatchObject({ code: 'library.analysis-missing' });
    for (const { stop } of [first, third]) await stop();
    await expect(ask(first, away, third)).rejects.toMatchObject({ code: 'scorer.unavailable' });
  });

  it('is not put together of parts of different splits', async () => {
    const [one, other, rest] = [await matcher(2, [0]), await matcher(3, [1, 2]), await matcher(2, [1])];
    await expect(ask(one, other)).rejects.toMatchObject({ kind: 'unavailable', code: 'scorer.parts-differ' });
    expect(await ask(one, other, rest)).toEqual(libraryOf(2));
    expect(other.scorer.passes).toEqual([]);
  });

  it('has its projects described and explained by any matcher that answers', async () => {
    const [away, broken, one] = [await matcher(3, [0]), await matcher(3, [1]), await matcher(3, [2])];
    await away.stop();
    broken.scorer.fails = new Error('broken');
    const client = clientOf([away, broken, one]);
    expect(await client.detail(request, [], noProgress)).toEqual([]);
    expect(await client.explain(request, [], 12, noProgress)).toEqual([]);
    one.scorer.fails = new DomainError('unavailable', 'scorer.busy');
    await expect(client.detail(request, [], noProgress)).rejects.toMatchObject({ code: 'scorer.busy' });
  });
});
