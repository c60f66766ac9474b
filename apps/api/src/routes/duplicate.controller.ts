import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  duplicateDecisionSchema,
  duplicateGroupSchema,
  duplicatePairPageSchema,
  duplicateQuerySchema,
  duplicateSearchSchema,
  newDuplicateSearchSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  DecideDuplicates,
  DescribeDuplicates,
  DuplicateReview,
  DuplicateSearchRepository,
  RequestDuplicateSearch,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { toCursor, toGroup, toPair, toPlace, toSearch } from './duplicate.answer';

class DuplicateQuery extends createZodDto(duplicateQuerySchema) {}
class DuplicatePairPage extends createZodDto(duplicatePairPageSchema) {}
class DuplicateDecision extends createZodDto(duplicateDecisionSchema) {}
class DuplicateGroup extends createZodDto(duplicateGroupSchema) {}
class DuplicateProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class NewDuplicateSearch extends createZodDto(newDuplicateSearchSchema) {}
class DuplicateSearchParams extends createZodDto(z.object({ searchId: z.uuid() })) {}
class DuplicateSearch extends createZodDto(duplicateSearchSchema) {}

/** Records that tell of one project, and what people decide about them. */
@ApiTags('duplicates')
@Controller()
export class DuplicateController {
  constructor(
    private readonly review: DuplicateReview,
    private readonly decide: DecideDuplicates,
    private readonly describe: DescribeDuplicates,
    private readonly requestSearch: RequestDuplicateSearch,
    private readonly searches: DuplicateSearchRepository,
  ) {}

  @Get('duplicates')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Pairs of projects that are or may be one, the surest first, with the evidence' })
  @ZodResponse({ status: 200, type: DuplicatePairPage })
  async list(@CurrentScope() scope: Scope, @Query() { state, cursor, limit }: DuplicateQuery) {
    const after = cursor === undefined ? undefined : toPlace(cursor);
    return toPage(await this.review.list(scope, state, after, limit + 1), limit, toPair, toCursor);
  }

  @Post('duplicates/merge')
  @HttpCode(204)
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Decide that projects are one; match runs pinned before stay what they were' })
  async merge(@CurrentScope() scope: Scope, @Body() { projectIds, reason }: DuplicateDecision) {
    await this.decide.merge(scope, projectIds, reason);
  }

  @Post('duplicates/split')
  @HttpCode(204)
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Decide that the first project is another than each of the others' })
  async split(@CurrentScope() scope: Scope, @Body() { projectIds, reason }: DuplicateDecision) {
    await this.decide.split(scope, projectIds, reason);
  }

  @Post('duplicates/searches')
  @HttpCode(202)
  @ForRoles('operator')
  @ApiOperation({ summary: 'Search the library for duplicates; one follows each import of projects by itself' })
  @ZodResponse({ status: 202, type: DuplicateSearch })
  async search(@CurrentScope() scope: Scope, @Body() { scope: of }: NewDuplicateSearch) {
    return toSearch(await this.requestSearch.execute(scope, of));
  }

  @Get('duplicates/searches/:searchId')
  @ForRoles('operator')
  @ApiOperation({ summary: 'How far a search is' })
  @ZodResponse({ status: 200, type: DuplicateSearch })
  async findSearch(@Param() { searchId }: DuplicateSearchParams) {
    return toSearch(await this.searches.find(searchId));
  }

  @Get('projects/:projectId/duplicates')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'The group of a project, why its head is the head, and what was decided about it' })
  @ZodResponse({ status: 200, type: DuplicateGroup })
  async group(@CurrentScope() scope: Scope, @Param() { projectId }: DuplicateProjectParams) {
    return toGroup(await this.describe.execute(scope, projectId));
  }
}
