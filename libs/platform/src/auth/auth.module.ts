import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiKeyGuard } from './api-key.guard';
import { Authenticator } from './authenticator';
import { KeyCheck } from './key-check';
import { RateLimiter } from './rate-limiter';
import { RouteAccessCheck } from './route-access.check';

export interface AuthOptions {
  /** Its dependencies come from global modules. */
  readonly authenticator: Type<Authenticator>;
  /** Requests a minute for one key, in one process; >= 1. */
  readonly requestsPerMinute: number;
  /** Beginnings of route templates that no controller serves and that anybody may call, such as those of the API docs. */
  readonly openPaths?: readonly string[];
}

/** Keys, roles and the limit of requests on every route of a service; the `KeyCheck` is there for the whole app. */
@Module({})
export class AuthModule {
  static forRoot({ authenticator, requestsPerMinute, openPaths = [] }: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Authenticator, useClass: authenticator },
        { provide: RateLimiter, useFactory: () => new RateLimiter(requestsPerMinute) },
        {
          provide: KeyCheck,
          useFactory: (host: HttpAdapterHost<FastifyAdapter>, knows: Authenticator, limiter: RateLimiter) =>
            new KeyCheck(host, knows, limiter, openPaths),
          inject: [HttpAdapterHost, Authenticator, RateLimiter],
        },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        RouteAccessCheck,
      ],
      exports: [KeyCheck],
    };
  }
}
