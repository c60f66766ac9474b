import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { demandFilters, demandPageSchema, externalId, pageQuery } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { SearchHostLists } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class DemandQuery extends createZodDto(pageQuery(externalId).extend(demandFilters).strict()) {}
class DemandPage extends createZodDto(demandPageSchema) {}

/** Demands as the host that brought them in sees them. */
@ApiTags('demands')
@Controller('demands')
export class DemandController {
  constructor(private readonly search: SearchHostLists) {}

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
}
