import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  idPageQuery,
  projectPageSchema,
  projectSchema,
  purgeSchema,
  withdrawalSchema,
  withdrawnProjectSchema,
} from '@throughtrain/contracts';
import { completeness, type Scope } from '@throughtrain/domain';
import { ProjectStore, PurgeProject, WithdrawProject, type StoredProject } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class ProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class ProjectQuery extends createZodDto(idPageQuery) {}
class Project extends createZodDto(projectSchema) {}
class ProjectPage extends createZodDto(projectPageSchema) {}
class Withdrawal extends createZodDto(withdrawalSchema) {}
class Purge extends createZodDto(purgeSchema) {}
class WithdrawnProject extends createZodDto(withdrawnProjectSchema) {}

/** Projects as their submitter sees them. */
@ApiTags('projects')
@Controller('projects')
export class ProjectController {
  constructor(
    private readonly projects: ProjectStore,
    private readonly withdrawProject: WithdrawProject,
    private readonly purgeProject: PurgeProject,
  ) {}

  @Get()
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Projects that the organisation has submitted' })
  @ZodResponse({ status: 200, type: ProjectPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit }: ProjectQuery) {
    return toPage(await this.projects.list(scope, cursor, limit + 1), limit, toProject, ({ id }) => id);
  }

  @Get(':projectId')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'The current revision of a project' })
  @ZodResponse({ status: 200, type: Project })
  async find(@CurrentScope() scope: Scope, @Param() { projectId }: ProjectParams) {
    return toProject(await this.projects.find(scope, projectId));
  }

  @Post(':projectId/withdrawal')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Take a project out of the library; earlier runs stay what they were' })
  @ZodResponse({ status: 200, type: WithdrawnProject })
  withdraw(@CurrentScope() scope: Scope, @Param() { projectId }: ProjectParams, @Body() { reason }: Withdrawal) {
    return this.withdrawProject.execute(scope, projectId, reason);
  }

  @Post(':projectId/purge')
  @HttpCode(204)
  @ForRoles('operator')
  @ApiOperation({ summary: 'Erase all words of a project, of whatever organisation, that must not be here; ids stay' })
  @ApiNoContentResponse()
  async purge(
    @CurrentScope() scope: Scope,
    @Param() { projectId }: ProjectParams,
    @Body() { reason }: Purge,
  ): Promise<void> {
    await this.purgeProject.execute(scope, projectId, reason);
  }
}

function toProject({ recordedAt, ...project }: StoredProject): z.input<typeof projectSchema> {
  const told = { ...project, recordedAt: recordedAt.toISOString() };
  return project.status === 'sealed' ? told : { ...told, ...completeness(project.record) };
}
