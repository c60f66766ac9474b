import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { roles, type Role } from '@throughtrain/domain';
import { Roles } from '@throughtrain/platform';

/** Lets only keys with one of these roles in, and says so in the OpenAPI document (`x-roles`). */
export const ForRoles = (...allowed: [Role, ...Role[]]): MethodDecorator & ClassDecorator =>
  applyDecorators(Roles(...allowed), ApiBearerAuth(), ApiSecurity('header'), ApiExtension('x-roles', allowed));

/** Lets every key in. */
export const ForEveryRole = (): MethodDecorator & ClassDecorator =>
  ForRoles(...(roles as unknown as [Role, ...Role[]]));
