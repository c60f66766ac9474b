import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@throughtrain/domain';
import { Encoder, type EncoderInput } from '@throughtrain/text';
import { z } from 'zod';
import { normalised, promptedText, versionOfPrompt } from './joined-text';

export interface RemoteEncoderOptions {
  /** Address of the route, such as https://host/v1/embeddings. */
  readonly url: string;
  readonly model: string;
  /** Numbers a vector; an answer with another number is refused. */
  readonly dimensions: number;
  readonly apiKey?: string;
  /** Set before demands and briefs. */
  readonly queryPrefix?: string;
  readonly textsPerRequest?: number;
  readonly timeoutMs?: number;
  readonly attempts?: number;
  /** Before the second attempt; doubled before each further one. */
  readonly retryDelayMs?: number;
  /** Told once, before the first text leaves the machine. */
  readonly warn: (message: string) => void;
}

/** A JSON number of a vector takes fewer bytes than this. */
const bytesPerNumber = 40;
const bytesOfEnvelope = 10_000;

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()) })),
});

/** An endpoint that speaks the embeddings route of OpenAI. Texts leave the machine, so it is used only where it is set up. */
export class RemoteEncoder extends Encoder {
  readonly version: string;
  readonly dimensions: number;
  private readonly options: Required<Omit<RemoteEncoderOptions, 'apiKey'>> & Pick<RemoteEncoderOptions, 'apiKey'>;
  private hasWarned = false;

  constructor(options: RemoteEncoderOptions) {
    super();
    this.options = {
      queryPrefix: '',
      textsPerRequest: 64,
      timeoutMs: 30_000,
      attempts: 3,
      retryDelayMs: 500,
      ...options,
    };
    this.dimensions = options.dimensions;
    const prompt = versionOfPrompt(this.options.queryPrefix);
    this.version = `remote:${new URL(options.url).host}:${options.model}:${options.dimensions}${prompt}`;
  }

  async encode(inputs: readonly EncoderInput[]): Promise<(Float32Array | undefined)[]> {
    const prompts = { query: this.options.queryPrefix, document: '' };
    const texts = inputs.map((input) => promptedText(input, prompts));
    const vectors = new Array<Float32Array | undefined>(texts.length).fill(undefined);
    // An empty text is refused by some endpoints and means nothing to all.
    const asked = [...texts.keys()].filter((at) => texts[at] !== '');
    for (let start = 0; start < asked.length; start += this.options.textsPerRequest) {
      const batch = asked.slice(start, start + this.options.textsPerRequest);
      const answers = await this.askPatiently(batch.map((at) => texts[at] ?? ''));
      batch.forEach((at, order) => (vectors[at] = answers[order]));
    }
    return vectors;
  }

  private async askPatiently(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    this.warnOnce();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.ask(texts);
      } catch (error) {
        if (attempt >= this.options.attempts || error instanceof Refusal) throw this.failure(error);
        await wait(this.options.retryDelayMs * 2 ** (attempt - 1));
      }
    }
  }

  private warnOnce(): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.options.warn(`Texts are sent to ${new URL(this.options.url).host} to be encoded: they leave this machine.`);
  }

  private async ask(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    const { url, model, apiKey, timeoutMs } = this.options;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw errorOf(response.status);
    }
    const limit = bytesOfEnvelope + texts.length * this.dimensions * bytesPerNumber;
    return this.vectorsOf(await readText(response, limit), texts.length);
  }

  private vectorsOf(text: string, count: number): (Float32Array | undefined)[] {
    const answer = answerSchema.safeParse(parseJson(text));
    if (!answer.success) throw new Refusal('an answer of another shape');
    const byIndex = new Map(answer.data.data.map(({ index, embedding }) => [index, embedding]));
    return Array.from({ length: count }, (_, index) => {
      const embedding = byIndex.get(index);
      if (embedding?.length !== this.dimensions)
        throw new Refusal(`${embedding?.length ?? 0} numbers for text ${index}, not ${this.dimensions}`);
      return normalised(embedding);
    });
  }

  private failure(error: unknown): DomainError {
    const { host } = new URL(this.options.url);
    if (error instanceof TextRefusal)
      return new DomainError('invalid', 'encoder.refused', { host, answer: error.message });
    const reason = error instanceof Error ? error.message : String(error);
    return new DomainError('unavailable', 'encoder.unavailable', { host, reason });
  }
}

/** What another attempt would not change, but perhaps an operator. */
class Refusal extends Error {}

/** What lies in the texts, such as their length. */
class TextRefusal extends Refusal {}

const statusesOfTexts = [400, 413, 422];

function errorOf(status: number): Error {
  const message = `status ${status}`;
  if (statusesOfTexts.includes(status)) return new TextRefusal(message);
  return status === 429 || status >= 500 ? new Error(message) : new Refusal(message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('an answer that is not JSON');
  }
}

async function readText(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > limit) throw new Refusal(`an answer of more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
