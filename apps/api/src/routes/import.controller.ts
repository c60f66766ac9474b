import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  confirmedMappingSchema,
  importFaultPageSchema,
  importFaultQuerySchema,
  importMappingSchema,
  importQuerySchema,
  importReportListSchema,
  importReportSchema,
  projectImportQuerySchema,
  type ImportKind,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ConfirmMapping, ImportRepository, RequestImport } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { uploadOf } from '../edge/upload';
import { toFault, toMapping, toReport } from './import.answer';

/** Limits of uploads. */
export class UploadSettings {
  constructor(readonly maxBytes: number) {}
}

class ImportParams extends createZodDto(z.object({ importId: z.uuid() })) {}
class ImportQuery extends createZodDto(importQuerySchema) {}
class ProjectImportQuery extends createZodDto(projectImportQuerySchema) {}
class ImportReport extends createZodDto(importReportSchema) {}
class ImportReportList extends createZodDto(importReportListSchema) {}
class ImportFaultQuery extends createZodDto(importFaultQuerySchema) {}
class ImportFaultPage extends createZodDto(importFaultPageSchema) {}
class ImportMapping extends createZodDto(importMappingSchema) {}
class ConfirmedMapping extends createZodDto(confirmedMappingSchema) {}

const beforeFirst = { row: 0, ordinal: 0 };

/** Takes files in; the ingest worker reads them. */
@ApiTags('imports')
@Controller('imports')
export class ImportController {
  constructor(
    private readonly requestImport: RequestImport,
    private readonly confirmMapping: ConfirmMapping,
    private readonly imports: ImportRepository,
    private readonly settings: UploadSettings,
  ) {}

  @Post('projects')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Import projects; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  projects(
    @CurrentScope() scope: Scope,
    @Query() query: ProjectImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'projects', query, request, reply);
  }

  @Post('enterprises')
  @ForRoles('host')
  @ApiOperation({ summary: 'Import enterprises of the host; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  enterprises(
    @CurrentScope() scope: Scope,
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'enterprises', query, request, reply);
  }

  @Post('demands')
  @ForRoles('host')
  @ApiOperation({ summary: 'Import demands of enterprises that the host has brought in; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  demands(
    @CurrentScope() scope: Scope,
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'demands', query, request, reply);
  }

  @Post('expert-scores')
  @ForRoles('analyst', 'operator')
  @ApiOperation({ summary: 'Import scores of experts, of projects that are in the library; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  expertScores(
    @CurrentScope() scope: Scope,
    @Query() query: ProjectImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'expert-scores', query, request, reply);
  }

  @Get()
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'Imports of the organisation: the newest hundred, newest first' })
  @ZodResponse({ status: 200, type: ImportReportList })
  async list(@CurrentScope() scope: Scope) {
    return { items: (await this.imports.list(scope)).map(toReport) };
  }

  @Get(':importId')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'How far an import is and what became of its rows' })
  @ZodResponse({ status: 200, type: ImportReport })
  async report(@CurrentScope() scope: Scope, @Param() { importId }: ImportParams) {
    return toReport(await this.imports.report(scope, importId));
  }

  @Get(':importId/faults')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'Refused, changed and quarantined rows with row, column, code, message and value' })
  @ZodResponse({ status: 200, type: ImportFaultPage })
  async faults(
    @CurrentScope() scope: Scope,
    @Param() { importId }: ImportParams,
    @Query() { cursor, limit }: ImportFaultQuery,
  ) {
    const [row = 0, ordinal = 0] = cursor?.split('.').map(Number) ?? [];
    const after = cursor === undefined ? beforeFirst : { row, ordinal };
    const faults = await this.imports.faults(scope, importId, after, limit + 1);
    return toPage(faults, limit, toFault, (fault) => `${fault.row}.${fault.ordinal}`);
  }

  @Get(':importId/mapping')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'What the columns of the file stand for, with suggestions where nobody has decided' })
  @ZodResponse({ status: 200, type: ImportMapping })
  async mapping(@CurrentScope() scope: Scope, @Param() { importId }: ImportParams) {
    return toMapping(await this.imports.mapping(scope, importId));
  }

  @Put(':importId/mapping')
  @HttpCode(202)
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'Say what columns stand for; the import goes on' })
  @ZodResponse({ status: 202, type: ImportReport })
  async confirm(
    @CurrentScope() scope: Scope,
    @Param() { importId }: ImportParams,
    @Body() { columns, remember }: ConfirmedMapping,
  ) {
    await this.confirmMapping.execute(scope, importId, columns, remember);
    return toReport(await this.imports.report(scope, importId));
  }

  private async take(
    scope: Scope,
    kind: ImportKind,
    { dryRun, channel }: { readonly dryRun: boolean; readonly channel?: string | undefined },
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const { maxBytes } = this.settings;
    const options = { dryRun, defaults: channel === undefined ? {} : { channel } };
    const importId = await this.requestImport.execute(scope, kind, uploadOf(request, maxBytes), maxBytes, options);
    void reply.header('location', `/v1/imports/${importId}`);
    return toReport(await this.imports.report(scope, importId));
  }
}
