import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;

interface Key {
  /** First bytes of the SHA-256 of the key: names it and tells nothing of it. */
  readonly id: Buffer;
  readonly secret: Buffer;
}

/** @returns whether a text is a list of keys as `DATA_KEY` holds it */
export function isKeyList(text: string): boolean {
  return text.split(',').every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key.trim()));
}

/**
 * Encrypts what is at rest by AES-256-GCM. What is sealed is bound to the row that holds it: moved to another row it does not open. The first
 * key seals, all of them open, so that a key can be changed while what an older one sealed is still there.
 */
export class SecretBox {
  private constructor(private readonly keys: readonly Key[]) {}

  /**
   * @param keyList keys of 32 bytes as base64, separated by commas; a box without keys refuses to work
   * @throws RangeError when one of them is not such a key
   */
  static of(keyList: string | undefined): SecretBox {
    if (keyList === undefined) return new SecretBox([]);
    if (!isKeyList(keyList)) throw new RangeError('DATA_KEY is not a list of keys of 32 bytes as base64');
    return new SecretBox(keyList.split(',').map((key) => toKey(Buffer.from(key.trim(), 'base64'))));
  }

  /** A key for `DATA_KEY`, as base64. */
  static newKey(): string {
    return randomBytes(keyBytes).toString('base64');
  }

  /** Hexadecimal name of the key that seals. @throws Error when there is none */
  get keyId(): string {
    return this.first.id.toString('hex');
  }

  /**
   * @param content a text, or bytes of any kind
   * @param boundTo names the row that will hold it; opening takes the same
   * @returns key id (8 bytes), nonce (12), tag (16) and the encrypted content; different each time
   * @throws Error without a key
   */
  seal(content: string | Buffer, boundTo: string): Buffer {
    const { id, secret } = this.first;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, secret, nonce).setAAD(Buffer.from(boundTo));
    const encrypted = Buffer.concat([cipher.update(Buffer.from(content)), cipher.final()]);
    return Buffer.concat([id, nonce, cipher.getAuthTag(), encrypted]);
  }

  /** @returns the text that was sealed; @throws as {@link openBytes} */
  open(sealed: Buffer, boundTo: string): string {
    return this.openBytes(sealed, boundTo).toString('utf8');
  }

  /** @throws Error when its key is not among ours, or when it was changed or belongs to another row */
  openBytes(sealed: Buffer, boundTo: string): Buffer {
    const id = sealed.subarray(0, keyIdBytes);
    const key = this.keys.find((one) => one.id.equals(id));
    if (key === undefined) throw new Error(`DATA_KEY lacks the key ${id.toString('hex')}`);
    const rest = sealed.subarray(keyIdBytes);
    const tagEnd = nonceBytes + tagBytes;
    const decipher = createDecipheriv(algorithm, key.secret, rest.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(rest.subarray(nonceBytes, tagEnd));
    return Buffer.concat([decipher.update(rest.subarray(tagEnd)), decipher.final()]);
  }

  private get first(): Key {
    const [first] = this.keys;
    if (first === undefined) throw new Error('DATA_KEY is not set, so nothing can be sealed here');
    return first;
  }
}

function toKey(secret: Buffer): Key {
  return { id: createHash('sha256').update(secret).digest().subarray(0, keyIdBytes), secret };
}
