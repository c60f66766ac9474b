import type { Scope } from '@throughtrain/domain';

/** Knows whose a key is. The apps bind it to what stores the keys. */
export abstract class Authenticator {
  /** @returns who holds the key; undefined when it is unknown, expired or revoked */
  abstract authenticate(key: string): Promise<Scope | undefined>;
}
