import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { DomainError, type Role, type Scope } from '@throughtrain/domain';
import type { FastifyRequest } from 'fastify';

/** Metadata keys; only the guard and the check of all routes read them. */
export const publicKey = 'throughtrain:public';
export const rolesKey = 'throughtrain:roles';

/** By the raw request, which hooks, guards and handlers share. */
const scopes = new WeakMap<object, Scope>();

/** Lets anybody call the route, without a key and without a limit. Told to Fastify too, which asks before Nest knows the handler. */
export const Public = (): MethodDecorator =>
  applyDecorators(SetMetadata(publicKey, true), RouteConfig({ [publicKey]: true }));

/** Whether `@Public` stands on the handler of the route with this configuration in Fastify. */
export function isPublic(routeConfig: object): boolean {
  return publicKey in routeConfig && routeConfig[publicKey] === true;
}

/** Lets principals call the route that hold at least one of the roles. */
export const Roles = (...roles: readonly [Role, ...Role[]]): CustomDecorator => SetMetadata(rolesKey, roles);

/** Parameter: who asks. @throws DomainError forbidden `auth.missing-key` on a route that is public */
export const CurrentScope = createParamDecorator((_: unknown, context: ExecutionContext): Scope =>
  rememberedScope(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Remembers who sent a request, as long as the request lives. */
export function rememberScope(request: FastifyRequest, scope: Scope): void {
  scopes.set(request.raw, scope);
}

/** Who sent the request. @throws DomainError forbidden `auth.missing-key` when nobody was remembered */
export function rememberedScope(request: FastifyRequest): Scope {
  const scope = scopes.get(request.raw);
  if (scope === undefined) throw new DomainError('forbidden', 'auth.missing-key');
  return scope;
}
