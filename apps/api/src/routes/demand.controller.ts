import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  demandFilters,
  demandPageSchema,
  demandSchema,
  externalId,
  historyPageSchema,
  historyQuerySchema,
  pageQuery,
  projectsForDemandSchema,
  singleQuestionQuerySchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { DemandStore, demandTexts, ReadHistory, SearchHostLists, SuggestDomains } from '@throughtrain/ingestion';
import { FindProjectsForDemand } from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { toHistory } from './history.answer';
import { toProjectsForDemand } from './single-question.answer';
import { withSuggestions } from './suggested-domain.answer';

class DemandQuery extends createZodDto(pageQuery(externalId).extend(demandFilters).strict()) {}
class Demand extends createZodDto(demandSchema) {}
class DemandPage extends createZodDto(demandPageSchema) {}
class DemandParams extends createZodDto(z.object({ demandId: z.uuid() })) {}
class DemandHistoryQuery extends createZodDto(historyQuerySchema) {}
class DemandHistoryPage extends createZodDto(historyPageSchema) {}
class ProjectsForDemandQuery extends createZodDto(singleQuestionQuerySchema) {}
class ProjectsForDemand extends createZodDto(projectsForDemandSchema) {}

/** Demands as the host that brought them in sees them. */
@ApiTags('demands')
@Controller('demands')
export class DemandController {
  constructor(
    private readonly demands: DemandStore,
    private readonly search: SearchHostLists,
    private readonly suggestDomains: SuggestDomains,
    private readonly readHistory: ReadHistory,
    private readonly findProjects: FindProjectsForDemand,
  ) {}

  @Get()
  @ForRoles('host')
  @ApiOperation({ summary: 'Demands of the enterprises that the host has brought in' })
  @ZodResponse({ status: 200, type: DemandPage })
  async list(@CurrentScope() scope: Scope, @Query() query: DemandQuery) {
    const { cursor, limit } = query;
    const rows = await this.search.demands(scope, query, { ...(cursor !== undefined && { cursor }), limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ record }) => record.externalId,
    );
  }

  @Get(':demandId')
  @ForRoles('host')
  @ApiOperation({ summary: 'The current revision of a demand' })
  @ZodResponse({ status: 200, type: Demand })
  async find(@CurrentScope() scope: Scope, @Param() { demandId }: DemandParams) {
    const demand = await this.demands.find(scope, demandId);
    const suggested = this.suggestDomains.execute({ texts: demandTexts(demand.record) }, demand.record);
    return { ...demand, ...withSuggestions(suggested) };
  }

  @Get(':demandId/history')
  @ForRoles('host')
  @ApiOperation({ summary: 'What a demand said when, who wrote it and what changed; newest first' })
  @ZodResponse({ status: 200, type: DemandHistoryPage })
  async history(
    @CurrentScope() scope: Scope,
    @Param() { demandId }: DemandParams,
    @Query() { cursor, limit }: DemandHistoryQuery,
  ) {
    return toHistory(await this.readHistory.execute(scope, 'demand', demandId, cursor, limit + 1), limit);
  }

  @Get(':demandId/projects')
  @ForRoles('host')
  @ApiOperation({ summary: 'Projects of the library that answer a demand, as both stand now, each with its reasons' })
  @ZodResponse({ status: 200, type: ProjectsForDemand })
  async projects(
    @CurrentScope() scope: Scope,
    @Param() { demandId }: DemandParams,
    @Query() { limit }: ProjectsForDemandQuery,
  ) {
    return toProjectsForDemand(await this.findProjects.execute(scope, demandId, limit));
  }
}
