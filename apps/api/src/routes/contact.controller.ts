import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { contactRevealSchema, maskedContactSchema, revealedContactSchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { EraseContact, ReadContact, RevealContact, type ContactSubject } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';

class ProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class EnterpriseParams extends createZodDto(z.object({ enterpriseId: z.uuid() })) {}
class MaskedContact extends createZodDto(maskedContactSchema) {}
class RevealedContact extends createZodDto(revealedContactSchema) {}
class ContactReveal extends createZodDto(contactRevealSchema) {}

const project = ({ projectId }: ProjectParams): ContactSubject => ({ kind: 'project', id: projectId });
const enterprise = ({ enterpriseId }: EnterpriseParams): ContactSubject => ({ kind: 'enterprise', id: enterpriseId });

/** Whom to ask about a project or an enterprise: masked, in full on record, and erased. */
@ApiTags('contacts')
@Controller()
export class ContactController {
  constructor(
    private readonly readContact: ReadContact,
    private readonly revealContact: RevealContact,
    private readonly eraseContact: EraseContact,
  ) {}

  @Get('projects/:projectId/contact')
  @ForRoles('agency', 'owner', 'host')
  @ApiOperation({
    summary: 'The contact of a project, masked: for its submitter, and for a host that has it on a frozen list',
  })
  @ZodResponse({ status: 200, type: MaskedContact })
  ofProject(@CurrentScope() scope: Scope, @Param() params: ProjectParams) {
    return this.readContact.execute(scope, project(params));
  }

  @Post('projects/:projectId/contact/reveal')
  @HttpCode(200)
  @ForRoles('agency', 'owner', 'host')
  @ApiOperation({
    summary:
      'The contact in full, on record: for its submitter; for a host once an enterprise wants to meet, or it is a published pick',
  })
  @ZodResponse({ status: 200, type: RevealedContact })
  revealOfProject(@CurrentScope() scope: Scope, @Param() params: ProjectParams, @Body() { reason }: ContactReveal) {
    return this.revealContact.execute(scope, project(params), reason);
  }

  @Delete('projects/:projectId/contact')
  @HttpCode(204)
  @ForRoles('agency', 'owner')
  @ApiOperation({ summary: 'Erase the contact at once; without one the project is pushed no more' })
  @ApiNoContentResponse()
  async eraseOfProject(@CurrentScope() scope: Scope, @Param() params: ProjectParams): Promise<void> {
    await this.eraseContact.execute(scope, project(params));
  }

  @Get('enterprises/:enterpriseId/contact')
  @ForRoles('host')
  @ApiOperation({ summary: 'The contact of an enterprise of the host, masked' })
  @ZodResponse({ status: 200, type: MaskedContact })
  ofEnterprise(@CurrentScope() scope: Scope, @Param() params: EnterpriseParams) {
    return this.readContact.execute(scope, enterprise(params));
  }

  @Post('enterprises/:enterpriseId/contact/reveal')
  @HttpCode(200)
  @ForRoles('host')
  @ApiOperation({ summary: 'The contact of an enterprise of the host in full, on record' })
  @ZodResponse({ status: 200, type: RevealedContact })
  revealOfEnterprise(
    @CurrentScope() scope: Scope,
    @Param() params: EnterpriseParams,
    @Body() { reason }: ContactReveal,
  ) {
    return this.revealContact.execute(scope, enterprise(params), reason);
  }

  @Delete('enterprises/:enterpriseId/contact')
  @HttpCode(204)
  @ForRoles('host')
  @ApiOperation({ summary: 'Erase the contact of an enterprise of the host at once' })
  @ApiNoContentResponse()
  async eraseOfEnterprise(@CurrentScope() scope: Scope, @Param() params: EnterpriseParams): Promise<void> {
    await this.eraseContact.execute(scope, enterprise(params));
  }
}
