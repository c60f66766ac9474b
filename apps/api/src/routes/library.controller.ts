import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  demandsForProjectSchema,
  libraryCountsQuerySchema,
  libraryPageSchema,
  libraryQuerySchema,
  projectCountsSchema,
  singleQuestionQuerySchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { CountProjects, SearchProjects } from '@throughtrain/ingestion';
import { FindDemandsForProject } from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toProjectCounts } from './project-counts.answer';
import { toDemandsForProject } from './single-question.answer';

class LibraryQuery extends createZodDto(libraryQuerySchema) {}
class LibraryPage extends createZodDto(libraryPageSchema) {}
class LibraryCountsQuery extends createZodDto(libraryCountsQuerySchema) {}
class LibraryCounts extends createZodDto(projectCountsSchema) {}
class LibraryProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class DemandsForProjectQuery extends createZodDto(singleQuestionQuerySchema) {}
class DemandsForProject extends createZodDto(demandsForProjectSchema) {}

/** The library as those who look for projects see it: what may be matched today, whoever has submitted it. */
@ApiTags('library')
@Controller('library/projects')
export class LibraryController {
  constructor(
    private readonly searchProjects: SearchProjects,
    private readonly countProjects: CountProjects,
    private readonly findDemands: FindDemandsForProject,
  ) {}

  @Get()
  @ForRoles('host', 'analyst', 'operator', 'agency', 'owner')
  @ApiOperation({ summary: 'Search the projects of the library that may be matched' })
  @ZodResponse({ status: 200, type: LibraryPage })
  list(@CurrentScope() scope: Scope, @Query() query: LibraryQuery) {
    return this.searchProjects.library(scope, query, query);
  }

  @Get('counts')
  @ForRoles('host', 'analyst', 'operator', 'agency', 'owner')
  @ApiOperation({ summary: 'How many they are, in all and by the values of each filter' })
  @ZodResponse({ status: 200, type: LibraryCounts })
  async count(@CurrentScope() scope: Scope, @Query() query: LibraryCountsQuery) {
    return toProjectCounts(await this.countProjects.execute(scope, 'library', query));
  }

  @Get(':projectId/demands')
  @ForRoles('host')
  @ApiOperation({ summary: 'Demands of the host that a project answers, as both stand now, each with its reasons' })
  @ZodResponse({ status: 200, type: DemandsForProject })
  async demands(
    @CurrentScope() scope: Scope,
    @Param() { projectId }: LibraryProjectParams,
    @Query() { limit }: DemandsForProjectQuery,
  ) {
    return toDemandsForProject(await this.findDemands.execute(scope, projectId, limit));
  }
}
