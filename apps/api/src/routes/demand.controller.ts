import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { demandPageSchema, externalId, pageQuery } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { DemandStore } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class DemandQuery extends createZodDto(pageQuery(externalId)) {}
class DemandPage extends createZodDto(demandPageSchema) {}

/** Demands as the host that brought them in sees them. */
@ApiTags('demands')
@Controller('demands')
export class DemandController {
  constructor(private readonly demands: DemandStore) {}

  @Get()
  @ForRoles('host')
  @ApiOperation({ summary: 'Demands of the enterprises that the host has brought in' })
  @ZodResponse({ status: 200, type: DemandPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit }: DemandQuery) {
    const rows = await this.demands.list(scope, cursor, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ record }) => record.externalId,
    );
  }
}
