import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@throughtrain/domain';
import {
  LibraryScorer,
  LibraryShards,
  type PoolProject,
  type RelevanceExplanation,
  type ScoredLibrary,
  type ScoreProgress,
} from '@throughtrain/matching';
import { aProject, aScoreRequest, closedAfterEach, noProgress } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { HttpLibraryScorer } from './http-library-scorer';
import { ScorerListener } from './scorer-listener';
import { versionHeader, wireVersion } from './wire';

Logger.overrideLogger(false);

const secret = 'a-secret-of-more-than-32-characters';
const projectId = 'e3b8f1a6-4c7d-4e29-9b5a-2f6d8c0a1e05';
const otherId = '2f7c9d3e-8a1b-4c5d-a6e7-9b0f1c2d3e06';
const request = aScoreRequest({
  queries: [
    {
      analysis: analyseRecord({ title: '锂电池', keywords: [], summary: '' }),
      vector: Int8Array.of(1, -2),
      mask: { enterpriseId: otherId, group: '甲', declined: new Set([projectId]) },
    },
  ],
  onStage: new Set([otherId]),
});
const limits = { perDemand: 3, byBrief: 0, bySum: 0 };
const lists: ScoredLibrary = {
  projectsScored: 7,
  exclusions: [{ projectId: otherId, gate: 'expired' }],
  byDemand: [[{ projectId, score: 0.123457 }]],
  byBrief: [],
  bySum: [],
};
const pool: readonly PoolProject[] = [
  {
    project: aProject({ id: projectId, institution: { name: '大学', regionCode: '340200' } }),
    gate: undefined,
    duplicateIds: [otherId],
    briefRelevance: 0.1 + 0.2,
    pairs: [{ demand: 0, relevance: 0.123457 }],
  },
];
const explained: readonly RelevanceExplanation[] = [
  {
    lexical: 0.4,
    cosine: -0.2,
    words: [{ word: 'electrolyte', contribution: 1.5, standsFor: '电解液' }],
    nearWords: [{ asked: '回收', said: 'regenerate', cosine: 0.6 }],
  },
];

class FakeScorer extends LibraryScorer {
  readonly asked: unknown[] = [];
  fails: Error | undefined;
  /** Called in the middle of the work. */
  meanwhile: (progress: ScoreProgress) => Promise<void> = () => Promise.resolve();

  override score(...asked: Parameters<LibraryScorer['score']>): Promise<ScoredLibrary> {
    return this.answer(asked.slice(0, 2), asked[2], lists);
  }
  override detail(...asked: Parameters<LibraryScorer['detail']>): Promise<readonly PoolProject[]> {
    return this.answer(asked.slice(0, -1), asked[2], pool);
  }
  override explain(...asked: Parameters<LibraryScorer['explain']>): Promise<readonly RelevanceExplanation[]> {
    return this.answer(asked.slice(0, -1), asked[3], explained);
  }

  private async answer<T>(asked: unknown, progress: ScoreProgress, given: T): Promise<T> {
    this.asked.push(asked);
    if (this.fails) throw this.fails;
    await this.meanwhile(progress);
    return given;
  }
}

const closeLater = closedAfterEach();

async function listen(given: { secret?: string } = { secret }) {
  const scorer = new FakeScorer();
  const shards = new LibraryShards(1);
  const listener = new ScorerListener(scorer, { host: '127.0.0.1', port: 0, secret: given.secret, shards });
  await listener.onApplicationBootstrap();
  closeLater(() => listener.beforeApplicationShutdown());
  return { scorer, url: listener.url ?? '' };
}

const clientOf = (urls: readonly string[], given: Partial<{ secret: string; answerWithinMs: number }> = {}) =>
  new HttpLibraryScorer({ urls, secret, ...given });
const ask = (client: LibraryScorer) => client.score(request, limits, noProgress);
const headers = {
  authorization: `Bearer ${secret}`,
  'content-type': 'application/json',
  [versionHeader]: wireVersion,
};

async function send(url: string, init: RequestInit): Promise<{ status: number; type: string | null; code: unknown }> {
  const response = await fetch(`${url}/score`, { method: 'POST', ...init });
  const { code } = (await response.json()) as { code: unknown };
  return { status: response.status, type: response.headers.get('content-type'), code };
}
const problem = (status: number, code: ErrorCode) => ({
  status,
  code,
  type: expect.stringContaining('application/problem+json'),
});

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function serve(answer: string, status: number): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const stop = (server: Server): Promise<unknown> => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
};

/** A server that is none of ours. */
async function stranger(answer: string, status = 200): Promise<string> {
  const server = await serve(answer, status);
  closeLater(() => stop(server));
  return urlOf(server);
}

/** Nobody listens there any more. */
async function deserted(): Promise<string> {
  const server = await serve('', 200);
  const url = urlOf(server);
  await stop(server);
  return url;
}

describe('a scorer asked over HTTP', () => {
  it('is asked what was asked and answers what it answered, but for exclusions', async () => {
    const { scorer, url } = await listen();
    const client = clientOf([url]);
    expect(await ask(client)).toEqual({ ...lists, exclusions: [] });
    expect(await client.detail(request, [projectId], noProgress)).toEqual(pool);
    expect(await client.explain(request, [{ projectId, demand: 0 }], 12, noProgress)).toEqual(explained);
    expect(scorer.asked).toEqual([
      [request, limits],
      [request, [projectId]],
      [request, [{ projectId, demand: 0 }], 12],
    ]);
  });

  it('passes on what it refuses, by code', async () => {
    const { scorer, url } = await listen();
    for (const [kind, code] of [
      ['unavailable', 'library.analysis-missing'],
      ['invalid', 'match-run.version-unknown'],
      ['conflict', 'library.position-foreign'],
    ] as const) {
      scorer.fails = new DomainError(kind, code, { version: 'private' });
      await expect(ask(clientOf([url]))).rejects.toMatchObject({ kind, code });
    }
    scorer.fails = new Error('private');
    await expect(ask(clientOf([url]))).rejects.toMatchObject({ kind: 'unavailable', code: 'scorer.unavailable' });
  });

  it('is the first of several that is there', async () => {
    const { scorer, url } = await listen();
    const busy = await listen();
    busy.scorer.fails = new DomainError('unavailable', 'scorer.busy');
    expect(await ask(clientOf([await deserted(), await stranger('<html>', 404), busy.url, url]))).toBeDefined();
    expect([busy.scorer.asked, scorer.asked].map(({ length }) => length)).toEqual([1, 1]);
    await expect(ask(clientOf([busy.url]))).rejects.toMatchObject({ kind: 'unavailable', code: 'scorer.busy' });
  });

  it('is unavailable when nobody is there, nobody may be asked, or the answer is none', async () => {
    const unavailable = { kind: 'unavailable', code: 'scorer.unavailable' };
    await expect(ask(clientOf([await deserted()]))).rejects.toMatchObject(unavailable);
    await expect(ask(new HttpLibraryScorer({ urls: [], secret: undefined }))).rejects.toMatchObject(unavailable);
    const { exclusions: _exclusions, ...told } = { ...lists, shards: { count: 1, numbers: [0] } };
    await expect(ask(clientOf([await stranger(JSON.stringify(told))]))).resolves.toEqual({ ...lists, exclusions: [] });
    const wrong = [
      lists,
      { ...told, byDemand: [[{ projectId: 'p', score: 1 }]] },
      ...[
        { count: 1, numbers: [1] },
        { count: 2, numbers: [0, 0] },
        { count: 17, numbers: [0] },
      ].map((shards) => ({
        ...told,
        shards,
      })),
    ].map((answer) => JSON.stringify(answer));
    for (const answer of ['', '<html>', '{}', ...wrong])
      await expect(ask(clientOf([await stranger(answer)]))).rejects.toMatchObject(unavailable);
  });

  it('is not waited for for ever, and its work then stops', async () => {
    const { scorer, url } = await listen();
    let told: (error: unknown) => void = () => undefined;
    const stopped = new Promise<unknown>((resolve) => (told = resolve));
    scorer.meanwhile = async (progress) => {
      // What is being loaded goes on.
      await progress(1, 0);
      for (let turn = new Promise(setImmediate); ; turn = new Promise(setImmediate)) {
        await turn;
        await progress(1, 2).catch((error: unknown) => {
          told(error);
          throw error;
        });
      }
    };
    await expect(ask(clientOf([url], { answerWithinMs: 50 }))).rejects.toMatchObject({ code: 'scorer.unavailable' });
    expect(await stopped).toBeInstanceOf(Error);
  });
});

describe('a scorer that is silent', () => {
  it('leaves time to ask the next', async () => {
    const [silent, next] = [await listen(), await listen()];
    silent.scorer.meanwhile = () => new Promise(() => undefined);
    const client = clientOf([silent.url, next.url], { answerWithinMs: 3_000 });
    expect(await ask(client)).toBeDefined();
    expect([silent, next].map(({ scorer }) => scorer.asked.length)).toEqual([1, 1]);
  });
});

describe('ScorerListener', () => {
  it('does not listen without a secret', async () => {
    const { url } = await listen({});
    expect(url).toBe('');
  });

  it('lets only those in who know the secret, whatever they send', async () => {
    const { scorer, url } = await listen();
    const { authorization: _authorization, ...without } = headers;
    expect(await send(url, { headers: without, body: '{' })).toEqual(problem(401, 'auth.missing-key'));
    for (const wrong of ['x', `${secret}x`, secret.slice(1)])
      expect(await send(url, { headers: { ...without, authorization: `Bearer ${wrong}` }, body: '{}' })).toEqual(
        problem(401, 'auth.invalid-key'),
      );
    await expect(ask(clientOf([url], { secret: `${secret}x` }))).rejects.toMatchObject({ code: 'scorer.unavailable' });
    expect(scorer.asked).toEqual([]);
  });

  it('answers none of another version', async () => {
    const { url } = await listen();
    const older = { ...headers, [versionHeader]: '0.0.1' };
    expect(await send(url, { headers: older, body: '{}' })).toEqual(problem(503, 'scorer.other-version'));
  });

  it('refuses what is no question, and one that is too large', async () => {
    const { scorer, url } = await listen();
    expect(await send(url, { headers, body: '{}' })).toEqual(problem(400, 'request.invalid'));
    expect(await send(url, { headers, body: 'nothing' })).toEqual(problem(400, 'request.invalid'));
    const large = JSON.stringify({ request: 'x'.repeat(17 * 1_048_576) });
    // The server may cut the connection while the rest is still being sent.
    const refused = await send(url, { headers, body: large }).catch(() => problem(413, 'request.too-large'));
    expect(refused).toEqual(problem(413, 'request.too-large'));
    expect(scorer.asked).toEqual([]);
  });

  it('knows no other route', async () => {
    const { url } = await listen();
    expect((await fetch(`${url}/health/live`, { headers })).status).toBe(404);
  });
});
