import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  deactivationSchema,
  idPageQuery,
  issuedKeySchema,
  meSchema,
  newPrincipalSchema,
  principalPageSchema,
  principalSchema,
  registeredPrincipalSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  DeactivatePrincipal,
  IssueKey,
  PrincipalRepository,
  RegisterPrincipal,
  type Principal as StoredPrincipal,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForEveryRole, ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class PrincipalParams extends createZodDto(z.object({ principalId: z.uuid() })) {}
class PrincipalQuery extends createZodDto(idPageQuery) {}
class Me extends createZodDto(meSchema) {}
class NewPrincipal extends createZodDto(newPrincipalSchema) {}
class RegisteredPrincipal extends createZodDto(registeredPrincipalSchema) {}
class Principal extends createZodDto(principalSchema) {}
class PrincipalPage extends createZodDto(principalPageSchema) {}
class Deactivation extends createZodDto(deactivationSchema) {}
class IssuedKey extends createZodDto(issuedKeySchema) {}

/** Who asks, and who may. Operators see to the principals of all organisations. */
@ApiTags('principals')
@Controller()
export class PrincipalController {
  constructor(
    private readonly registerPrincipal: RegisterPrincipal,
    private readonly deactivatePrincipal: DeactivatePrincipal,
    private readonly issueKey: IssueKey,
    private readonly principals: PrincipalRepository,
  ) {}

  @Get('me')
  @ForEveryRole()
  @ApiOperation({ summary: 'Who the key belongs to and what it may do' })
  @ZodResponse({ status: 200, type: Me })
  async me(@CurrentScope() scope: Scope) {
    const { organisation } = await this.principals.find(scope.principalId);
    return { ...scope, organisation };
  }

  @Post('principals')
  @ForRoles('operator')
  @ApiOperation({ summary: 'Register who acts for an organisation; the answer holds the key, once' })
  @ZodResponse({ status: 201, type: RegisteredPrincipal })
  register(@CurrentScope() scope: Scope, @Body() wanted: NewPrincipal) {
    return this.registerPrincipal.execute(scope, wanted);
  }

  @Get('principals')
  @ForRoles('operator')
  @ApiOperation({ summary: 'Principals of all organisations, newest first' })
  @ZodResponse({ status: 200, type: PrincipalPage })
  async list(@Query() { cursor, limit }: PrincipalQuery) {
    return toPage(await this.principals.list(cursor, limit + 1), limit, toPrincipal, ({ id }) => id);
  }

  @Post('principals/:principalId/deactivation')
  @ForRoles('operator')
  @ApiOperation({ summary: 'Take a principal out of service for good; its keys are refused from the next request on' })
  @ZodResponse({ status: 200, type: Principal })
  async deactivate(
    @CurrentScope() scope: Scope,
    @Param() { principalId }: PrincipalParams,
    @Body() { reason }: Deactivation,
  ) {
    return toPrincipal(await this.deactivatePrincipal.execute(scope, principalId, reason));
  }

  @Post('principals/:principalId/keys')
  @ForRoles('operator')
  @ApiOperation({ summary: 'Issue a new key; the old ones are refused from the next request on' })
  @ZodResponse({ status: 201, type: IssuedKey })
  replaceKey(@CurrentScope() scope: Scope, @Param() { principalId }: PrincipalParams) {
    return this.issueKey.execute(scope, principalId);
  }
}

function toPrincipal({ createdAt, deactivatedAt, ...principal }: StoredPrincipal): z.input<typeof principalSchema> {
  return { ...principal, createdAt: createdAt.toISOString(), deactivatedAt: deactivatedAt?.toISOString() };
}
