import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  idPageQuery,
  projectPageSchema,
  projectSchema,
  withdrawalSchema,
  withdrawnProjectSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ProjectStore, WithdrawProject, type StoredProject } from '@throughtrain/ingestion';
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
class WithdrawnProject extends createZodDto(withdrawnProjectSchema) {}

/** Projects as their submitter sees them. */
@ApiTags('projects')
@Controller('projects')
export class ProjectController {
  constructor(
    private readonly projects: ProjectStore,
    private readonly withdrawProject: WithdrawProject,
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
}

function toProject({ recordedAt, ...project }: StoredProject): z.input<typeof projectSchema> {
  return { ...project, recordedAt: recordedAt.toISOString() };
}
