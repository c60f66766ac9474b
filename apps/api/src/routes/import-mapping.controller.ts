import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  forgetMappingQuerySchema,
  forgottenMappingSchema,
  importKindParamsSchema,
  knownMappingSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { MappingRepository } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';

class KindParams extends createZodDto(importKindParamsSchema) {}
class KnownMapping extends createZodDto(knownMappingSchema) {}
class ForgetQuery extends createZodDto(forgetMappingQuerySchema) {}
class ForgottenMapping extends createZodDto(forgottenMappingSchema) {}

/** What an organisation has decided about the headers of its files. */
@ApiTags('imports')
@Controller('import-mappings')
export class ImportMappingController {
  constructor(private readonly mappings: MappingRepository) {}

  @Get(':kind')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({
    summary: 'Headers that the organisation has decided about, besides those that are known by themselves',
  })
  @ZodResponse({ status: 200, type: KnownMapping })
  async list(@CurrentScope() scope: Scope, @Param() { kind }: KindParams) {
    const known = await this.mappings.known(scope, kind);
    return { items: [...known].map(([header, field]) => ({ header, field })) };
  }

  @Delete(':kind')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'Forget what was decided about one header, or about all' })
  @ZodResponse({ status: 200, type: ForgottenMapping })
  async forget(@CurrentScope() scope: Scope, @Param() { kind }: KindParams, @Query() { header }: ForgetQuery) {
    return { forgotten: await this.mappings.forget(scope, kind, header) };
  }
}
