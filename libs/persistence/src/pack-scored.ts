import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ScoredLibrary } from '@throughtrain/matching';

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/** What a part of the library was scored to, as bytes on their way through the database; numbers come back to the last bit. */
export async function packScored(scored: ScoredLibrary): Promise<Buffer> {
  return zip(JSON.stringify(scored));
}

/** Reverse of {@link packScored}. */
export async function unpackScored(bytes: Buffer): Promise<ScoredLibrary> {
  return JSON.parse((await unzip(bytes)).toString('utf8')) as ScoredLibrary;
}
