import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { enterprisePageSchema, enterpriseQuerySchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { EnterpriseStore } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class EnterpriseQuery extends createZodDto(enterpriseQuerySchema) {}
class EnterprisePage extends createZodDto(enterprisePageSchema) {}

/** Enterprises as the host that brought them in sees them. */
@ApiTags('enterprises')
@Controller('enterprises')
export class EnterpriseController {
  constructor(private readonly enterprises: EnterpriseStore) {}

  @Get()
  @ForRoles('host')
  @ApiOperation({ summary: 'Enterprises, parks, investors and listed companies that the host has brought in' })
  @ZodResponse({ status: 200, type: EnterprisePage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit, ...filter }: EnterpriseQuery) {
    const rows = await this.enterprises.list(scope, cursor, limit + 1, filter);
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ record }) => record.externalId,
    );
  }
}
