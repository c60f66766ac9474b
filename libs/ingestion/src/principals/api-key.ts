import { createHash, randomBytes } from 'node:crypto';

const prefix = 'tt_';
const hintLength = 8;

/** A new key of 256 random bits. It is shown once; only its hash is kept. */
export function newApiKey(): { readonly key: string; readonly hash: Buffer; readonly hint: string } {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key), hint: key.slice(0, hintLength) };
}

/** SHA-256 is enough for a key of full entropy: there is nothing to guess. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
