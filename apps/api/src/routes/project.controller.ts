import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  projectCountsQuerySchema,
  projectCountsSchema,
  projectListQuerySchema,
  dueProjectPageSchema,
  dueProjectQuerySchema,
  projectPageSchema,
  projectSchema,
  purgeSchema,
  revisedProjectSchema,
  withdrawalSchema,
} from '@throughtrain/contracts';
import { Clock, completeness, dayInChina, type Scope } from '@throughtrain/domain';
import {
  CountProjects,
  ListDueProjects,
  ProjectStore,
  projectTexts,
  PurgeProject,
  recordAdvice,
  SearchProjects,
  SuggestDomains,
  WithdrawProject,
  type StoredProject,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { toProjectCounts } from './project-counts.answer';
import { withSuggestions } from './suggested-domain.answer';

class ProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class ProjectQuery extends createZodDto(projectListQuerySchema) {}
class ProjectCountsQuery extends createZodDto(projectCountsQuerySchema) {}
class ProjectCounts extends createZodDto(projectCountsSchema) {}
class Project extends createZodDto(projectSchema) {}
class DueProjectQuery extends createZodDto(dueProjectQuerySchema) {}
class DueProjectPage extends createZodDto(dueProjectPageSchema) {}
class ProjectPage extends createZodDto(projectPageSchema) {}
class Withdrawal extends createZodDto(withdrawalSchema) {}
class Purge extends createZodDto(purgeSchema) {}
class WithdrawnProject extends createZodDto(revisedProjectSchema) {}

/** Projects as their submitter sees them. */
@ApiTags('projects')
@Controller('projects')
export class ProjectController {
  constructor(
    private readonly projects: ProjectStore,
    private readonly searchProjects: SearchProjects,
    private readonly countProjects: CountProjects,
    private readonly listDueProjects: ListDueProjects,
    private readonly withdrawProject: WithdrawProject,
    private readonly purgeProject: PurgeProject,
    private readonly suggestDomains: SuggestDomains,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Search the projects that the organisation has submitted' })
  @ZodResponse({ status: 200, type: ProjectPage })
  async list(@CurrentScope() scope: Scope, @Query() query: ProjectQuery) {
    const { items, ...page } = await this.searchProjects.own(scope, query, query);
    return {
      ...page,
      items: items.map(({ hits, snippet, ...project }) => ({ ...this.tell(project), hits, snippet })),
    };
  }

  @Get('due')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Projects that wait for their submitter: to be confirmed, or expired' })
  @ZodResponse({ status: 200, type: DueProjectPage })
  async due(@CurrentScope() scope: Scope, @Query() { cursor, limit, due }: DueProjectQuery) {
    return toPage(
      await this.listDueProjects.execute(scope, due, cursor, limit + 1),
      limit,
      (row) => this.tell(row),
      ({ id }) => id,
    );
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
    const project = await this.projects.find(scope, projectId);
    const told = this.tell(project);
    if (project.status === 'sealed') return told;
    const suggested = this.suggestDomains.execute({ texts: projectTexts(project.record) }, project.record);
    return { ...told, ...withSuggestions(suggested) };
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

  private tell({ recordedAt, submittedBy, ...project }: StoredProject): z.input<typeof projectSchema> {
    const { id, name } = submittedBy;
    const told = { ...project, recordedAt: recordedAt.toISOString(), submittedBy: { id, name } };
    if (project.status === 'sealed') return { ...told, advice: [] };
    const advice = recordAdvice(project.record, submittedBy, dayInChina(this.clock.now()));
    return { ...told, ...completeness(project.record, submittedBy), advice };
  }
}
