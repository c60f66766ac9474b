import { Logger } from '@nestjs/common';
import { problemSchema } from '@throughtrain/contracts';
import { DomainError, type DomainErrorKind } from '@throughtrain/domain';
import {
  LibraryScorer,
  type ListLimits,
  type PoolProject,
  type RelevanceExplanation,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '@throughtrain/matching';
import { z } from 'zod';
import { ScoredParts } from './scored-parts';
import { scorerCalls, versionHeader, wireVersion, type Answer, type Question, type ScorerCall } from './wire';

/** Less than the time after which a silent connection is cut. */
const answerWithinMs = 20_000;
const largestAnswerBytes = 32 * 1_048_576;

export interface HttpLibraryScorerSettings {
  /** Matchers, asked one after the other until one answers, or all parts of the library are scored. */
  readonly urls: readonly string[];
  /** Without one nobody is asked: it is then as if no matcher were there. */
  readonly secret: string | undefined;
  /** For one question, however many matchers are asked. */
  readonly answerWithinMs?: number;
}

/** Refusals that mean for the asker what they mean here; all others say that the matchers are not what was expected. */
const kindOfStatus: Readonly<Record<number, DomainErrorKind>> = { 409: 'conflict', 422: 'invalid', 503: 'unavailable' };

/**
 * Asks a matcher of this installation, which holds the library, at once and past the queue. Tells no progress, and no exclusions: they are
 * as long as the library.
 */
export class HttpLibraryScorer extends LibraryScorer {
  private readonly logger = new Logger('Scorer');

  constructor(private readonly settings: HttpLibraryScorerSettings) {
    super();
  }

  /**
   * Asks one matcher after the other until all parts of the library are scored, each once.
   * @throws DomainError also unavailable `scorer.part-missing`, `scorer.parts-differ`, and as all methods `scorer.unavailable`, `scorer.busy`, `scorer.other-version`
   */
  override async score(request: ScoreRequest, limits: ListLimits, _progress: ScoreProgress): Promise<ScoredLibrary> {
    const parts = new ScoredParts();
    const question = (): Question<'score'> => ({ request, limits, ...(parts.known && { known: parts.known }) });
    for await (const answer of this.answers('score', question)) {
      parts.add(answer);
      if (parts.areAll) break;
    }
    return parts.merge(limits);
  }

  override async detail(
    request: ScoreRequest,
    projectIds: readonly string[],
    _progress: ScoreProgress,
  ): Promise<readonly PoolProject[]> {
    return this.first('detail', { request, projectIds });
  }

  override async explain(
    request: ScoreRequest,
    pairs: readonly { readonly projectId: string; readonly demand: number }[],
    limit: number,
    _progress: ScoreProgress,
  ): Promise<readonly RelevanceExplanation[]> {
    return this.first('explain', { request, pairs, limit });
  }

  /** What any matcher can answer, whatever it holds of the library, since texts are read by id. */
  private async first<Call extends ScorerCall>(call: Call, question: Question<Call>): Promise<Answer<Call>> {
    const { value } = await this.answers(call, () => question).next();
    return value as Answer<Call>;
  }

  /**
   * The answers of the matchers that give one, each asked when the next is wanted; others are passed over.
   * @throws DomainError what all matchers would say; when nobody answers, what the last one said
   */
  private async *answers<Call extends ScorerCall>(
    call: Call,
    question: () => Question<Call>,
  ): AsyncGenerator<Answer<Call>, void> {
    const { urls, secret } = this.settings;
    if (secret === undefined) throw new DomainError('unavailable', 'scorer.unavailable');
    const deadline = performance.now() + (this.settings.answerWithinMs ?? answerWithinMs);
    let failure = new DomainError('unavailable', 'scorer.unavailable');
    let isAnswered = false;
    for (const [at, url] of urls.entries()) {
      // A share of the time that is left, so that one who is silent leaves some to the next.
      const signal = AbortSignal.timeout(Math.max(0, Math.ceil((deadline - performance.now()) / (urls.length - at))));
      let answer: Answer<Call>;
      try {
        answer = await ask(`${url}/${call}`, call, question(), { secret, signal });
      } catch (error) {
        if (error instanceof DomainError && isOfQuestion(error)) throw error;
        this.logger.warn({ url, err: error }, 'A matcher did not answer a question');
        failure = error instanceof DomainError ? error : new DomainError('unavailable', 'scorer.unavailable');
        continue;
      }
      isAnswered = true;
      yield answer;
    }
    if (!isAnswered) throw failure;
  }
}

/** Whether every matcher would refuse as this one does. */
function isOfQuestion({ kind, code }: DomainError): boolean {
  return kind !== 'unavailable' || code === 'library.analysis-missing';
}

/** @throws DomainError by what the matcher says; others for what is no answer of one */
async function ask<Call extends ScorerCall>(
  url: string,
  call: Call,
  question: Question<Call>,
  { secret, signal }: { readonly secret: string; readonly signal: AbortSignal },
): Promise<Answer<Call>> {
  const { question: schema, answer } = scorerCalls[call];
  const headers = {
    authorization: `Bearer ${secret}`,
    'content-type': 'application/json',
    [versionHeader]: wireVersion,
  };
  const body = JSON.stringify(z.encode(schema as z.ZodType, question));
  return answer.parse(await post(url, { method: 'POST', headers, body, redirect: 'error', signal })) as Answer<Call>;
}

/** @returns the answer, not yet checked; @throws DomainError by what the matcher says; others for what is no answer of one */
async function post(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request);
  const body = parseJson(await readText(response));
  if (response.ok) return body;
  const problem = problemSchema.safeParse(body);
  const kind = kindOfStatus[response.status];
  if (!problem.success || kind === undefined) throw new Error(`status ${response.status} ${problem.data?.code ?? ''}`);
  throw new DomainError(kind, problem.data.code);
}

/** Of what was read, nothing is told. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('an answer that is not JSON');
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > largestAnswerBytes) throw new Error(`an answer of more than ${largestAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
