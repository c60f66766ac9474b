import { createHash, timingSafeEqual } from 'node:crypto';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '@throughtrain/domain';
import type { LibraryScorer, LibraryShards, ScoreProgress } from '@throughtrain/matching';
import { answerOf, createHttpAdapter, sendProblem } from '@throughtrain/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { scoreUnknown } from './score-unknown';
import { Slots } from './slots';
import { scorerCalls, versionHeader, wireVersion, type Answer, type Question, type ScorerCall } from './wire';

/** A thousand demands of ordinary length take a fifth of it. */
const largestQuestionBytes = 16 * 1_048_576;
/** A question takes all threads for its moment, so more at once would not be answered sooner. */
const workedAtOnce = 4;
const mostWaiting = 64;
/** Connections that are kept open for a next question would hold a shutdown up. */
const closeWithinMs = 1_000;

export interface ScorerListenerSettings {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Whoever knows it may ask. Without one nobody may, and nothing listens. */
  readonly secret: string | undefined;
  /** Parts of the library that the scorer holds. */
  readonly shards: LibraryShards;
}

type Work<Call extends ScorerCall> = (question: Question<Call>, progress: ScoreProgress) => Promise<Answer<Call>>;

/** Who asked is gone, and with it the use of an answer. */
class AskerGone extends Error {}

/**
 * Serves a scorer to other processes of this installation, on a port of its own: questions are answered at once, past the queue. Not for the
 * public, since it answers for all organisations.
 */
export class ScorerListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Scorer');
  private readonly slots = new Slots(workedAtOnce, mostWaiting);
  private server: FastifyInstance | undefined;

  constructor(
    private readonly scorer: LibraryScorer,
    private readonly settings: ScorerListenerSettings,
  ) {}

  /** Where it listens; undefined while it does not. */
  get url(): string | undefined {
    const address = this.server?.server.address();
    if (typeof address !== 'object' || address === null) return undefined;
    return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { host, port, secret } = this.settings;
    if (secret === undefined) {
      this.logger.log('SCORER_SECRET is not set: single questions are not answered here');
      return;
    }
    this.server = this.createServer(secret);
    await this.server.listen({ host, port });
    this.logger.log({ url: this.url }, 'Answers single questions');
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    const cut = setTimeout(() => server.server.closeAllConnections(), closeWithinMs);
    await server.close();
    clearTimeout(cut);
  }

  private createServer(secret: string): FastifyInstance {
    const server: FastifyInstance = createHttpAdapter({ bodyLimitBytes: largestQuestionBytes }).getInstance();
    // Before the body is read: who may not ask can not make the matcher parse megabytes.
    server.addHook('onRequest', (request, _reply, done) => done(refusalOf(request, secret)));
    server.setErrorHandler((error, request, reply) => this.refuse(error, request, reply));
    this.serve(server, 'score', (question, progress) =>
      scoreUnknown(this.scorer, this.settings.shards, question, progress),
    );
    this.serve(server, 'detail', ({ request, projectIds }, progress) =>
      this.scorer.detail(request, projectIds, progress),
    );
    this.serve(server, 'explain', ({ request, pairs, limit }, progress) =>
      this.scorer.explain(request, pairs, limit, progress),
    );
    return server;
  }

  private serve<Call extends ScorerCall>(server: FastifyInstance, call: Call, work: Work<Call>): void {
    server.post(`/${call}`, async ({ body }, reply) => {
      const question = scorerCalls[call].question.safeParse(body);
      if (!question.success)
        throw new DomainError('invalid', 'request.invalid', { places: placesOf(question.error.issues) });
      const progress = whileAsked(reply);
      return this.slots.run(async () => {
        // Who has left while waiting for the turn is not worked for.
        await progress(0, 1);
        return work(question.data as Question<Call>, progress);
      });
    });
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof AskerGone) {
      reply.hijack();
      return;
    }
    const answer = answerOf(error);
    if (answer.status === 500) this.logger.error({ correlationId: request.id, err: error }, 'Question failed');
    sendProblem(reply, answer);
  }
}

/** @returns why the request is not of this installation and version */
function refusalOf({ headers }: FastifyRequest, secret: string): DomainError | undefined {
  const given = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return new DomainError('forbidden', 'auth.missing-key');
  if (!isSame(given, secret)) return new DomainError('forbidden', 'auth.invalid-key');
  if (headers[versionHeader] !== wireVersion) return new DomainError('unavailable', 'scorer.other-version');
  return undefined;
}

/** In a time that says nothing of where they differ. */
function isSame(given: string, secret: string): boolean {
  const [a, b] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function placesOf(issues: readonly z.core.$ZodIssue[]): { readonly path: string; readonly message: string }[] {
  return issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}

/** Stops the work when nobody waits for it any more; what is still being loaded is loaded to its end, for whoever asks next. */
function whileAsked({ raw }: FastifyReply): ScoreProgress {
  return (_done, total) => (total > 0 && raw.destroyed ? Promise.reject(new AskerGone()) : Promise.resolve());
}
