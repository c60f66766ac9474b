import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { DomainError, type Scope } from '@throughtrain/domain';
import type { FastifyRequest } from 'fastify';
import { isPublic, rememberScope } from './access.decorators';
import type { Authenticator } from './authenticator';
import type { RateLimiter } from './rate-limiter';

const longestKey = 200;
const bearer = /^Bearer +(\S+)$/i;

/**
 * Asks for a key (`Authorization: Bearer tt_…` or `x-api-key`) and counts the request, before any of the body is read: who may not ask
 * can not make the service parse megabytes. Requests without a valid key count for their address, so that guessing is slowed down while
 * holders of keys behind the same address are not.
 */
export class KeyCheck implements OnModuleInit {
  /** @param openPaths beginnings of route templates that anybody may call although no controller says so */
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly authenticator: Authenticator,
    private readonly limiter: RateLimiter,
    private readonly openPaths: readonly string[],
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onRequest', async (request) => {
      if (!this.isOpen(request)) rememberScope(request, await this.scopeOf(request));
    });
  }

  /**
   * Who sends the request; counts it.
   * @throws DomainError forbidden `auth.missing-key`, `auth.invalid-key`, `request.rate-limited`
   */
  async scopeOf({ headers, ip }: FastifyRequest): Promise<Scope> {
    const key = keyOf(headers);
    const scope = key === undefined ? undefined : await this.authenticator.authenticate(key);
    // Hashed, so that no key is kept in memory.
    this.limit(
      key !== undefined && scope !== undefined ? createHash('sha256').update(key).digest('base64') : `address ${ip}`,
    );
    if (scope !== undefined) return scope;
    throw new DomainError('forbidden', key === undefined ? 'auth.missing-key' : 'auth.invalid-key');
  }

  private isOpen({ routeOptions }: FastifyRequest): boolean {
    return isPublic(routeOptions.config) || this.openPaths.some((path) => routeOptions.url?.startsWith(path));
  }

  private limit(caller: string): void {
    const retryAfterSeconds = this.limiter.take(caller);
    if (retryAfterSeconds !== undefined)
      throw new DomainError('forbidden', 'request.rate-limited', { retryAfterSeconds });
  }
}

/** The key that a request carries, unchecked; undefined when there is none. */
function keyOf(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-api-key'];
  const key =
    bearer.exec(headers.authorization ?? '')?.[1] ?? (typeof own === 'string' && own !== '' ? own : undefined);
  return key?.slice(0, longestKey);
}
