import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  projectPageSchema,
  projectQuerySchema,
  projectSchema,
  purgeSchema,
  revisedProjectSchema,
  withdrawalSchema,
} from '@throughtrain/contracts';
import { Clock, completeness, dayInChina, type Scope } from '@throughtrain/domain';
import {
  ListDueProjects,
  ProjectStore,
  PurgeProject,
  recordAdvice,
  WithdrawProject,
  type StoredProject,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class ProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class ProjectQuery extends createZodDto(projectQuerySchema) {}
class Project extends createZodDto(projectSchema) {}
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
    private readonly listDueProjects: ListDueProjects,
    private readonly withdrawProject: WithdrawProject,
    private readonly purgeProject: PurgeProject,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Projects that the organisation has submitted' })
  @ZodResponse({ status: 200, type: ProjectPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit, due }: ProjectQuery) {
    const rows =
      due === undefined
        ? await this.projects.list(scope, cursor, limit + 1)
        : await this.listDueProjects.execute(scope, due, cursor, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => this.tell(row),
      ({ id }) => id,
    );
  }

  @Get(':projectId')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'The current revision of a project' })
  @ZodResponse({ status: 200, type: Project })
  async find(@CurrentScope() scope: Scope, @Param() { projectId }: ProjectParams) {
    return this.tell(await this.projects.find(scope, projectId));
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
    const isSealed = project.status === 'sealed';
    const advice = isSealed ? [] : recordAdvice(project.record, submittedBy, dayInChina(this.clock.now()));
    return {
      ...project,
      recordedAt: recordedAt.toISOString(),
      submittedBy: { id, name },
      advice,
      ...(!isSealed && completeness(project.record, submittedBy)),
    };
  }
}
