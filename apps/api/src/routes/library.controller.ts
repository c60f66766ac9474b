import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  libraryCountsQuerySchema,
  libraryPageSchema,
  libraryQuerySchema,
  projectCountsSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { CountProjects, SearchProjects } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';
import { toProjectCounts } from './project-counts.answer';

class LibraryQuery extends createZodDto(libraryQuerySchema) {}
class LibraryPage extends createZodDto(libraryPageSchema) {}
class LibraryCountsQuery extends createZodDto(libraryCountsQuerySchema) {}
class LibraryCounts extends createZodDto(projectCountsSchema) {}

/** The library as those who look for projects see it: what may be matched today, whoever has submitted it. */
@ApiTags('library')
@Controller('library/projects')
export class LibraryController {
  constructor(
    private readonly searchProjects: SearchProjects,
    private readonly countProjects: CountProjects,
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
}
