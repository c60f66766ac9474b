import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { enterpriseFilters, enterprisePageSchema, externalId, pageQuery } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { SearchHostLists } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class EnterpriseQuery extends createZodDto(pageQuery(externalId).extend(enterpriseFilters).strict()) {}
class EnterprisePage extends createZodDto(enterprisePageSchema) {}

/** Enterprises as the host that brought them in sees them. */
@ApiTags('enterprises')
@Controller('enterprises')
export class EnterpriseController {
  constructor(private readonly search: SearchHostLists) {}

  @Get()
  @ForRoles('host')
  @ApiOperation({ summary: 'Enterprises, parks, investors and listed companies that the host has brought in' })
  @ZodResponse({ status: 200, type: EnterprisePage })
  async list(@CurrentScope() scope: Scope, @Query() query: EnterpriseQuery) {
    const { cursor, limit } = query;
    const rows = await this.search.enterprises(scope, query, {
      ...(cursor !== undefined && { cursor }),
      limit: limit + 1,
    });
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ record }) => record.externalId,
    );
  }
}
