import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@throughtrain/domain';
import { unreadable } from './unreadable';

const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** The file as it was before compression, if it was compressed. */
export async function* expanded(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const source = bytes[Symbol.asyncIterator]();
  const start = await readStart(source, gzipMagic.length);
  const whole = chain(start, source);
  if (start.subarray(0, gzipMagic.length).equals(gzipMagic)) yield* gunzipped(whole);
  else yield* whole;
}

/** @returns at least the given number of bytes, fewer when there are no more */
export async function readStart(source: AsyncIterator<Buffer>, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let total = 0; total < length;) {
    const next = await source.next();
    if (next.done === true) break;
    pieces.push(next.value);
    total += next.value.length;
  }
  return Buffer.concat(pieces);
}

/** The bytes that were read ahead and what follows them; whoever leaves the loop ends the source. */
export async function* chain(start: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield start;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  // A failure of the source ends the gunzip with the same error, and leaving the loop early ends the source.
  const gunzip = pipeline(Readable.from(bytes), createGunzip(), () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw isZlibError(error) ? unreadable('broken-gzip') : error;
  }
}

/** Whether an error says that compressed bytes are damaged. */
export function isZlibError(error: unknown): boolean {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** @throws DomainError invalid `request.too-large` while reading, when there are more bytes than allowed */
export async function* capped(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer, void, undefined> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) throw new DomainError('invalid', 'request.too-large', { maxBytes });
    yield chunk;
  }
}
