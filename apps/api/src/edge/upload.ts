import { Readable } from 'node:stream';
import { importRecordsSchema } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import { repeatedKeys } from '@throughtrain/tabular';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ZodValidationException } from 'nestjs-zod';
import { ZodError } from 'zod';

/** Content types whose bytes are taken as they come. */
export const uploadTypes = [
  'application/x-ndjson',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/gzip',
  'application/octet-stream',
] as const;

/** Where uploads go; all other routes read JSON only. */
const uploadRoutes = /^\/v1\/imports\/[a-z-]+$/;

/** Strict: a lenient decoder would store a replacement character for what it can not read. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Hands uploads on as streams, and lets no other content type than theirs and JSON in. Records as JSON must not hold a key twice in one object:
 * its first value would be gone before the import could judge it. JSON without bytes is no body: clients name the type on routes that take none.
 */
export function registerUploads(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser([...uploadTypes], (request, payload, done) => {
    if (uploadRoutes.test(request.routeOptions.url ?? '')) done(null, payload);
    else done(new DomainError('invalid', 'request.unsupported-type'));
  });
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) {
      done(null, undefined);
      return;
    }
    const text = textOf(bytes);
    if (text === undefined) {
      done(misshapen([], 'is not UTF-8'));
      return;
    }
    void parseJson(request, text, (error, body: unknown) => {
      const isOfRecords = uploadRoutes.test(request.routeOptions.url ?? '');
      if (error) done(new DomainError('invalid', 'request.not-json'));
      else if (isOfRecords && repeatedKeys(text).length > 0) done(new DomainError('invalid', 'request.repeated-key'));
      else done(null, body);
    });
  });
}

/** @returns undefined when the bytes are not UTF-8 */
function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** `request.invalid` at one place of the body, as a schema would tell it. */
function misshapen(path: PropertyKey[], message: string): ZodValidationException {
  return new ZodValidationException(new ZodError([{ code: 'custom', path, message, input: undefined }]));
}

/**
 * The bytes of an import request. Records that come as JSON become the lines of the same file.
 * @throws DomainError invalid `request.too-large` when the request says that it is longer than allowed
 * @throws ZodValidationException when a JSON body is not a list of records, or one is nested deeper than can be written
 */
export function uploadOf({ body, headers }: FastifyRequest, maxBytes: number): AsyncIterable<Buffer> {
  if (!(body instanceof Readable)) return linesOf(body);
  if (Number(headers['content-length'] ?? 0) > maxBytes)
    throw new DomainError('invalid', 'request.too-large', { maxBytes });
  return piecesOf(body);
}

async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  // The request must outlive a reader that stops early, or its answer could not be sent.
  const pieces: AsyncIterable<Buffer> = body.iterator({ destroyOnReturn: false });
  try {
    yield* pieces;
  } catch {
    throw new DomainError('invalid', 'import.unreadable');
  }
}

function linesOf(body: unknown): AsyncIterable<Buffer> {
  const parsed = importRecordsSchema.safeParse(body);
  if (!parsed.success) throw new ZodValidationException(parsed.error);
  return Readable.from(parsed.data.records.map((record, index) => Buffer.from(`${jsonOf(record, index)}\n`)));
}

function jsonOf(record: unknown, index: number): string {
  try {
    return JSON.stringify(record);
  } catch (error) {
    // The parser of the body needs no stack for nested values; writing them does.
    if (error instanceof RangeError) throw misshapen(['records', index], 'is nested too deeply');
    throw error;
  }
}
