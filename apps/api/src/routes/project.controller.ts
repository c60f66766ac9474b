import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  projectCountsQuerySchema,
  projectCountsSchema,
  projectListQuerySchema,
  projectPageSchema,
  projectSchema,
  withdrawalSchema,
  withdrawnProjectSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  CountProjects,
  ProjectStore,
  SearchProjects,
  WithdrawProject,
  type StoredProject,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toProjectCounts } from './project-counts.answer';

class ProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class ProjectQuery extends createZodDto(projectListQuerySchema) {}
class ProjectCountsQuery extends createZodDto(projectCountsQuerySchema) {}
class ProjectCounts extends createZodDto(projectCountsSchema) {}
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
    private readonly searchProjects: SearchProjects,
    private readonly countProjects: CountProjects,
    private readonly withdrawProject: WithdrawProject,
  ) {}

  @Get()
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Search the projects that the organisation has submitted' })
  @ZodResponse({ status: 200, type: ProjectPage })
  async list(@CurrentScope() scope: Scope, @Query() query: ProjectQuery) {
    const { items, ...page } = await this.searchProjects.own(scope, query, query);
    return {
      ...page,
      items: items.map(({ hits, snippet, ...project }) => ({ ...toProject(project), hits, snippet })),
    };
  }

  @Get('counts')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'How many they are, in all and by the values of each filter' })
  @ZodResponse({ status: 200, type: ProjectCounts })
  async count(@CurrentScope() scope: Scope, @Query() query: ProjectCountsQuery) {
    return toProjectCounts(await this.countProjects.execute(scope, 'own', query));
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
