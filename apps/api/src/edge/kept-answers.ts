import { applyDecorators, Header, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { ZodDto } from 'nestjs-zod';
import type { z } from 'zod';

/** Of the bytes of all answers; some hundreds of lists. */
const mostBytes = 32 * 1_048_576;
/** What was erased behind a list that nobody reads any more is not kept for longer. */
const longestMs = 60_000;

interface KeptAnswer {
  readonly stamp: string;
  readonly bytes: Buffer;
}

/** Documents an answer that is sent as bytes of JSON: what {@link KeptAnswers} gives. */
export const KeptResponse = (type: ZodDto): MethodDecorator =>
  applyDecorators(ApiOkResponse({ type: type.Output }), Header('content-type', 'application/json; charset=utf-8'));

/** Answers that were made once and are sent again for as long as their stamp stays the same. */
@Injectable()
export class KeptAnswers implements OnModuleDestroy {
  private readonly kept = new Map<string, KeptAnswer>();
  private keptBytes = 0;
  private readonly sweep = setInterval(() => this.forget(), longestMs).unref();

  constructor(private readonly bytesAtMost = mostBytes) {}

  onModuleDestroy(): void {
    clearInterval(this.sweep);
  }

  /**
   * @param name of the answer and of whom it is for
   * @param stamp read for this request, before `make` reads anything
   * @param make gives the answer, as its schema takes it
   * @returns JSON in UTF-8
   */
  async answer<Schema extends z.ZodType>(
    name: string,
    stamp: string,
    schema: Schema,
    make: () => Promise<z.input<Schema>>,
  ): Promise<Buffer> {
    const known = this.kept.get(name);
    if (known?.stamp === stamp) return known.bytes;
    const bytes = Buffer.from(JSON.stringify(schema.parse(await make())));
    this.keep(name, { stamp, bytes });
    return bytes;
  }

  /** Lets go of all. */
  forget(): void {
    this.kept.clear();
    this.keptBytes = 0;
  }

  private keep(name: string, answer: KeptAnswer): void {
    this.drop(name);
    this.kept.set(name, answer);
    this.keptBytes += answer.bytes.length;
    for (const oldest of this.kept.keys()) {
      if (this.keptBytes <= this.bytesAtMost) break;
      this.drop(oldest);
    }
  }

  private drop(name: string): void {
    this.keptBytes -= this.kept.get(name)?.bytes.length ?? 0;
    this.kept.delete(name);
  }
}
