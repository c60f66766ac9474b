import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { meSchema, newPrincipalSchema, registeredPrincipalSchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { RegisterPrincipal } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForEveryRole, ForRoles } from '../edge/for-roles';

class Me extends createZodDto(meSchema) {}
class NewPrincipal extends createZodDto(newPrincipalSchema) {}
class RegisteredPrincipal extends createZodDto(registeredPrincipalSchema) {}

/** Who asks, and who may. */
@ApiTags('principals')
@Controller()
export class PrincipalController {
  constructor(private readonly registerPrincipal: RegisterPrincipal) {}

  @Get('me')
  @ForEveryRole()
  @ApiOperation({ summary: 'Who the key belongs to and what it may do' })
  @ZodResponse({ status: 200, type: Me })
  me(@CurrentScope() scope: Scope) {
    return scope;
  }

  @Post('principals')
  @ForRoles('operator')
  @ApiOperation({ summary: 'Register who acts for an organisation; the answer holds the key, once' })
  @ZodResponse({ status: 201, type: RegisteredPrincipal })
  register(@CurrentScope() scope: Scope, @Body() wanted: NewPrincipal) {
    return this.registerPrincipal.execute(scope, wanted);
  }
}
