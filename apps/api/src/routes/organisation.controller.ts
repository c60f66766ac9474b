import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { organisationMergeSchema, organisationSchema } from '@throughtrain/contracts';
import { creditCodeRemarks, type Scope } from '@throughtrain/domain';
import { MergeOrganisations, OrganisationRepository, type OrganisationView } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';

class OrganisationParams extends createZodDto(z.object({ organisationId: z.uuid() })) {}
class Organisation extends createZodDto(organisationSchema) {}
class OrganisationMerge extends createZodDto(organisationMergeSchema) {}

/** Who is registered, across all channels and hosts. */
@ApiTags('organisations')
@Controller('organisations')
export class OrganisationController {
  constructor(
    private readonly organisations: OrganisationRepository,
    private readonly mergeOrganisations: MergeOrganisations,
  ) {}

  @Get(':organisationId')
  @ForRoles('operator')
  @ApiOperation({ summary: 'An organisation with its code, the names it was seen under, and what it is linked to' })
  @ZodResponse({ status: 200, type: Organisation })
  async find(@Param() { organisationId }: OrganisationParams) {
    return toOrganisation(await this.organisations.find(organisationId));
  }

  @Post(':organisationId/merge')
  @HttpCode(200)
  @ForRoles('operator')
  @ApiOperation({
    summary: 'Let an organisation count as another in all runs from now on; both ids, and what belongs to them, stay',
  })
  @ZodResponse({ status: 200, type: Organisation })
  async merge(
    @CurrentScope() scope: Scope,
    @Param() { organisationId }: OrganisationParams,
    @Body() { into, reason }: OrganisationMerge,
  ) {
    return toOrganisation(await this.mergeOrganisations.execute(scope, organisationId, into, reason));
  }
}

function toOrganisation({ names, links, ...organisation }: OrganisationView): z.input<typeof organisationSchema> {
  const { creditCode, kind } = organisation;
  return {
    ...organisation,
    creditCodeRemarks: creditCode === undefined ? [] : creditCodeRemarks(creditCode, kind),
    names: names.map((name) => ({ ...name, firstSeenAt: name.firstSeenAt.toISOString() })),
    links: links.map((link) => ({ ...link, madeAt: link.madeAt.toISOString() })),
  };
}
