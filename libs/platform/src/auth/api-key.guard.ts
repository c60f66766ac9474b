import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError, type Role } from '@throughtrain/domain';
import type { FastifyRequest } from 'fastify';
import { publicKey, rememberedScope, rolesKey } from './access.decorators';

/** Lets only principals with a role of the route in. Whose the key is, `KeyCheck` has found out before the body was read. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws DomainError forbidden `auth.missing-key` when no key was checked, `auth.role-required` */
  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, places) === true) return true;
    const scope = rememberedScope(context.switchToHttp().getRequest<FastifyRequest>());
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(rolesKey, places) ?? [];
    if (!roles.some((role) => scope.roles.includes(role))) throw new DomainError('forbidden', 'auth.role-required');
    return true;
  }
}
