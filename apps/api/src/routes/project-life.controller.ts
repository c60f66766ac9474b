import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  confirmationListSchema,
  confirmationSchema,
  confirmationsSchema,
  consentSchema,
  historyPageSchema,
  historyQuerySchema,
  revisedProjectSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ConfirmProject, ConfirmProjects, ReadHistory, SetConsent } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toHistory } from './history.answer';

class ProjectLifeParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class Confirmation extends createZodDto(confirmationSchema) {}
class Confirmations extends createZodDto(confirmationsSchema) {}
class ConfirmationList extends createZodDto(confirmationListSchema) {}
class Consent extends createZodDto(consentSchema) {}
class ActedProject extends createZodDto(revisedProjectSchema) {}
class ProjectHistoryQuery extends createZodDto(historyQuerySchema) {}
class ProjectHistoryPage extends createZodDto(historyPageSchema) {}

/** What becomes of a project between its submissions. */
@ApiTags('projects')
@Controller('projects')
export class ProjectLifeController {
  constructor(
    private readonly confirmProject: ConfirmProject,
    private readonly confirmProjects: ConfirmProjects,
    private readonly setConsent: SetConsent,
    private readonly readHistory: ReadHistory,
  ) {}

  @Post(':projectId/confirmation')
  @HttpCode(200)
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Confirm that a project still holds; again on the same day changes nothing' })
  @ZodResponse({ status: 200, type: ActedProject })
  confirm(
    @CurrentScope() scope: Scope,
    @Param() { projectId }: ProjectLifeParams,
    @Body() { confirmedOn }: Confirmation,
  ) {
    return this.confirmProject.execute(scope, projectId, confirmedOn);
  }

  @Post('confirmations')
  @HttpCode(200)
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Confirm many projects; each is judged by itself' })
  @ZodResponse({ status: 200, type: ConfirmationList })
  async confirmAll(@CurrentScope() scope: Scope, @Body() { projectIds, confirmedOn }: Confirmations) {
    return { items: await this.confirmProjects.execute(scope, projectIds, confirmedOn) };
  }

  @Post(':projectId/consent')
  @HttpCode(200)
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Give or withdraw the consent to push a project; a withdrawal holds from now on' })
  @ZodResponse({ status: 200, type: ActedProject })
  consent(
    @CurrentScope() scope: Scope,
    @Param() { projectId }: ProjectLifeParams,
    @Body() { consentToPush, reason }: Consent,
  ) {
    return this.setConsent.execute(scope, projectId, consentToPush, reason);
  }

  @Get(':projectId/history')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'What a project said when, who wrote it and what changed; newest first' })
  @ZodResponse({ status: 200, type: ProjectHistoryPage })
  async history(
    @CurrentScope() scope: Scope,
    @Param() { projectId }: ProjectLifeParams,
    @Query() { cursor, limit }: ProjectHistoryQuery,
  ) {
    return toHistory(await this.readHistory.execute(scope, 'project', projectId, cursor, limit + 1), limit);
  }
}
