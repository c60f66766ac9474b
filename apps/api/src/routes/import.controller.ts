import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  importFaultPageSchema,
  importFaultQuerySchema,
  importReportListSchema,
  importReportSchema,
  type ImportKind,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ImportRepository, RequestImport, type ImportReport as StoredReport } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { uploadOf } from '../edge/upload';

/** Limits of uploads. */
export class UploadSettings {
  constructor(readonly maxBytes: number) {}
}

class ImportParams extends createZodDto(z.object({ importId: z.uuid() })) {}
class ImportReport extends createZodDto(importReportSchema) {}
class ImportReportList extends createZodDto(importReportListSchema) {}
class ImportFaultQuery extends createZodDto(importFaultQuerySchema) {}
class ImportFaultPage extends createZodDto(importFaultPageSchema) {}

const beforeFirst = { row: 0, ordinal: 0 };

/** Takes files in; the ingest worker reads them. */
@ApiTags('imports')
@Controller('imports')
export class ImportController {
  constructor(
    private readonly requestImport: RequestImport,
    private readonly imports: ImportRepository,
    private readonly settings: UploadSettings,
  ) {}

  @Post('projects')
  @ForRoles('agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Import projects; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  projects(
    @CurrentScope() scope: Scope,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'projects', request, reply);
  }

  @Post('enterprises')
  @ForRoles('host')
  @ApiOperation({ summary: 'Import enterprises of the host; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  enterprises(
    @CurrentScope() scope: Scope,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'enterprises', request, reply);
  }

  @Post('demands')
  @ForRoles('host')
  @ApiOperation({ summary: 'Import demands of enterprises that the host has brought in; Location names the report' })
  @ZodResponse({ status: 202, type: ImportReport })
  demands(
    @CurrentScope() scope: Scope,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.take(scope, 'demands', request, reply);
  }

  @Get()
  @ForRoles('host', 'agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Imports of the organisation: the newest hundred, newest first' })
  @ZodResponse({ status: 200, type: ImportReportList })
  async list(@CurrentScope() scope: Scope) {
    return { items: (await this.imports.list(scope)).map(toReport) };
  }

  @Get(':importId')
  @ForRoles('host', 'agency', 'owner', 'operator')
  @ApiOperation({ summary: 'How far an import is and what became of its rows' })
  @ZodResponse({ status: 200, type: ImportReport })
  async report(@CurrentScope() scope: Scope, @Param() { importId }: ImportParams) {
    return toReport(await this.imports.report(scope, importId));
  }

  @Get(':importId/faults')
  @ForRoles('host', 'agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Refused rows with row, column, code and message' })
  @ZodResponse({ status: 200, type: ImportFaultPage })
  async faults(
    @CurrentScope() scope: Scope,
    @Param() { importId }: ImportParams,
    @Query() { cursor, limit }: ImportFaultQuery,
  ) {
    const [row = 0, ordinal = 0] = cursor?.split('.').map(Number) ?? [];
    const faults = await this.imports.faults(
      scope,
      importId,
      cursor === undefined ? beforeFirst : { row, ordinal },
      limit + 1,
    );
    return toPage(
      faults,
      limit,
      ({ ordinal: _ordinal, ...fault }) => fault,
      (fault) => `${fault.row}.${fault.ordinal}`,
    );
  }

  private async take(scope: Scope, kind: ImportKind, request: FastifyRequest, reply: FastifyReply) {
    const { maxBytes } = this.settings;
    const importId = await this.requestImport.execute(scope, kind, uploadOf(request, maxBytes), maxBytes);
    void reply.header('location', `/v1/imports/${importId}`);
    return toReport(await this.imports.report(scope, importId));
  }
}

function toReport({ counts, createdAt, finishedAt, ...report }: StoredReport): z.input<typeof importReportSchema> {
  return { ...report, ...counts, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() };
}
